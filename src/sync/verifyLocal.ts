import { parseKey } from '../domain/keys.ts'
import { cutLedger, ledgerHash } from '../domain/ledger.ts'
import { digest } from './digest.ts'
import type { Engine } from './ports.ts'
import { rehashArchives } from './archives.ts'

/** Hashes everything on this device again. Files that do not fit are fetched anew; bad leaves are only counted. */
export async function verifyLocal(engine: Engine): Promise<{ leaves: number; bad: number }> {
  const index = Object.entries(await engine.store.index())
  let bad = 0
  for (const [key, { hash }] of index) {
    const text = await engine.store.body(key, hash)
    if (text === null || (await hashOf(key, text)) !== hash) bad += 1
  }
  return { leaves: index.length, bad: bad + (await rehashArchives(engine)) }
}

async function hashOf(key: string, text: string): Promise<string> {
  const leaf = parseKey(key)
  return leaf?.kind === 'ledger' ? ledgerHash(leaf.id, cutLedger(text), digest) : digest(text)
}
