import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { compose } from '../../local/mail/compose.ts'
import { type Delivery, outboxBy } from '../../local/mail/outbox.ts'
import { readEmbedded, readWorker } from '../../local/mail/settings.ts'
import { outcomeOf } from '../../local/mail/smtp.ts'
import { mailKinds, type MailKind } from '../../src/domain/mailChoice.ts'

const at = Date.UTC(2026, 10, 28, 12, 5)
const line = { at, by: 'Ioana Admin', institution: 'Poliția', city: 'Iași', employees: 20, points: 1340 }

/** A mail as the worker claims it. */
async function claimed(kind: MailKind, given: Partial<Delivery> = {}, ...lines: object[]): Promise<Delivery> {
  const told = lines.length > 0 ? lines.map((one) => ({ at, ...one })) : [line]
  const raw = {
    id: '0e2e0000-0000-4000-8000-000000000001',
    attempt: 1,
    kind,
    to: 'a@example.org',
    locale: 'ro',
    zone: 'Europe/Bucharest',
    count: told.length,
    lines: told,
    ...given,
  }
  const delivery = await outboxBy(async () => raw).claim()
  if (delivery === null) throw new Error('nothing claimed')
  return delivery
}
const text = async (...of: Parameters<typeof claimed>) =>
  compose(await claimed(...of), 'https://puncte.example.org').text

describe('a mail', () => {
  it('reads well in Romanian', async () => {
    expect(await text('reset')).toBe(`Punctaj resetat: Poliția, Iași

- Ioana Admin a resetat punctajul: Poliția, Iași (28 noiembrie 2026 la 14:05).
  În arhivă: 20 de angajați, 1.340 de puncte

Vezi rapoartele: https://puncte.example.org/reports

--
Primești acest e-mail pentru că ești administrator în Punctaj.
Alege ce e-mailuri primești: https://puncte.example.org/settings
`)
  })

  it('reads well in English, in the zone of the community', async () => {
    expect(await text('restore', { locale: 'en', zone: 'Europe/London' })).toBe(`Report loaded: Poliția, Iași

- Ioana Admin loaded an earlier report: Poliția, Iași (28 November 2026 at 12:05).
  In the report: 20 employees, 1,340 points

See the reports: https://puncte.example.org/reports

--
You get this mail because you are an administrator of Punctaj.
Choose which mails you get: https://puncte.example.org/settings
`)
  })

  it('of a failed backup names the day and what failed', async () => {
    const failures = [
      { name: 'Poliția', error: 'disc plin' },
      { name: '', error: 'timeout' },
    ]
    const failed = { day: '2026-11-27', failures, failed: 5 }
    const ro = await text('backup_failed', {}, failed)
    expect(ro).toContain('Copia de siguranță din 27 noiembrie 2026 nu a reușit pentru 5 instituții:')
    expect(ro).toContain('  Poliția: disc plin\n  timeout\n  … și încă 3\n')
    expect(await text('backup_failed', { locale: 'en' }, failed)).toContain(
      'The backup of 27 November 2026 failed for 5 institutions:',
    )
    expect(await text('backup_failed', {}, { day: 'azi' })).toContain('Copia de siguranță din azi nu a reușit.')
  })

  it('has three Romanian forms for several', async () => {
    const subjects = async (kind: MailKind) => {
      const found: string[] = []
      for (const count of [2, 20, 101]) found.push(compose(await claimed(kind, { count }), 'https://a.ro').subject)
      return found
    }
    expect(await subjects('member_waiting')).toEqual([
      'Punctaj: 2 persoane așteaptă acces',
      'Punctaj: 20 de persoane așteaptă acces',
      'Punctaj: 101 persoane așteaptă acces',
    ])
    expect(await subjects('backup_failed')).toContain('Punctaj: 20 de copii de siguranță nereușite')
  })

  it('says something whatever is missing, and keeps its subject short', async () => {
    for (const kind of mailKinds)
      for (const locale of ['ro', 'en'] as const) {
        const { subject, html } = compose(await claimed(kind, { locale, zone: 'Mars/Olympus' }, { at }), 'https://a.ro')
        expect(subject).not.toMatch(/undefined|null|NaN/)
        expect(html).not.toMatch(/undefined|null|NaN|\[object/)
        const long = compose(
          await claimed(
            kind,
            { locale },
            { by: '🦊'.repeat(300), name: 'ț'.repeat(300), institution: 'x'.repeat(300) },
          ),
          'https://a.ro',
        )
        expect([...long.subject].length).toBeLessThan(165)
      }
  })

  it('that is not as the cloud should have it is no mail', async () => {
    await expect(claimed('reset', { locale: 'de' as 'ro' })).rejects.toThrow(v.ValiError)
    await expect(claimed('reset', { lines: [] })).rejects.toThrow(v.ValiError)
  })
})

describe('what the worker is told', () => {
  const env = {
    PUNCTAJ_URL: 'https://x.supabase.co/',
    PUNCTAJ_SERVICE_KEY: 'sb_secret_x',
    SMTP_URL: 'smtp://u:p%40ss@mail.example.org:587',
    MAIL_FROM: 'Punctaj <punctaj@example.org>',
    APP_URL: 'https://puncte.example.org',
  }

  it('is read from the environment', () => {
    expect(readWorker(env)).toMatchObject({ cloudUrl: 'https://x.supabase.co', smtp: { domain: 'example.org' } })
    expect(readEmbedded({})).toBeUndefined()
    expect(readEmbedded({ ...env, APP_URL: '' })).toEqual({
      smtp: { url: env.SMTP_URL, from: env.MAIL_FROM, domain: 'example.org' },
    })
  })

  it('is refused with what is missing or wrong, and never with the password in it', () => {
    expect(() => readWorker({})).toThrow('PUNCTAJ_URL, PUNCTAJ_SERVICE_KEY, SMTP_URL, MAIL_FROM, APP_URL are missing')
    expect(() => readWorker({ ...env, APP_URL: ' ' })).toThrow('APP_URL is missing')
    expect(() => readWorker({ ...env, SMTP_URL: 'http://u:geheim@mail' })).toThrow(
      /^SMTP_URL is not of the form(?!.*geheim)/,
    )
    expect(() => readWorker({ ...env, PUNCTAJ_URL: 'x.supabase.co' })).toThrow('PUNCTAJ_URL')
    for (const from of ['Punctaj', 'a@b\r\nBcc: c@d', 'a@b, c@d', 'P <a@b> <c@d>'])
      expect(() => readWorker({ ...env, MAIL_FROM: from }), from).toThrow('MAIL_FROM')
    expect(() => readEmbedded({ SMTP_URL: env.SMTP_URL })).toThrow('MAIL_FROM is missing')
  })
})

describe('what a mail server says', () => {
  const fault = (fields: object) => outcomeOf(Object.assign(new Error('x'), fields))

  it.each([
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, 'failed'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, 'failed'],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451 }, 'retry mail'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'retry server'],
    [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'retry server'],
    [{ code: 'ESOCKET', command: 'CONN' }, 'retry server'],
    [{ code: 'ETIMEDOUT', command: 'CONN' }, 'retry server'],
  ])('%o means %s', (fields, meaning) => {
    const outcome = fault(fields)
    expect(outcome.is === 'retry' ? `retry ${outcome.because}` : outcome.is).toBe(meaning)
  })
})
