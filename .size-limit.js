import { readFileSync } from 'node:fs'

/** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} */
const manifest = JSON.parse(readFileSync(new URL('./dist/.vite/manifest.json', import.meta.url), 'utf8'))

/**
 * Chunks that a page must have before anything shows: the entry and all that it imports statically.
 *
 * @type {(key: string, seen?: Set<string>) => Set<string>}
 */
function initial(key, seen = new Set()) {
  const chunk = manifest[key]
  if (chunk === undefined) throw new Error(`The build's manifest knows no ${key}.`)
  if (!seen.has(chunk.file)) {
    seen.add(chunk.file)
    for (const next of chunk.imports ?? []) initial(next, seen)
  }
  return seen
}

export default [
  { name: 'initial JS', path: [...initial('index.html')].map((file) => `dist/${file}`), limit: '150 kB', gzip: true },
  { name: 'worker', path: 'dist/sw.js', limit: '60 kB', gzip: true },
]
