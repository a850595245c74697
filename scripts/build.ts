import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, runTool } from './run.ts'

const inputs = ['src', 'public', 'index.html', 'vite.config.ts', 'scripts/web-manifest.ts', 'package-lock.json']
const settings = ['.env', '.env.local', '.env.production', '.env.production.local']
const record = join(root, 'node_modules/.cache/punctaj/built')

/** Files under a path, in a stable order; none where nothing is there. */
function filesOf(path: string): string[] {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (statSync(absolute).isFile()) return [path]
  const names = readdirSync(absolute).sort()
  return names.flatMap((name) => filesOf(`${path}/${name}`))
}

/** Changes whenever a build would come out differently: contents, not dates, so that a fresh checkout is no change. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const path of [...inputs, ...settings].flatMap(filesOf)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  for (const name of ['VITE_CLOUD_URL', 'VITE_CLOUD_KEY']) hash.update(`${name}=${process.env[name] ?? ''}\0`)
  return hash.digest('hex')
}

const isBuilt = (print: string): boolean =>
  existsSync(join(root, 'dist/sw.js')) && existsSync(record) && readFileSync(record, 'utf8') === print

/** Builds `dist/`; rejects when the build fails. */
async function build(): Promise<void> {
  const print = fingerprint()
  const start = performance.now()
  rmSync(record, { force: true })
  const { code, output } = await runTool('vite', ['build'], { capture: true })
  if (code !== 0) throw new Error(`vite build failed:\n${output}`)
  mkdirSync(dirname(record), { recursive: true })
  writeFileSync(record, print)
  console.log(`Built dist/ (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}

/** Builds `dist/` if it is missing, or if anything that goes into it has changed since. */
export async function ensureBuilt(): Promise<void> {
  if (!isBuilt(fingerprint())) await build()
}

if (import.meta.filename === process.argv[1]) await build()
