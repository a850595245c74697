/** The one lock under which the engine runs, in whatever tab or worker. */
export const engineLock = 'punctaj:engine'
export const archivesLock = 'punctaj:archives'

const held = new Map<string, Promise<unknown>>()

/**
 * Runs work while no other context does work of this name. Where the platform has no Web Locks (Node), the contexts of
 * this process take turns.
 *
 * @param isPatient false: resolves to undefined at once when someone else is at it
 */
export async function exclusively<T>(name: string, isPatient: boolean, work: () => Promise<T>): Promise<T | undefined> {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks
  if (locks) {
    return locks.request(name, { ifAvailable: !isPatient }, async (lock) => (lock === null ? undefined : work()))
  }
  const before = held.get(name)
  if (before !== undefined && !isPatient) return undefined
  const mine = (before ?? Promise.resolve()).then(work, work)
  const done = mine.then(
    () => undefined,
    () => undefined,
  )
  held.set(name, done)
  void done.then(() => held.get(name) === done && held.delete(name))
  return mine
}
