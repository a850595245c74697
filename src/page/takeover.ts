import { type Holders, joinHolders } from '../channel/holders.ts'
import { archivesLock, engineLock, isAtWork, pushLock, tokenLock } from '../sync/exclusive.ts'

const names = new Set<string | undefined>([engineLock, pushLock, archivesLock, tokenLock])
/** A step is over in less; who holds a lock at two looks in a row is asked. */
const lookMs = 2000
const answerMs = 1500

/** Looks after locks that nobody will ever release. */
export interface Takeover {
  /** Called each second by visible pages. */
  look(): void
  close(): void
}

/**
 * Browsers release the locks of tabs that crash or close, but not of one that is frozen or hangs (Chromium 156: such a tab
 * holds a lock for ever; one in the back-forward cache is thrown out by the first that asks for it). The lock of a holder
 * that does not answer is taken away. That is safe even when it was only slow: whatever it goes on with is checked against the
 * head's stamp where it is written, and pushes are idempotent.
 */
export function watchLocks(): Takeover {
  const holders = joinHolders(isAtWork)
  let before = new Set<string>()
  let lookedAt = Date.now()
  return {
    look() {
      if (Date.now() - lookedAt < lookMs) return
      lookedAt = Date.now()
      void heldElsewhere().then((now) => {
        for (const [place, name] of now) if (before.has(place)) void free(holders, place, name)
        before = new Set(now.keys())
      })
    },
    close: () => holders.close(),
  }
}

/** Locks of this app by name and holder. */
async function heldElsewhere(): Promise<Map<string, string>> {
  const { held = [] } = await navigator.locks.query()
  const ours = held.filter(({ name }) => names.has(name) && !isAtWork(name ?? ''))
  return new Map(ours.map(({ name = '', clientId = '' }) => [`${name} ${clientId}`, name]))
}

async function free(holders: Holders, place: string, name: string): Promise<void> {
  if (await holders.ask(name, answerMs)) return
  // It was released meanwhile, or another tab took it away already.
  if (!(await heldElsewhere()).has(place)) return
  await navigator.locks.request(name, { steal: true }, () => undefined).catch(() => undefined)
}
