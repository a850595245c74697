import { callByQuery } from './callers.ts'
import { outboxBy } from './outbox.ts'
import { keepMailing, runMail } from './run.ts'
import type { SmtpSettings } from './settings.ts'
import { openPost } from './smtp.ts'

/** The worker inside the embedded cloud. */
export interface MailOptions {
  smtp: SmtpSettings
  /** The app's address in mails; the cloud's own by default. */
  appUrl?: string
  /** Between two looks at the database; 30 seconds by default. */
  everyMs?: number
  log?: (line: string) => void
}

/** Starts it on a database. `stop` resolves after the mail under way. */
export function startMail(
  { smtp, appUrl, everyMs = 30_000, log = (line) => console.log(`e-mail: ${line}`) }: MailOptions,
  url: string,
  query: Parameters<typeof callByQuery>[0],
): { stop(): Promise<void> } {
  const ending = new AbortController()
  const outbox = outboxBy(callByQuery(query))
  const post = openPost(smtp, appUrl ?? url)
  const running = keepMailing(() => runMail(outbox, post.send, ending.signal), everyMs, ending.signal, log)
  return {
    stop: async () => {
      ending.abort()
      await running
      post.close()
    },
  }
}
