import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startCloud } from '../../local/cloud.ts'
import { demoPassword } from '../../local/demo/people.ts'
import { signedIn } from './person.ts'
import { freePort, start, type Started } from './process.ts'

// Most of these start a process twice.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

let folder: string
const running: Started[] = []
const run = (...args: string[]): Started => {
  const started = start(...args)
  running.push(started)
  return started
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'punctaj-'))
})

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  await rm(folder, { recursive: true, force: true })
})

const health = async (url: string) => (await (await fetch(`${url}/health`)).json()) as Record<string, unknown>

/** Creates a city as the superuser, which is data that must not be lost. */
async function createCity(url: string, name: string): Promise<void> {
  const superuser = await signedIn({ url, publishableKey: String((await health(url))['publishableKey']) }, 'superuser')
  const op = {
    id: crypto.randomUUID(),
    user: superuser.id,
    at: Date.now(),
    kind: 'city.create',
    city: crypto.randomUUID(),
    name,
  }
  const { results } = await superuser.rpc<{ results: { status: string }[] }>('sync_push', { ops: [op] })
  expect(results[0]?.status).toBe('applied')
}

async function cities(url: string): Promise<string> {
  const superuser = await signedIn({ url, publishableKey: String((await health(url))['publishableKey']) }, 'superuser')
  return JSON.stringify(await superuser.rpc('sync_pull', { keys: ['directory'], since: 0 }))
}

describe('npm start', () => {
  it('prints one line with the URL and the demo accounts, and answers /health', async () => {
    const { ready, out, err } = run('--port', '0', '--memory', '--empty')
    const url = await ready
    expect(await health(url)).toMatchObject({
      status: 'ok',
      publishableKey: expect.stringMatching(/^sb_publishable_/),
      schemaVersion: expect.any(Number) as number,
    })
    expect(out().trim().split('\n')).toHaveLength(1)
    expect(out()).toContain('admin@punctaj.local')
    expect(out()).toContain(demoPassword)
    expect(err()).toBe('')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('closes cleanly on %s and finds its data and keys again', async (signal) => {
    const first = run('--port', '0', '--data', folder, '--empty')
    const url = await first.ready
    const { publishableKey } = await health(url)
    await createCity(url, 'Bacău')
    first.child.kill(signal)
    expect(await first.ended).toBe(0)
    expect(existsSync(join(folder, 'lock'))).toBe(false)

    const second = run('--port', '0', '--data', folder, '--empty')
    const again = await second.ready
    expect((await health(again))['publishableKey']).toBe(publishableKey)
    expect(await cities(again)).toContain('Bacău')
  })

  it('loses nothing that was answered when it is killed', async () => {
    const first = run('--port', '0', '--data', folder, '--empty')
    await createCity(await first.ready, 'Galați')
    first.child.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')

    const second = run('--port', '0', '--data', folder, '--empty')
    expect(await cities(await second.ready)).toContain('Galați')
  })

  it('starts afresh after a first start that was cut off', async () => {
    const first = run('--port', '0', '--data', folder)
    while (!existsSync(join(folder, 'postgres', 'PG_VERSION'))) await new Promise((resolve) => setTimeout(resolve, 20))
    first.child.kill('SIGKILL')
    await first.ended
    expect(existsSync(join(folder, 'unsettled'))).toBe(true)

    const second = run('--port', '0', '--data', folder, '--empty')
    await second.ready
    expect(existsSync(join(folder, 'unsettled'))).toBe(false)
  })
})

describe('a start that cannot be', () => {
  const refusal = async (...args: string[]) => {
    const { ended, out, err } = run(...args)
    expect(await ended).toBe(1)
    expect(out()).toBe('')
    expect(err().trim().split('\n')).toHaveLength(1)
    return err()
  }

  it('names a port in use', async () => {
    const port = await freePort()
    const other: Server = createServer()
    await new Promise<void>((resolve) => void other.listen(port, '127.0.0.1', resolve))
    expect(await refusal('--port', String(port), '--memory')).toContain(`Port ${port} on 127.0.0.1 is already in use`)
    other.close()
  })

  it('names a data folder it cannot make', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await refusal('--port', '0', '--data', join(folder, 'file', 'data'))).toContain('Cannot use the data folder')
  })

  it('refuses a folder with something else in it, and leaves that alone', async () => {
    await writeFile(join(folder, 'diary.txt'), 'mine')
    expect(await refusal('--port', '0', '--data', folder)).toContain("something else than Punctaj's data")
    expect(existsSync(join(folder, 'diary.txt'))).toBe(true)
  })

  it('refuses a data folder that another process has open', async () => {
    const cloud = await startCloud({ dataDir: folder, empty: true })
    expect(await refusal('--port', '0', '--data', folder)).toContain(`is in use by process ${process.pid}`)
    await cloud.stop()
  })

  it('names what it does not understand', async () => {
    expect(await refusal('--prot', '80')).toContain("'--prot'")
    expect(await refusal('--port', 'many')).toContain('--port many')
    expect(await refusal('--memory', '--data', folder)).toContain('--memory and --data')
  })

  it('explains itself with --help', async () => {
    const { ended, out } = run('--help')
    expect(await ended).toBe(0)
    expect(out()).toContain('--memory')
  })
})

describe('startCloud', () => {
  it('answers 503 on /health until it is ready', async () => {
    const port = await freePort()
    const starting = startCloud({ port, empty: true })
    const seen = new Set<number>()
    while (!seen.has(200))
      seen.add(
        await fetch(`http://127.0.0.1:${port}/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
    expect([...seen].filter(Boolean)).toEqual([503, 200])
    await (await starting).stop()
  })

  it('keeps nothing in memory after its end', async () => {
    const first = await startCloud({ empty: true })
    await createCity(first.url, 'Oradea')
    await first.stop()
    const second = await startCloud({ empty: true })
    expect(await cities(second.url)).not.toContain('Oradea')
    await second.stop()
  })

  it('runs several at once, apart from each other', async () => {
    const [one, two] = await Promise.all([startCloud({ empty: true }), startCloud({ empty: true })])
    await createCity(one.url, 'Arad')
    expect(await cities(one.url)).toContain('Arad')
    expect(await cities(two.url)).not.toContain('Arad')
    expect(one.publishableKey).not.toBe(two.publishableKey)
    await Promise.all([one.stop(), two.stop()])
  })
})
