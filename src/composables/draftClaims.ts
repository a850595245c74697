import { listDrafts } from '../db/drafts.ts'
import type { DraftRow, PunctajDb } from '../db/schema.ts'

/*
 * Which page has which form open: a Web Lock for each, which the browser frees however the page ends. A draft whose lock nobody
 * holds was left behind, and whoever shows its place takes it up.
 */

const page = crypto.randomUUID().slice(0, 8)
let opened = 0
const held = new Map<string, () => void>()
/** Claimed to be shown again; whichever form has the name takes it. */
const offered = new Set<string>()

/** @returns whether this page has the form of that key from now on; true at once when it had it before */
export function claim(key: string): Promise<boolean> {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks
  if (held.has(key)) return Promise.resolve(true)
  if (!locks) return Promise.resolve(held.set(key, () => undefined).has(key))
  return new Promise((resolve, reject) => {
    const request = locks.request(`punctaj:draft:${key}`, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(false)
      return new Promise<void>((release) => {
        held.set(key, release)
        resolve(true)
      })
    })
    request.catch(reject)
  })
}

/** This page does not have the form open any more. */
export function release(key: string): void {
  held.get(key)?.()
  held.delete(key)
  offered.delete(key)
}

/** Claims a draft that was left behind, for the form that is about to be opened. */
export async function offer(key: string): Promise<boolean> {
  if (held.has(key) || !(await claim(key))) return false
  offered.add(key)
  return true
}

/**
 * The draft for a form that opens: the one that is to be shown again, else one left behind, else a new one.
 *
 * @param mayFind a form of that name takes what was left behind; one that may be about other people only what it is offered
 */
export async function adopt(
  db: PunctajDb,
  name: string,
  mayFind: boolean,
): Promise<{ key: string; row: DraftRow | null }> {
  for (const row of await listDrafts(db, `${name}~`)) {
    const isMine = offered.delete(row.key) || (mayFind && !held.has(row.key) && (await claim(row.key)))
    if (isMine) return { key: row.key, row }
  }
  const key = `${name}~${page}${++opened}`
  await claim(key)
  return { key, row: null }
}
