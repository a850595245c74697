import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { callByQuery } from '../../local/mail/callers.ts'
import { type Outbox, outboxBy } from '../../local/mail/outbox.ts'
import { inWords, runMail, type Tally } from '../../local/mail/run.ts'
import { openPost } from '../../local/mail/smtp.ts'
import { type MailServer, startMailServer } from './mailServer.ts'
import { signedIn } from './person.ts'
import { freePort } from './process.ts'

const from = 'Punctaj <punctaj@example.org>'
const app = 'https://puncte.example.org'
const { admin, superuser } = demoPeople

let cloud: Cloud
let server: MailServer
let outbox: Outbox
const goesOn = new AbortController().signal

/** One run of the worker, by default to the server of the test. */
async function run(url = server.url, box = outbox, signal = goesOn): Promise<Tally> {
  const post = openPost({ url, from, domain: 'example.org' }, app)
  try {
    return await runMail(box, post.send, signal)
  } finally {
    post.close()
  }
}
const note = (kind: string, payload: object = { by: 'Ioana' }) =>
  cloud.db('insert into public.notifications (kind, payload) values ($1, $2)', [kind, JSON.stringify(payload)])
const choose = async (name: string, kinds: string[], locale = 'ro') =>
  (await signedIn(cloud, name)).rpc('mail_choice_set', { kinds, locale })
const later = () =>
  cloud.db(`update public.mail_deliveries set next_at = next_at - interval '7 hours' where state = 'waiting'`)
const states = async () =>
  (await cloud.db<{ state: string }>('select state from public.mail_deliveries order by id')).map(({ state }) => state)
const readers = () => server.mails.map(({ to }) => (Array.isArray(to) ? '' : to?.text)).sort()

beforeAll(async () => {
  cloud = await startCloud({ empty: true })
  outbox = outboxBy(callByQuery(cloud.db))
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  server = await startMailServer()
  for (const table of ['mail_deliveries', 'notifications', 'mail_choices'])
    await cloud.db(`delete from public.${table}`)
})
afterEach(() => server.stop())

