import { spawn, type SpawnOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's folder, where every script runs. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** How a child ended: its exit code (1 when a signal ended it) and, when it was captured, all that it printed. */
export interface Ended {
  code: number
  output: string
}

/** Runs a program to its end. `capture` keeps its output instead of showing it. Rejects when it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  { capture = false, ...options }: SpawnOptions & { capture?: boolean } = {},
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

/** The path of a JavaScript program installed as a dependency, to be run by this very Node. */
export const bin = (name: string): string => `${root}node_modules/.bin/${name}`

/** Runs a TypeScript program of this repository with signals passed on, and ends as it ends. */
export function become(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { cwd: root, stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
