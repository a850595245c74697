/** The one lock under which the engine runs, in whatever tab or worker. */
export const engineLock = 'punctaj:engine'
/** Held from the first byte of a push to its last verdict: no edit is ever under way twice. Taken before the engine's. */
export const pushLock = 'punctaj:push'
export const archivesLock = 'punctaj:archives'
export const tokenLock = 'punctaj:token'

const held = new Map<string, Promise<unknown>>()
const mine = new Set<string>()

/** Whether this very context is at work under a lock. */
export const isAtWork = (name: string): boolean => mine.has(name)

/**
 * Runs work while no other context does work of this name. Where the platform has no Web Locks (Node), the contexts of
 * this process take turns. A lock that was taken away (src/page/takeover.ts) does not end the work under it.
 *
 * @param isPatient false: resolves to undefined at once when someone else is at it
 */
export async function exclusively<T>(name: string, isPatient: boolean, work: () => Promise<T>): Promise<T | undefined> {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks
  if (locks) return underLock(locks, name, isPatient, work)
  const before = held.get(name)
  if (before !== undefined && !isPatient) return undefined
  const now = (before ?? Promise.resolve()).then(work, work)
  const done = now.then(
    () => undefined,
    () => undefined,
  )
  held.set(name, done)
  void done.then(() => held.get(name) === done && held.delete(name))
  return now
}

async function underLock<T>(
  locks: LockManager,
  name: string,
  isPatient: boolean,
  work: () => Promise<T>,
): Promise<T | undefined> {
  let working: Promise<T> | undefined
  const asking = locks.request(name, { ifAvailable: !isPatient }, async (lock) => {
    if (lock === null) return undefined
    mine.add(name)
    working = work().finally(() => mine.delete(name))
    return working
  })
  // Frozen for too long: the lock went to somebody else, what was begun ends all the same.
  return asking.catch((error: unknown) => working ?? Promise.reject(error as Error))
}
