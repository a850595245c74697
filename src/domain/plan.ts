import type { Delta, LeafEntry } from './head.ts'

/** The live leaves of a view: sync_key → version and hash. */
export type LeafIndex = Record<string, { version: number; hash: string; bytes: number }>

/** The text whose SHA-256 is the view_root: `key SP hash LF` in C order (keys are ASCII), without `me:`. */
export function rootText(index: LeafIndex): string {
  const keys = Object.keys(index).filter((key) => !key.startsWith('me:'))
  keys.sort((a, b) => (a < b ? -1 : 1))
  return keys.map((key) => `${key} ${index[key]?.hash ?? ''}\n`).join('')
}

/** The index after a delta's entries: from nothing when it answers `since` 0, else onto what was there. */
export function nextIndex(index: LeafIndex, delta: Pick<Delta, 'since' | 'entries'>): LeafIndex {
  const next: LeafIndex = delta.since === 0 ? {} : { ...index }
  for (const { key, version, hash, bytes } of delta.entries) {
    if (hash === '') delete next[key]
    else next[key] = { version, hash, bytes }
  }
  return next
}

/** Keys of `index` that are gone or have other content in `next`, and those that are new. */
export function compareIndexes(
  index: LeafIndex,
  next: LeafIndex,
): { gone: string[]; changed: string[]; came: string[] } {
  const before = Object.keys(index)
  return {
    gone: before.filter((key) => next[key] === undefined),
    changed: before.filter((key) => next[key] !== undefined && next[key].hash !== index[key]?.hash),
    came: Object.keys(next).filter((key) => index[key] === undefined),
  }
}

/** What must still be fetched so that every leaf of `next` has its body. */
export function missingBodies(next: LeafIndex, isHeld: (key: string, hash: string) => boolean): LeafEntry[] {
  return Object.entries(next)
    .filter(([key, { hash }]) => !isHeld(key, hash))
    .map(([key, leaf]) => ({ key, ...leaf }))
}

/** Cuts what must be fetched into calls of about `budget` bytes; a body larger than that gets a call of its own. */
export function cutPulls<T extends { bytes: number }>(entries: T[], budget: number, most = 200): T[][] {
  const calls: T[][] = []
  let call: T[] = []
  let bytes = 0
  for (const entry of entries) {
    if (call.length > 0 && (bytes + entry.bytes > budget || call.length >= most)) {
      calls.push(call)
      call = []
      bytes = 0
    }
    call.push(entry)
    bytes += entry.bytes
  }
  return call.length > 0 ? [...calls, call] : calls
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every id that a text (an address, a form's key) names. */
export const idsIn = (text: string): string[] => text.match(uuid) ?? []

/**
 * Whether a change must lock under the policy `relevant`: the directory, a reset or restore (another period), or a roster
 * that someone has in front of them. Under `automatic` nothing but a forced resync does, under `strict` everything.
 */
export function isRelevant(keys: string[], closedPeriods: boolean, open: ReadonlySet<string>): boolean {
  return closedPeriods || keys.some((key) => key === 'directory' || idsIn(key).some((id) => open.has(id)))
}
