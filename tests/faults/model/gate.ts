import { AsyncLocalStorage } from 'node:async_hooks'
import type * as Open from '../../../src/db/open.ts'
import type { PunctajDb } from '../../../src/db/schema.ts'

type Turn = <T>(work: () => Promise<T>) => Promise<T>

const turns = new WeakMap<PunctajDb, Turn>()
const isInside = new AsyncLocalStorage<boolean>()

/** From now on every use of this connection takes its turn. */
export const takeTurns = (db: PunctajDb, turn: Turn): void => void turns.set(db, turn)

/** Several uses in one turn: what a test looks at, or does in one go. */
export const inOneTurn = <T>(work: () => Promise<T>): Promise<T> => isInside.run(true, work)

/** `alive` is the one door to the storage: behind it nothing else happens until the transaction has ended. */
export function gateStorage(real: typeof Open): typeof Open {
  return {
    ...real,
    alive<T>(db: PunctajDb, work: (again: boolean) => PromiseLike<T>): Promise<T> {
      const turn = turns.get(db)
      if (!turn || isInside.getStore()) return real.alive(db, work)
      return turn(() => inOneTurn(() => real.alive(db, work)))
    },
  }
}
