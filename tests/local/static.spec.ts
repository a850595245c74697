import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { pagePolicy, workerPolicy } from '../../local/headers.ts'
import { builtApp } from './builtApp.ts'

const code = `console.log(${JSON.stringify('ă'.repeat(4000))})`
let cloud: Cloud
let dist: string

beforeAll(async () => {
  dist = await builtApp({
    'sw.js': 'self.skipWaiting()',
    'manifest.webmanifest': '{}',
    'favicon.svg': '<svg/>',
    'assets/index-abc123.js': code,
    'assets/index-abc123.js.map': '{}',
  })
  cloud = await startCloud({ empty: true, dist })
})
afterAll(async () => {
  await cloud.stop()
  await rm(dist, { recursive: true })
})

/** A request that nothing tidies on its way: no decoding, no normalised path. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const { hostname, port } = new URL(cloud.url)
    request({ hostname, port, path, headers, method }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('the built app', () => {
  it('comes with a policy that allows no inline code and no foreign origin', async () => {
    const { headers, status } = await ask('/')
    expect(status).toBe(200)
    const policy = String(headers['content-security-policy'])
    expect(policy).toBe(pagePolicy())
    for (const part of [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ]) {
      expect(policy).toContain(part)
    }
    expect(policy).toContain(`require-trusted-types-for 'script'`)
    expect(policy).not.toMatch(/unsafe|\*|http/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    })
  })

  it('names the cloud of a static host in connect-src, for page and worker', () => {
    expect(pagePolicy('https://x.supabase.co')).toContain(`connect-src 'self' https://x.supabase.co;`)
    expect(workerPolicy('https://x.supabase.co')).toContain(`connect-src 'self' https://x.supabase.co;`)
  })

  it('gives the worker its own policy and never an old copy', async () => {
    const { headers } = await ask('/sw.js')
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-security-policy': workerPolicy() })
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it('keeps hashed files for good and everything else fresh', async () => {
    expect((await ask('/assets/index-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    for (const path of ['/manifest.webmanifest', '/favicon.svg', '/orase']) {
      expect((await ask(path, { accept: 'text/html' })).headers['cache-control']).toBe('no-cache')
    }
  })

  it('is the page for every navigation, and a missing file is missing', async () => {
    for (const headers of [{ accept: 'text/html,*/*' }, { 'sec-fetch-mode': 'navigate' }]) {
      expect((await ask('/orase/iasi?x=1', headers)).body.toString()).toContain('<title>Punctaj')
    }
    expect((await ask('/assets/gone-abc.js', { accept: '*/*' })).status).toBe(404)
    expect((await ask('/gone.png', { accept: 'text/html' })).status).toBe(404)
    expect((await ask('/orase', { accept: 'application/json' })).status).toBe(404)
    expect((await ask('/assets/index-abc123.js.map')).status).toBe(404)
  })

  it('does not answer what the API does not have with the page', async () => {
    for (const path of ['/rest/v1/nothing', '/auth/v1/nothing', '/storage/v1/nothing', '/auth/v1/discord/nothing']) {
      const { status, body } = await ask(path, { accept: 'text/html' })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(body.toString()).not.toContain('<title>Punctaj')
    }
  })

  it('comes in the best encoding that the browser takes', async () => {
    const sizes = new Map<string, number>()
    for (const [accepts, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const { headers, body } = await ask('/assets/index-abc123.js', { 'accept-encoding': accepts })
      expect(headers['content-encoding']).toBe(encoding)
      expect(headers['vary']).toBe('accept-encoding')
      expect(Number(headers['content-length'])).toBe(body.length)
      sizes.set(encoding ?? 'whole', body.length)
    }
    expect(sizes.get('whole')).toBe(Buffer.byteLength(code))
    expect(sizes.get('br')).toBeLessThan(200)
  })

  it('is not sent again to who has it, in any encoding', async () => {
    const { headers } = await ask('/assets/index-abc123.js', { 'accept-encoding': 'br' })
    const again = await ask('/assets/index-abc123.js', {
      'accept-encoding': 'gzip',
      'if-none-match': `"x", W/${String(headers['etag'])}`,
    })
    expect(again.status).toBe(304)
    expect(again.body).toHaveLength(0)
    expect((await ask('/assets/index-abc123.js', { 'if-none-match': '"x"' })).status).toBe(200)
  })

  it('answers HEAD as GET without the body, and no other method', async () => {
    const [get, head] = [await ask('/sw.js'), await ask('/sw.js', {}, 'HEAD')]
    expect(head.body).toHaveLength(0)
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
    expect(head.headers['etag']).toBe(get.headers['etag'])
    expect((await ask('/sw.js', {}, 'POST')).status).toBe(405)
  })

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/%00',
  ])('never leaves its folder for %s', async (path) => {
    const { status, body } = await ask(path)
    expect([400, 404]).toContain(status)
    expect(body.toString()).not.toMatch(/"name"|root:/)
  })
})

describe('without a built app', () => {
  it('says so instead of a blank page, and the API works', async () => {
    const bare = await startCloud({ empty: true, dist: join(dist, 'none') })
    const page = await fetch(bare.url)
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('npm run build')
    expect((await fetch(`${bare.url}/health`)).status).toBe(200)
    await bare.stop()
  })
})
