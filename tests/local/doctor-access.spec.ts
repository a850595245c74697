import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { runCommand, runDoctor, serving } from './doctorRun.ts'
import { freePort } from './process.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud({ empty: true })
})
afterAll(() => cloud.stop())
// The embedded cloud tells of each refusal.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())

describe('who is not let in is told why, in one line', () => {
  const refusal = async (...args: string[]) => {
    const { code, output } = await runDoctor(args)
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toMatch(/^doctor: /)
    return output
  }

  it('where nobody answers', async () => {
    const port = await freePort()
    const { code, output } = await runCommand('--url', `http://127.0.0.1:${port}`)
    expect(output.trim()).toBe(`doctor: No cloud answers at http://127.0.0.1:${port}. Start it with npm start`)
    expect(code).toBe(1)
    expect(await refusal('--url', `http://127.0.0.1:${port}`)).toContain('Start it with npm start')
  })

  it('where somebody else answers', async () => {
    const url = await serving(() => Promise.resolve(new Response('<h1>It works!</h1>')))
    expect(await refusal('--url', url)).toContain('is not the embedded cloud')
    expect(await refusal('--url', url, '--key', 'k')).toContain('No Supabase project answers')
  })

  it('where the answer does not come', async () => {
    const url = await serving(() => new Promise(() => undefined))
    expect(await refusal('--url', url, '--timeout', '0.5')).toContain('did not answer within 0.5 s')
  })

  it('with a wrong key, as Supabase refuses it', async () => {
    const url = await serving(() => Promise.resolve(Response.json({ message: 'Invalid API key' }, { status: 401 })))
    expect(await refusal('--url', url, '--key', 'wrong')).toContain('does not know this key')
  })

  it('with a wrong password, which is not repeated', async () => {
    const said = await refusal('--url', cloud.url, '--password', 'Secret-of-mine')
    expect(said).toContain('cannot sign in')
    expect(said).not.toContain('Secret-of-mine')
  })

  it('with an account that is no superuser', async () => {
    for (const { email } of [demoPeople.admin, demoPeople.nou])
      expect(await refusal('--url', cloud.url, '--email', email)).toContain(`${email} is not a superuser`)
  })

  it('with options that make no sense', async () => {
    expect(await refusal('--ulr', 'x')).toContain('--ulr')
    expect(await refusal('--url', 'x')).toContain('--url x is not the address of a cloud')
    expect(await refusal('--timeout', 'x')).toContain('--timeout x')
    expect(await refusal('--email', 'me@example.org')).toContain('The password of me@example.org?')
  })
})
