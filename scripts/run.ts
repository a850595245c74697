import { spawn, type SpawnOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, where every script runs. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** How a child ended: its exit code (1 when a signal ended it) and, when it was captured, all that it printed. */
export interface Ended {
  code: number
  output: string
}

/** As for `spawn`; `capture` keeps the output instead of showing it. */
type RunOptions = SpawnOptions & { capture?: boolean }

/** What of a package's manifest names its programs. */
interface Manifest {
  bin: string | Record<string, string>
}

/** Runs a program to its end. Rejects when it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  { capture = false, ...options }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const stdio = capture ? (['ignore', 'pipe', 'pipe'] as const) : 'inherit'
    const child = spawn(command, args, { cwd: root, ...options, stdio: stdio as SpawnOptions['stdio'] })
    let output = ''
    const keep = (chunk: Buffer) => (output += chunk.toString())
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs a program that came as a dependency, by this very Node: no shell, no wrapper, the same on every system. */
export function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const folder = join(root, 'node_modules', name === 'playwright' ? '@playwright/test' : name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const program = typeof bin === 'string' ? bin : bin[name]
  if (program === undefined) throw new Error(`${name} has no program of that name.`)
  return run(process.execPath, [join(folder, program), ...args], options)
}
