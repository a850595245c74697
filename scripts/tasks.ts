import { ensureBuilt } from './build.ts'
import { runTool, type Ended } from './run.ts'

/** One thing that must hold, and how it is found out. */
export interface Task {
  name: string
  run(): Promise<Ended>
}

const program = (name: string, ...args: string[]): Task['run'] => {
  return () => runTool(name, args, { capture: true })
}

async function size(): Promise<Ended> {
  try {
    await ensureBuilt()
  } catch (error) {
    return { code: 1, output: String(error) }
  }
  return runTool('size-limit', [], { capture: true })
}

/** Everything that can be said about the sources without running them; the longest first. */
export const checks: Task[] = [
  { name: 'lint', run: program('eslint', '.', '--max-warnings=0') },
  { name: 'types', run: program('vue-tsc', '--build') },
  { name: 'size', run: size },
  { name: 'dead code', run: program('knip', '--no-progress') },
  { name: 'format', run: program('prettier', '--check', '.', '--log-level=warn') },
  { name: 'lockfile', run: program('tsx', 'scripts/lockfile.ts') },
]

/** Runs tasks two at a time, shows each one's time and, of those that failed, the output. Answers who failed. */
export async function runTasks(tasks: readonly Task[]): Promise<string[]> {
  const queue = [...tasks]
  const failed: string[] = []
  const work = async () => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      const start = performance.now()
      const { code, output } = await task.run()
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✓' : '✗'} ${task.name} (${seconds} s)`)
      if (code === 0) continue
      failed.push(task.name)
      console.log(output)
    }
  }
  await Promise.all([work(), work()])
  return failed
}
