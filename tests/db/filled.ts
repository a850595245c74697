import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { v4 } from 'uuid'
import { writeMeta } from '../../src/db/meta.ts'
import { openDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { directoryKey, ledgerKey, meKey, rosterKey } from '../../src/domain/keys.ts'
import type { Lock } from '../../src/domain/lock.ts'
import type { Employee, LedgerEntry, Me, Roster } from '../../src/domain/model.ts'

export const [user, city, institution, ion, ana] = [v4(), v4(), v4(), v4(), v4()] as const

export const person = (id: string, name: string, points: number): Employee => ({
  id,
  name,
  discord: '',
  rank: 1,
  fields: {},
  points,
  rev: 7,
  touched: 1,
})

export interface Filling {
  me?: Partial<Me>
  roster?: Partial<Roster>
  entries?: LedgerEntry[]
  /** Own institutions besides the one. */
  others?: Roster[]
}

export const baseRoster: Roster = {
  institution,
  period: 2,
  ranks: { '1': 'Agent', '2': 'Ofițer' },
  columns: ['CNP'],
  employees: [person(ion, 'Ion', 3), person(ana, 'Ana', 0)],
}

/** A replica of Poliția in Iași in its second week, seen by an admin: bodies as the cloud would have sent them. */
export async function fill(db: PunctajDb, { me, roster, entries = [], others = [] }: Filling = {}): Promise<void> {
  const period = roster?.period ?? baseRoster.period
  const bodies: Record<string, unknown> = {
    [meKey(user)]: { id: user, name: 'Ana Admin', discord_id: null, role: 'admin', permissions: [], ...me },
    [directoryKey]: {
      cities: [{ id: city, name: 'Iași' }],
      institutions: [
        { id: institution, city, name: 'Poliția' },
        ...others.map(({ institution: id }, n) => ({ id, city, name: `Alta ${n + 1}` })),
      ],
    },
    [rosterKey(institution)]: { ...baseRoster, ...roster },
    ...Object.fromEntries(others.map((other) => [rosterKey(other.institution), other])),
  }
  const ledger = `${JSON.stringify({ period, from: 0 })}\n${entries.length > 0 ? `${JSON.stringify(entries)}\n` : ''}`
  const texts: Record<string, string> = Object.fromEntries(
    Object.entries(bodies).map(([key, body]) => [key, JSON.stringify(body)]),
  )
  texts[ledgerKey(institution)] = ledger
  const index = Object.fromEntries(Object.keys(texts).map((key) => [key, { version: 1, hash: v4(), bytes: 1 }]))
  await db.leaves.bulkAdd(Object.entries(texts).map(([key, text]) => ({ key, hash: index[key]?.hash ?? '', text })))
  const head = { version: 1, root: 'r', epoch: 1, nonce: 'n', view_root: 'w', me: 'm' }
  const row = { ...head, stamp: v4(), appliedAt: 1, policy: 'strict' as const, minClient: 1, keep: null, moved: 1 }
  await writeMeta(db, 'head', row)
  await writeMeta(db, 'index', index)
  await writeMeta(db, 'lock', { is: 'synced' })
}

export const locked: Lock = {
  is: 'required',
  failures: 0,
  cause: {
    reason: 'changed',
    by: null,
    at: null,
    why: null,
    head: { version: 2, root: 'x', epoch: 1, nonce: 'n' },
  },
}

/** A filled database, and what opens it once more: another tab of the same browser. */
export async function filledDb(filling?: Filling): Promise<{ db: PunctajDb; another: () => Promise<PunctajDb> }> {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const db = await openDb(user, options)
  await fill(db, filling)
  return { db, another: () => openDb(user, options) }
}
