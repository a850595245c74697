import { ImportFailure } from './import/failure.ts'
import { help, readOptions } from './import/options.ts'
import { runImport } from './import/run.ts'

try {
  const options = readOptions(process.argv.slice(2), process.env)
  console.log(options === 'help' ? help : (await runImport(options)).join('\n'))
} catch (error) {
  console.error(error instanceof ImportFailure ? `import: ${error.message}` : error)
  process.exitCode = 1
}
