import { runTool } from './run.ts'
import { checks, runTasks } from './tasks.ts'

const unit = {
  name: 'unit tests',
  run: () => runTool('vitest', ['run', '--project', 'unit', '--reporter=dot'], { capture: true }),
}

const failed = await runTasks([unit, ...checks])
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
