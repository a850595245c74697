import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CloudError } from './cloud-error.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  port: number
  host: string
  dataDir: string | undefined
  empty: boolean
}

/** Printed by `--help`. */
export const help = `npm start [-- OPTIONS]   serves the whole product on this machine

  --port N      port to listen on (4173)
  --host ADDR   address to listen on (127.0.0.1: this machine only)
  --data DIR    where the data stays (.punctaj-data)
  --memory      keep nothing after the end
  --empty       without demo data; the demo people stay
  --help        this text`

const defaultData = fileURLToPath(new URL('../.punctaj-data', import.meta.url))

/** Reads the command line; `'help'` when that is all that was asked. @throws CloudError naming what it did not understand */
export function readOptions(args: string[]): StartOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new CloudError(`--port ${values.port} is not a port (0 to 65535)`)
  if (values.memory && values.data !== undefined) throw new CloudError('--memory and --data exclude each other')
  const dataDir = values.memory ? undefined : (values.data ?? defaultData)
  return { port, host: values.host, dataDir, empty: values.empty }
}

function parse(args: string[]) {
  const flag = { type: 'boolean', default: false } as const
  const options = {
    port: { type: 'string', default: '4173' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    memory: flag,
    empty: flag,
    help: flag,
  } as const
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new CloudError(`${(error as Error).message.split('. To specify')[0]} (see --help)`)
  }
}
