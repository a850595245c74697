import { forceCloseDatabase, IDBDatabase as FakeDatabase } from 'fake-indexeddb'
import type { PunctajDb } from '../../src/db/schema.ts'

/** What browsers do to a connection that is in use; once, unless `always`. */
export interface Fault {
  name: string
  /** Breaks the open connection of a database. */
  break(db: PunctajDb): void
}

const connectionOf = (db: PunctajDb): IDBDatabase => {
  const connection = db.backendDB() as IDBDatabase | null
  if (!connection) throw new Error('not open')
  return connection
}

type Begin = (...args: Parameters<IDBDatabase['transaction']>) => IDBTransaction

// Dexie keeps the function it finds when it opens: what is to misbehave later must be there by then.
type Misbehave = (begin: Begin, args: Parameters<Begin>) => IDBTransaction
const broken = new WeakMap<IDBDatabase, Misbehave>()
const always = new Map<string, Misbehave>()
const begin = FakeDatabase.prototype.transaction as Begin
FakeDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<Begin>) {
  const real: Begin = (...given) => begin.apply(this, given)
  const misbehave = broken.get(this) ?? always.get(this.name)
  return misbehave ? misbehave(real, args) : real(...args)
}

/** Hands the next transaction of the connection to `change`. */
function onNextTransaction(
  db: PunctajDb,
  change: (transaction: IDBTransaction, connection: IDBDatabase) => void,
): void {
  const connection = connectionOf(db)
  broken.set(connection, (real, args) => {
    broken.delete(connection)
    const transaction = real(...args)
    change(transaction, connection)
    return transaction
  })
}

/** As WebKit says it when a device wakes. */
const serverLost = () =>
  new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError')

const writes = ['add', 'put', 'delete', 'clear'] as const
const reads = ['get', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor'] as const

type Source = Record<string, unknown> & { index?: (name: string) => Source }

const onEveryConnection = (db: PunctajDb, misbehave: Misbehave): void => void always.set(db.name, misbehave)

/** Ends what lasts. */
export const mend = (): void => always.clear()

const fail = (): never => {
  throw serverLost()
}

/** Ends a transaction in the middle, when its first write (of one that only reads: its first read) is done, with an error. */
function abortWith(transaction: IDBTransaction, error: DOMException | null): void {
  Object.defineProperty(transaction, 'error', { get: () => error })
  const watch = (source: Source): Source => {
    for (const name of transaction.mode === 'readwrite' ? writes : reads) {
      const real = source[name] as ((...args: unknown[]) => IDBRequest) | undefined
      if (!real) continue
      source[name] = (...args: unknown[]) => {
        const request = real.apply(source, args)
        request.addEventListener('success', () => transaction.abort(), { once: true })
        return request
      }
    }
    const { index } = source
    if (index) source.index = (name) => watch(index.call(source, name))
    return source
  }
  const objectStore = transaction.objectStore.bind(transaction)
  transaction.objectStore = (name) => watch(objectStore(name) as unknown as Source) as unknown as IDBObjectStore
}

/** The transaction is committed, and its owner hears of an abort. */
function loseAnswer(transaction: IDBTransaction, connection: IDBDatabase): void {
  let onabort: IDBTransaction['onabort'] = null
  Object.defineProperty(transaction, 'oncomplete', { set: () => undefined, get: () => null })
  Object.defineProperty(transaction, 'onabort', {
    set: (listener: IDBTransaction['onabort']) => (onabort = listener),
    get: () => onabort,
  })
  transaction.addEventListener('complete', () => {
    Object.defineProperty(transaction, 'error', { value: serverLost() })
    forceClose(connection)
    onabort?.call(transaction, new Event('abort'))
  })
}

// The package's own types name the constructor where an instance is meant.
const forceClose = (connection: IDBDatabase): void => forceCloseDatabase(connection as never)

/** Faults after which the same work must end as if nothing had happened. */
export const passing: Fault[] = [
  { name: 'the browser closed the connection before', break: (db) => forceClose(connectionOf(db)) },
  { name: 'the connection is dead and does not say so', break: (db) => connectionOf(db).close() },
  {
    name: 'the connection to the server is lost, as on wake in WebKit',
    break: (db) => broken.set(connectionOf(db), fail),
  },
  {
    name: 'the transaction is aborted in the middle',
    break: (db) => onNextTransaction(db, (transaction) => abortWith(transaction, null)),
  },
  {
    name: 'the connection is closed in the middle',
    break: (db) => onNextTransaction(db, (_, connection) => setTimeout(() => forceClose(connection))),
  },
  { name: 'the answer to the commit is lost', break: (db) => onNextTransaction(db, loseAnswer) },
]

interface Requests {
  _execRequestAsync(work: { source: unknown; operation: () => never }): IDBRequest
}

/** Every write fails for want of room, on whatever connection. */
export function fillDisk(db: PunctajDb): void {
  const operation = (): never => {
    throw new DOMException('no room', 'QuotaExceededError')
  }
  onEveryConnection(db, (real, args) => {
    const transaction = real(...args)
    const objectStore = transaction.objectStore.bind(transaction)
    transaction.objectStore = (name) => {
      const store = objectStore(name)
      const fails = () => (transaction as unknown as Requests)._execRequestAsync({ source: store, operation })
      return Object.assign(store, { add: fails, put: fails, delete: fails, clear: fails })
    }
    return transaction
  })
}

/** Nothing works any more, on whatever connection. */
export const loseForGood = (db: PunctajDb): void => onEveryConnection(db, fail)
