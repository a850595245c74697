import { applyToDirectory } from '../domain/applyToDirectory.ts'
import { type AppliedRoster, type Effects, applyToRoster } from '../domain/applyToRoster.ts'
import { parseArchives, parseDirectory, parseMe, parseRoster } from '../domain/bodies.ts'
import { archivesKey, directoryKey, ledgerKey, meKey, rosterKey } from '../domain/keys.ts'
import { cutLedger, parseEntries } from '../domain/ledger.ts'
import type { ArchiveIndex, Directory, Employee, Id, LedgerEntry, Me, Roster } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import type { LeafIndex } from '../domain/plan.ts'
import { knows, remember } from './memory.ts'
import { readMeta } from './meta.ts'
import type { PunctajDb } from './schema.ts'

/*
 * The replica with own ops, for queries. Reading is apart from working out: `readReplica` awaits nothing but Dexie, what it
 * gives is synchronous. The index and parsed bodies are remembered by stamp and hash, so that a query after an edit reads little.
 */

/** Which leaves the replica consists of. Call inside a transaction over meta. */
export async function readIndex(db: PunctajDb): Promise<LeafIndex> {
  const head = await readMeta(db, 'head')
  if (!head) return {}
  const name = `index:${head.stamp}`
  const index = knows(name) ? undefined : await readMeta(db, 'index')
  return remember(name, () => index ?? {})
}

/** The leaves that a query needs besides `me` and `directory`; those that the replica lacks are left out. */
export type Want = (index: LeafIndex, ops: Op[]) => string[]

/** Reads what a query needs. Call inside a transaction over meta, leaves and outbox. */
export async function readReplica(db: PunctajDb, want: Want = () => []): Promise<Replica> {
  const index = await readIndex(db)
  const ops = (await db.outbox.orderBy('seq').toArray()).map(({ op }) => op)
  const wanted = new Set([meKey(db.user), directoryKey, ...want(index, ops)])
  const missing = [...wanted].flatMap((key): [string, string][] => {
    const hash = index[key]?.hash
    return hash === undefined || knows(`${key} ${hash}`) ? [] : [[key, hash]]
  })
  const rows = missing.length === 0 ? [] : await db.leaves.bulkGet(missing)
  return new Replica(db.user, index, ops, new Map(rows.flatMap((row) => (row ? [[row.key, row.text]] : []))))
}

/** The leaves that a roster is worked out from: with those that own ops move people from. */
export const rosterLeaves =
  (institution: Id): Want =>
  (_index, ops) => [
    rosterKey(institution),
    ledgerKey(institution),
    ...ops.flatMap((op) => (op.kind === 'employee.move' ? [rosterKey(op.institution)] : [])),
  ]

/** One moment of the replica, with own ops where they show. */
export class Replica {
  readonly user: Id
  readonly index: LeafIndex
  readonly ops: readonly Op[]
  readonly #texts: ReadonlyMap<string, string>

  constructor(user: Id, index: LeafIndex, ops: readonly Op[], texts: ReadonlyMap<string, string>) {
    this.user = user
    this.index = index
    this.ops = ops
    this.#texts = texts
  }

  #leaf<T>(key: string, parse: (text: string) => T): T | undefined {
    const hash = this.index[key]?.hash
    if (hash === undefined) return undefined
    return remember(`${key} ${hash}`, () => {
      const text = this.#texts.get(key)
      return text === undefined ? undefined : parse(text)
    })
  }

  me(): Me | undefined {
    return this.#leaf(meKey(this.user), parseMe)
  }

  directory(): Directory {
    return applyToDirectory(this.#leaf(directoryKey, parseDirectory) ?? { cities: [], institutions: [] }, this.ops)
  }

  /** Entries of the current period, oldest first, without own ops. */
  ledger(institution: Id): LedgerEntry[] {
    return this.#leaf(ledgerKey(institution), (text) => parseEntries(cutLedger(text))) ?? []
  }

  archives(institution: Id): ArchiveIndex | undefined {
    return this.#leaf(archivesKey(institution), parseArchives)
  }

  /** One institution with own ops; undefined when this person may not see it, or it is not kept. */
  roster(institution: Id): AppliedRoster | undefined {
    const roster = this.#leaf(rosterKey(institution), parseRoster) ?? this.#created(institution)
    if (!roster) return undefined
    return applyToRoster(roster, this.ops, this.#effects(institution), this.#arrivals(institution))
  }

  /** An institution that exists only in the outbox starts empty. */
  #created(institution: Id): Roster | undefined {
    const op = this.ops.find((one) => one.kind === 'institution.create' && one.institution === institution)
    if (op?.kind !== 'institution.create') return undefined
    return { institution, period: 1, ranks: op.ranks, columns: op.columns, employees: [] }
  }

  #effects(institution: Id): Effects {
    return (id) => {
      const own = this.ledger(institution).filter(({ op }) => op === id)
      return own.length === 0 ? undefined : new Map(own.map(({ employee, effective }) => [employee, effective]))
    }
  }

  #arrivals(to: Id): Map<Id, Employee> {
    const arrivals = new Map<Id, Employee>()
    for (const op of this.ops) {
      if (op.kind !== 'employee.move' || op.to !== to) continue
      const from = this.#leaf(rosterKey(op.institution), parseRoster)
      const employee = from?.employees.find(({ id }) => id === op.employee)
      if (employee) arrivals.set(employee.id, employee)
    }
    return arrivals
  }
}
