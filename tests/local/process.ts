import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../local/main.ts', import.meta.url))

/** `local/main.ts` as a process of its own. */
export interface Started {
  child: ChildProcess
  out: () => string
  err: () => string
  /** Resolves with the URL when the ready line was printed; rejects when the process ended before. */
  ready: Promise<string>
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>
}

/** Starts the cloud as `npm start` does. */
export function start(...args: string[]): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? '')),
  )
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const url = /http:\/\/\S+/.exec(out)?.[0]
      if (url) resolve(url)
    })
    void ended.then(() => reject(new Error(`ended before it was ready: ${err}`)))
  })
  ready.catch(() => undefined)
  return { child, out: () => out, err: () => err, ready, ended }
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
