import { startCloud } from './cloud.ts'
import { CloudError } from './cloud-error.ts'
import { demoPassword, demoPeople } from './demo/people.ts'
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
  const cloud = await startCloud(options)
  const stop = () => void cloud.stop().then(() => process.exit(0), fail)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const accounts = Object.values(demoPeople).map(({ email }) => email)
  console.log(`Punctaj: ${cloud.url}  (conturi demo: ${accounts.join(', ')}; parola: ${demoPassword})`)
} catch (error) {
  fail(error)
}