describe('the mail worker', () => {
  it('hands each mail in once, in both languages, with a part of text and one of HTML', async () => {
    await choose('superuser', ['force_sync'], 'en')
    await note('force_sync', { by: 'Ioana Admin', reason: 'Curățenie' })
    expect(await run()).toMatchObject({ sent: 2, retry: 0, failed: 0 })
    expect(await run()).toMatchObject({ sent: 0 })
    expect(readers()).toEqual([admin.email, superuser.email])
    const [ro, en] = server.mails.sort((a, b) => (a.subject ?? '').localeCompare(b.subject ?? '')).reverse()
    const told = server.mails.find(({ subject }) => subject === 'Punctaj: Sincronizare forțată de Ioana Admin')
    expect([ro?.subject, en?.subject].sort()).toEqual([
      'Punctaj: Sincronizare forțată de Ioana Admin',
      'Punctaj: Sync forced by Ioana Admin',
    ])
    expect(told?.from?.text).toBe('"Punctaj" <punctaj@example.org>')
    expect(told?.text).toContain('Motiv: „Curățenie”')
    expect(told?.html).toContain('<html lang="ro">')
    expect(told?.html).toContain('Motiv: „Curățenie”')
    expect(told?.html).toContain(`href="${app}/admin/sync"`)
    expect(told?.text).toContain(`Alege ce e-mailuri primești: ${app}/settings`)
    expect(told?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(told?.messageId).toMatch(/^<[0-9a-f-]{36}@example\.org>$/)
  })

  it('tries again later what the server cannot take now, under the same Message-ID', async () => {
    await choose('superuser', [])
    await note('reset')
    server.judge = () => ({ code: 451, message: 'greylisted' })
    const tally = await run()
    expect(tally).toMatchObject({ sent: 0, retry: 1 })
    expect(inWords(tally)).toMatch(/^1 to be tried again \(.*451 greylisted.*\)$/)
    expect(await states()).toEqual(['waiting'])
    server.judge = () => null
    expect(await run()).toMatchObject({ sent: 0, retry: 0 })
    await later()
    expect(await run()).toMatchObject({ sent: 1 })
    const [{ id }] = (await cloud.db<{ id: string }>('select id from public.mail_deliveries')) as [{ id: string }]
    expect(server.mails.map(({ messageId }) => messageId)).toEqual([`<${id}@example.org>`])
  })

  it('gives up a recipient whom the server refuses for good, and goes on with the others', async () => {
    server.judge = (address) => (address === admin.email ? { code: 550, message: 'no such user' } : null)
    await note('reset')
    expect(await run()).toMatchObject({ sent: 1, failed: 1, isCut: false })
    await later()
    expect(await run()).toMatchObject({ sent: 0, failed: 0 })
    const [row] = await cloud.db(`select error from public.mail_deliveries where state = 'failed'`)
    expect(row?.['error']).toContain('550 no such user')
  })

  it('stops a run at a server that is not there: one attempt is spent, and all is sent when it is back', async () => {
    await note('reset')
    const nowhere = `smtp://127.0.0.1:${await freePort()}`
    expect(await run(nowhere)).toMatchObject({ sent: 0, retry: 1, isCut: true })
    const attempts = await cloud.db('select attempts from public.mail_deliveries order by attempts')
    expect(attempts.map((row) => row['attempts'])).toEqual([0, 1])
    await later()
    expect(await run()).toMatchObject({ sent: 2 })
  })

  it('that dies between the server’s OK and its note sends the same mail again, to be known by its Message-ID', async () => {
    await choose('superuser', [])
    await note('reset')
    const dying: Outbox = { ...outbox, done: () => Promise.reject(new Error('killed')) }
    await expect(run(server.url, dying)).rejects.toThrow('killed')
    expect(await run()).toMatchObject({ sent: 0 })
    await later()
    expect(await run()).toMatchObject({ sent: 1 })
    expect(server.mails).toHaveLength(2)
    const [first, second] = server.mails
    expect(second?.messageId).toBe(first?.messageId)
    expect(second?.text).toBe(first?.text)
  })

  it('and another one at the same time send each mail once', async () => {
    for (const kind of ['reset', 'restore', 'force_sync', 'member_waiting']) await note(kind, { by: 'a', name: 'b' })
    const tallies = await Promise.all([run(), run(), run()])
    expect(tallies.reduce((sum, { sent }) => sum + sent, 0)).toBe(8)
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(8)
  })

  it('ends after the mail under way', async () => {
    await note('reset')
    const ending = new AbortController()
    server.judge = () => {
      ending.abort()
      return null
    }
    expect(await run(server.url, outbox, ending.signal)).toMatchObject({ sent: 1 })
    expect((await states()).sort()).toEqual(['sent', 'waiting'])
  })

  it('writes to nobody whose address is a list or has a line end', async () => {
    const addresses = ['a@example.org, b@example.org', 'a@example.org\r\nRCPT TO:<b@example.org>', 'A <a@example.org>']
    await choose('superuser', [])
    for (const address of addresses) {
      await cloud.db('update auth.users set email = $1 where id = $2', [address, admin.id])
      await note('reset')
      await run()
    }
    await cloud.db('update auth.users set email = $1 where id = $2', [admin.email, admin.id])
    // Ours, before any server is asked: what a server makes of such an address is its own affair.
    const errors = await cloud.db('select state, error from public.mail_deliveries')
    const refused = { state: 'failed', error: 'the address of this person is not one' }
    expect(errors).toEqual(addresses.map(() => refused))
    expect(server.mails).toEqual([])
  })

  it('lets no name write a header, a line or markup', async () => {
    await choose('superuser', [])
    const evil = 'Ana\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>\u2028- "x" & \u202eevil'
    await note('member_waiting', { name: evil })
    await note('force_sync', { by: evil, reason: '</li></ul><img src=x onerror="alert(1)">' })
    await note('backup_failed', { day: evil, failures: [{ name: evil, error: evil }] })
    expect(await run()).toMatchObject({ sent: 3 })
    for (const [index, mail] of server.mails.entries()) {
      expect(mail.bcc).toBeUndefined()
      expect(readers()).toEqual([admin.email, admin.email, admin.email])
      expect(server.sources[index]?.split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
      expect(mail.html).not.toMatch(/<script|<img/)
      expect(mail.html).toContain('&lt;script&gt;')
      expect(mail.text).not.toMatch(/^- "x"|\u202e|^Bcc/m)
    }
  })

  it('gathers a flood', async () => {
    await choose('superuser', [])
    await cloud.db(
      `insert into public.notifications (kind, payload) select 'reset', '{"by": "Ana"}' from generate_series(1, 120)`,
    )
    expect(await run()).toMatchObject({ sent: 1 })
    const [mail] = server.mails
    expect(mail?.subject).toBe('Punctaj: 120 de resetări de punctaj')
    expect(mail?.text).toContain('70 de evenimente mai vechi, apoi:')
    expect(mail?.html && mail.html.match(/<li/g)).toHaveLength(50)
  })
})

describe('the embedded cloud', () => {
  it('sends mail by itself after a forced sync', async () => {
    const log: string[] = []
    const smtp = { url: server.url, from, domain: 'example.org' }
    const own = await startCloud({ empty: true, mail: { smtp, everyMs: 100, log: (line) => log.push(line) } })
    try {
      const person = await signedIn(own, 'superuser')
      await person.rpc('force_sync', { reason: 'Curățenie' })
      await expect.poll(() => server.mails.length, { timeout: 20_000 }).toBe(2)
      expect(readers()).toEqual([admin.email, superuser.email])
      expect(server.mails[0]?.html).toContain(`${own.url}/admin/sync`)
      expect((await person.rpc('mail_choice_get'))['running']).toBe(true)
    } finally {
      await own.stop()
    }
    expect(log.join()).toContain('2 sent')
  })
})
