import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CloudError } from './cloud-error.ts'
import { callByHttp } from './mail/callers.ts'
import { outboxBy } from './mail/outbox.ts'
import { inWords, keepMailing, runMail, type Tally } from './mail/run.ts'
import { readWorker } from './mail/settings.ts'
import { openPost } from './mail/smtp.ts'

const help = `npm run notify [-- OPTIONS]   sends the mails that wait at the cloud

  --once     what is due now, then ends; fails when the cloud or the mail server could not be reached
  --every N  seconds between two looks at the cloud (60)
  --help     this text

Told by the environment, or by .env: PUNCTAJ_URL, PUNCTAJ_SERVICE_KEY, SMTP_URL, MAIL_FROM, APP_URL (see .env.example).`

const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`)

function readOptions() {
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({ options: { once: flag, every: { type: 'string', default: '60' }, help: flag } }).values
  } catch (error) {
    throw new CloudError(`${(error as Error).message.split('. To specify')[0]} (see --help)`)
  }
}

async function main(): Promise<void> {
  const { once, every, help: asked } = readOptions()
  if (asked) return console.log(help)
  const seconds = Number(every)
  if (!(seconds >= 1 && seconds <= 3600)) throw new CloudError(`--every ${every} is not between 1 and 3600 seconds`)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { smtp, cloudUrl, serviceKey, appUrl } = readWorker(process.env)
  const ending = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort())
  const outbox = outboxBy(callByHttp(cloudUrl, serviceKey))
  const post = openPost(smtp, appUrl)
  const run = (): Promise<Tally> => runMail(outbox, post.send, ending.signal)
  try {
    if (!once) return await keepMailing(run, seconds * 1000, ending.signal, log)
    const tally = await run()
    log(inWords(tally) || 'nothing to send')
    if (tally.isCut) process.exitCode = 1
  } finally {
    post.close()
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof CloudError ? `notify: ${error.message}` : error)
  process.exitCode = 1
}
