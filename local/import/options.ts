import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { demoPassword, demoPeople } from '../demo/people.ts'
import { ImportFailure } from './failure.ts'

/** What `npm run import` was asked for. */
export interface ImportOptions {
  dir: string
  url: string
  email: string
  password: string
  /** The project's publishable key; without it the cloud is asked (`GET /health`, the embedded one). */
  key: string | undefined
  dryRun: boolean
}

/** Printed by `--help`. */
export const help = `npm run import -- DIR [OPTIONS]   imports the folders of the old desktop program

  DIR            holds data/ and arhiva/, or is one of them
  --url URL      cloud to import into (http://localhost:4173, the one of npm start)
  --key KEY      publishable key of a Supabase project; the embedded cloud tells its own
  --email E      account of a superuser (${demoPeople.superuser.email})
  --password P   its password; PUNCTAJ_PASSWORD in the environment keeps it out of the process list
  --dry-run      only shows what would be imported
  --help         this text`

/** Reads the command line; `'help'` when that is all that was asked. @throws ImportFailure naming what it did not understand */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): ImportOptions | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const [dir, ...more] = positionals
  if (dir === undefined) throw new ImportFailure('Which folder? npm run import -- DIR (see --help)')
  if (more.length > 0) throw new ImportFailure(`One folder at a time: ${positionals.join(' ')}`)
  if (!URL.canParse(values.url)) throw new ImportFailure(`--url ${values.url} is not a URL`)
  return {
    // npm runs a script in the project's folder; the path is meant from where the person stands.
    dir: resolve(env['INIT_CWD'] ?? '.', dir),
    url: values.url.replace(/\/+$/, ''),
    email: values.email,
    password: values.password ?? env['PUNCTAJ_PASSWORD'] ?? demoPassword,
    key: values.key,
    dryRun: values['dry-run'],
  }
}

function parse(args: string[]) {
  const flag = { type: 'boolean', default: false } as const
  const options = {
    url: { type: 'string', default: 'http://localhost:4173' },
    key: { type: 'string' },
    email: { type: 'string', default: demoPeople.superuser.email as string },
    password: { type: 'string' },
    'dry-run': flag,
    help: flag,
  } as const
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true })
  } catch (error) {
    throw new ImportFailure(`${(error as Error).message.split('. To specify')[0]} (see --help)`)
  }
}
