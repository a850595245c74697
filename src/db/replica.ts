import { type Applied, type AppliedRoster, applyOps } from '../domain/applyOps.ts'
import { parseArchives, parseDirectory, parseMe, parseRoster } from '../domain/bodies.ts'
import { archivesKey, directoryKey, ledgerKey, meKey, rosterKey } from '../domain/keys.ts'
import { cutLedger, parseEntries } from '../domain/ledger.ts'
import type { Effects } from '../domain/applying.ts'
import type { ArchiveIndex, Directory, Id, LedgerEntry, Me } from '../domain/model.ts'
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

/** The leaves that a query needs besides `me`, `directory` and what own ops need; those that the replica lacks are left out. */
export type Want = (index: LeafIndex, ops: Op[]) => string[]

/** Reads what a query needs. Call inside a transaction over meta, leaves and outbox. */
export async function readReplica(db: PunctajDb, want: Want = () => []): Promise<Replica> {
  const index = await readIndex(db)
  const ops = (await db.outbox.orderBy('seq').toArray()).map(({ op }) => op)
  const wanted = new Set([meKey(db.user), directoryKey, ...ops.flatMap(leavesOf), ...want(index, ops)])
  const missing = [...wanted].flatMap((key): [string, string][] => {
    const hash = index[key]?.hash
    return hash === undefined || knows(`${key} ${hash}`) ? [] : [[key, hash]]
  })
  const rows = missing.length === 0 ? [] : await db.leaves.bulkGet(missing)
  return new Replica(db.user, index, ops, new Map(rows.flatMap((row) => (row ? [[row.key, row.text]] : []))))
}

/** What one op does to one place may depend on another: who moves in comes as they stand elsewhere. */
function leavesOf(op: Op): string[] {
  if (op.kind === 'employee.move') return [rosterKey(op.institution), rosterKey(op.to)]
  if (op.kind === 'points.undo') return [rosterKey(op.institution), ledgerKey(op.institution)]
  return op.kind === 'institution.delete' ? [rosterKey(op.institution)] : []
}

/** The leaves of one institution's people and points. */
export const rosterLeaves =
  (institution: Id): Want =>
  () => [rosterKey(institution), ledgerKey(institution)]

/** One moment of the replica, with own ops where they show. */
export class Replica {
  readonly user: Id
  readonly index: LeafIndex
  readonly ops: readonly Op[]
  readonly #texts: ReadonlyMap<string, string>
  #applied: Applied | undefined

  constructor(user: Id, index: LeafIndex, ops: readonly Op[], texts: ReadonlyMap<string, string>) {
    this.user = user
    this.index = index
    this.ops = ops
    this.#texts = texts
  }

  /** With more ops, which are not written yet. */
  with(ops: readonly Op[]): Replica {
    return new Replica(this.user, this.index, [...this.ops, ...ops], this.#texts)
  }

  /** As it was when only the first own ops were made. */
  before(op: Id): Replica {
    const place = this.ops.findIndex(({ id }) => id === op)
    return new Replica(this.user, this.index, this.ops.slice(0, place), this.#texts)
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

  /** Ops are applied once, in order, to all that they touch: a move is seen in both rosters. */
  #apply(): Applied {
    this.#applied ??= applyOps(
      {
        directory: this.#leaf(directoryKey, parseDirectory) ?? { cities: [], institutions: [] },
        roster: (institution) => this.#leaf(rosterKey(institution), parseRoster),
        effects: (institution, op) => this.#effects(institution, op),
      },
      this.ops,
    )
    return this.#applied
  }

  directory(): Directory {
    return this.#apply().directory
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
    return this.#apply().roster(institution)
  }

  #effects(institution: Id, id: Id): Effects {
    const own = this.ledger(institution).filter(({ op }) => op === id)
    return own.length === 0 ? undefined : new Map(own.map(({ employee, effective }) => [employee, effective]))
  }
}
