import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { builtApp } from './builtApp.ts'
import { type Person, signedIn } from './person.ts'

let cloud: Cloud
let admin: Person
let dist: string

beforeAll(async () => {
  dist = await builtApp({})
  cloud = await startCloud({ empty: true, dist })
  admin = await signedIn(cloud, 'admin')
})
afterAll(async () => {
  await cloud.stop()
  await rm(dist, { recursive: true })
})

/** One request written by hand; resolves with what came back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(cloud.url).port), '127.0.0.1', () => socket.end(text))
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

describe('a malformed request', () => {
  afterAll(async () => {
    expect((await fetch(`${cloud.url}/health`)).status).toBe(200)
  })

  it.each(['{', '[1', 'nul', '"\\ud800"', '\u0000'])('of the body %j is refused', async (body) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const response = await admin.post('/rest/v1/rpc/sync_push', body)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect((await admin.post('/auth/v1/token?grant_type=password', body)).status).toBe(400)
  })

  it.each([
    ['GARBAGE\r\n\r\n', '400'],
    ['GET http://elsewhere/health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', '400'],
    ['GET / HTTP/1.1\r\nhost: b d\r\nconnection: close\r\n\r\n', '400'],
    ['TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', '400'],
    ['GET /%ff%fe HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', '404'],
    ['GET //evil.example/health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', '404'],
    [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, '400'],
  ])('by hand (%#) is refused', async (text, status) => {
    expect((await raw(text)).slice(9, 12)).toBe(status)
  })

  it('larger than 16 MiB is refused, said or unsaid', async () => {
    const headers = { ...admin.headers, 'content-length': String(17 * 1024 * 1024) }
    const said = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${cloud.url}/rest/v1/rpc/sync_push`, { method: 'POST', headers }, ({ statusCode }) =>
        resolve(statusCode),
      )
      sent.on('error', reject)
      sent.flushHeaders()
    })
    expect(said).toBe(413)
    const unsaid = await new Promise<number | undefined>((resolve) => {
      const sent = request(
        `${cloud.url}/rest/v1/rpc/sync_push`,
        { method: 'POST', headers: admin.headers },
        ({ statusCode }) => resolve(statusCode),
      )
      sent.on('error', () => resolve(413))
      for (let i = 0; i < 17; i++) sent.write(Buffer.alloc(1024 * 1024, 'x'))
      sent.end()
    })
    expect(unsaid).toBe(413)
  })
})
