import { createTransport } from 'nodemailer'
import { compose } from './compose.ts'
import type { Delivery, Outcome } from './outbox.ts'
import type { Post } from './run.ts'
import { isAddress, type SmtpSettings } from './settings.ts'

/** Longer than a healthy server takes, and all of them together far shorter than a lease (`mail_claim`). */
const patience = 20_000

/** What nodemailer throws. */
interface SmtpFault extends Error {
  code?: string
  /** The command that the server refused, as `RCPT TO`. */
  command?: string
  responseCode?: number
}

/** Commands that are about the one mail; what is refused to others is refused to every mail. */
const aboutTheMail = new Set(['RCPT TO', 'DATA'])

/** What an error of an attempt means for the mail. A 5xx to its recipient or content is the server's last word. */
export function outcomeOf(error: SmtpFault): Outcome {
  const { message, code, command = '', responseCode = 0 } = error
  if (code === 'EENVELOPE' && responseCode === 0) return { is: 'failed', error: message }
  if (!aboutTheMail.has(command)) return { is: 'retry', error: message, because: 'server' }
  return responseCode >= 500 ? { is: 'failed', error: message } : { is: 'retry', error: message, because: 'mail' }
}

const isHere = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.')

/** How the server is reached. A password never goes over the network in the clear, whatever the server offers. */
function transportOf({ url }: SmtpSettings) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  const secure = protocol === 'smtps:'
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: searchParams.get('requireTLS') === 'true' || (username !== '' && !isHere(hostname)),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** Opens the way to the mail server; a connection for each mail, for there are few. `app` is the app's address. */
export function openPost(smtp: SmtpSettings, app: string): { send: Post; close(): void } {
  const transport = transportOf(smtp)
  const send = async (delivery: Delivery): Promise<Outcome> => {
    if (!isAddress(delivery.to)) return { is: 'failed', error: 'the address of this person is not one' }
    const { subject, text, html, choiceUrl } = compose(delivery, app)
    try {
      await transport.sendMail({
        from: smtp.from,
        to: { name: '', address: delivery.to },
        subject,
        text,
        html,
        // The same at every attempt: who gets a mail twice, after a kill between the server's OK and our note, can tell.
        messageId: `<${delivery.id}@${smtp.domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        list: { unsubscribe: choiceUrl },
      })
      return { is: 'sent' }
    } catch (error) {
      return outcomeOf(error as SmtpFault)
    }
  }
  return { send, close: () => transport.close() }
}
