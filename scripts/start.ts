import { ensureBuilt } from './build.ts'
import { become } from './run.ts'

await ensureBuilt()
become('local/main.ts', process.argv.slice(2))
