import { CloudError } from '../cloud-error.ts'

/** Where mail is handed in, and whose it is. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string
  /** `Punctaj <punctaj@example.org>` or the address alone. */
  from: string
  /** What Message-IDs end in: the sender's own domain. */
  domain: string
}

/** Everything the worker must be told. */
export interface WorkerSettings {
  smtp: SmtpSettings
  cloudUrl: string
  serviceKey: string
  appUrl: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** An address and nothing else: no list, no comment, no line end. */
export const isAddress = (text: string): boolean => /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/.test(text)

function need<Name extends string>(env: Environment, names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => !env[name]?.trim())
  if (missing.length > 0)
    throw new CloudError(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing (see .env.example)`)
  return Object.fromEntries(names.map((name) => [name, (env[name] ?? '').trim()])) as Record<Name, string>
}

/** An address on the web, without a slash at its end. */
function webUrl(name: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new CloudError(`${name} is not a web address (https://…)`)
  return value.replace(/\/+$/, '')
}

function smtpOf(url: string, from: string): SmtpSettings {
  // Not repeated in the message: it holds a password.
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol) || new URL(url).hostname === '')
    throw new CloudError('SMTP_URL is not of the form smtp://user:password@host:port or smtps://…')
  const address = /^[^<>\r\n]*<([^<>\r\n]+)>$/.exec(from)?.[1] ?? from
  if (!isAddress(address)) throw new CloudError('MAIL_FROM is neither an address nor of the form Name <address>')
  return { url, from, domain: address.slice(address.lastIndexOf('@') + 1) }
}

/** What the embedded cloud needs to send mail; undefined when it is not to. @throws CloudError naming what is missing or wrong */
export function readEmbedded(env: Environment): (Pick<WorkerSettings, 'smtp'> & { appUrl?: string }) | undefined {
  if (!env['SMTP_URL']?.trim()) return undefined
  const { SMTP_URL, MAIL_FROM } = need(env, ['SMTP_URL', 'MAIL_FROM'])
  const app = env['APP_URL']?.trim()
  return { smtp: smtpOf(SMTP_URL, MAIL_FROM), ...(app && { appUrl: webUrl('APP_URL', app) }) }
}

/** What `npm run notify` needs. @throws CloudError naming everything that is missing, or what is wrong */
export function readWorker(env: Environment): WorkerSettings {
  const names = ['PUNCTAJ_URL', 'PUNCTAJ_SERVICE_KEY', 'SMTP_URL', 'MAIL_FROM', 'APP_URL'] as const
  const given = need(env, names)
  return {
    smtp: smtpOf(given.SMTP_URL, given.MAIL_FROM),
    cloudUrl: webUrl('PUNCTAJ_URL', given.PUNCTAJ_URL),
    serviceKey: given.PUNCTAJ_SERVICE_KEY,
    appUrl: webUrl('APP_URL', given.APP_URL),
  }
}
