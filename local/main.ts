import { startCloud } from './cloud.ts'
import { CloudError } from './cloud-error.ts'
import { demoPassword, demoPeople } from './demo/people.ts'
import { readEmbedded } from './mail/settings.ts'
import { help, readOptions } from './options.ts'

const fail = (error: unknown): never => {
  console.error(error instanceof CloudError ? `punctaj: ${error.message}` : error)
  process.exit(1)
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') {
    console.log(help)
    process.exit(0)
  }
  const mail = readEmbedded(process.env)
  const cloud = await startCloud({ ...options, mail })
  const stop = () => void cloud.stop().then(() => process.exit(0), fail)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const accounts = Object.values(demoPeople).map(({ email }) => email)
  const mailing = mail ? 'trimite e-mailuri' : 'nu trimite e-mailuri: SMTP_URL lipsește'
  console.log(`Punctaj: ${cloud.url}  (conturi demo: ${accounts.join(', ')}; parola: ${demoPassword}; ${mailing})`)
} catch (error) {
  fail(error)
}
