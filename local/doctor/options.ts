import { parseArgs } from 'node:util'
import { CloudError } from '../cloud-error.ts'
import { demoPassword, demoPeople } from '../demo/people.ts'

/** What `npm run doctor` was asked for. */
export interface DoctorOptions {
  url: string
  /** The project's publishable key; without it the cloud is asked (`GET /health`, the embedded one). */
  key: string | undefined
  email: string
  password: string
  /** How long to wait for each answer, in milliseconds. */
  patience: number
}

/** The cloud of `npm start`. */
const ours = 'http://localhost:4173'

/** Printed by `--help`. */
export const help = `npm run doctor [-- OPTIONS]   checks whether a cloud is what Punctaj needs; changes nothing that it does not undo

  --url URL      cloud to look at (${ours}, the one of npm start)
  --key KEY      publishable key of a Supabase project; the embedded cloud tells its own
  --email E      account of a superuser (${demoPeople.superuser.email})
  --password P   its password; PUNCTAJ_PASSWORD in the environment keeps it out of the process list
  --timeout S    seconds to wait for each answer (20)
  --help         this text`

/** Reads the command line; `'help'` when that is all that was asked. @throws CloudError naming what it did not understand */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): DoctorOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  if (!URL.canParse(values.url) || !/^https?:$/.test(new URL(values.url).protocol))
    throw new CloudError(`--url ${values.url} is not the address of a cloud`)
  const email = values.email ?? demoPeople.superuser.email
  const given = values.password ?? env['PUNCTAJ_PASSWORD']
  if (given === undefined && values.email !== undefined && !values.email.endsWith('@punctaj.local'))
    throw new CloudError(`The password of ${values.email}? --password, or PUNCTAJ_PASSWORD in the environment`)
  const patience = Number(values.timeout) * 1000
  if (!(patience > 0 && patience <= 600_000))
    throw new CloudError(`--timeout ${values.timeout} is not a number of seconds`)
  return { url: values.url.replace(/\/+$/, ''), key: values.key, email, password: given ?? demoPassword, patience }
}

function parse(args: string[]) {
  const options = {
    url: { type: 'string', default: ours },
    key: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    timeout: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  } as const
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new CloudError(`${(error as Error).message.split('. To specify')[0]} (see --help)`)
  }
}
