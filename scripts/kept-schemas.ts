import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** A state of `sql/` that clouds may have been made with: its files' texts in the order of their names. */
export interface KeptSchema {
  commit: string
  /** `YYYY-MM-DD` */
  day: string
  texts: string[]
}

/** How they lie in the file: each text once, however many states have it. */
export interface KeptFile {
  texts: string[]
  states: { commit: string; day: string; files: [name: string, text: number][] }[]
}

const file = new URL('../tests/fixtures/schemas.json.br', import.meta.url)

/** What is kept so far. */
export function readKept(): KeptFile {
  if (!existsSync(file)) return { texts: [], states: [] }
  return JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as KeptFile
}

/** Keeps that instead. @returns its size in bytes */
export function writeKept(kept: KeptFile): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
  const packed = brotliCompressSync(JSON.stringify(kept), { params })
  writeFileSync(file, packed)
  return packed.length
}

/** Every earlier state, the oldest first. */
export function keptSchemas(): KeptSchema[] {
  const { texts, states } = readKept()
  return states.map(({ commit, day, files }) => ({ commit, day, texts: files.map(([, text]) => texts[text] ?? '') }))
}
