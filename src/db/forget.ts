import { parseRoster } from '../domain/bodies.ts'
import { rosterKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import type { LeafIndex } from '../domain/plan.ts'
import type { InstitutionChanges } from '../domain/views.ts'
import { readMeta, writeMeta } from './meta.ts'
import type { PunctajDb, SentRow } from './schema.ts'

/** What erased people are called in the replica that is about to go. Runs inside the caller's transaction. */
export async function namesOfErased(db: PunctajDb, index: LeafIndex, erased: readonly Id[]): Promise<string[]> {
  const ids = new Set(erased)
  const rosters = Object.entries(index).filter(([key]) => key.startsWith(rosterKey('')))
  const texts = await db.leaves.bulkGet(rosters.map(([key, { hash }]): [string, string] => [key, hash]))
  const people = texts.flatMap((row) =>
    row && erased.some((id) => row.text.includes(id)) ? parseRoster(row.text).employees : [],
  )
  return people.filter(({ id }) => ids.has(id)).flatMap(({ name, discord }) => [name, discord].filter(Boolean))
}

/** "Ce s-a schimbat" without the people who were erased with it. */
export const withoutNames = (changes: InstitutionChanges[], names: readonly string[]): InstitutionChanges[] =>
  changes
    .map((one) => ({ ...one, left: one.left.filter((name) => !names.includes(name)) }))
    .filter(({ came, left, changed }) => came.length + left.length + changed.length > 0)

/**
 * Forgets people who were erased at the cloud in all that is no replica: own ops that were sent, half-filled forms, choices of
 * the palette, and what earlier downloads changed, which knows names only and goes whole. What waits to be sent, and what the
 * cloud refused, is not touched: no edit is lost. Runs inside the apply's transaction.
 */
export async function forgetErased(db: PunctajDb, erased: readonly Id[], names: readonly string[]): Promise<void> {
  const isAbout = (value: unknown): boolean => {
    const text = JSON.stringify(value)
    return [...erased, ...names.map((name) => JSON.stringify(name).slice(1, -1))].some((one) => text.includes(one))
  }
  const [sent, drafts, recent] = await Promise.all([
    db.sent.toArray(),
    db.drafts.toArray(),
    readMeta(db, 'recent'),
    db.history.clear(),
  ])
  const told = sent.filter(isAbout)
  const kept = told.flatMap((row) => withoutPeople(row, erased) ?? [])
  await Promise.all([
    db.sent.bulkDelete(told.map(({ id }) => id)).then(() => db.sent.bulkPut(kept)),
    db.drafts.bulkDelete(drafts.filter(isAbout).map(({ key }) => key)),
    ...(recent
      ? [
          writeMeta(
            db,
            'recent',
            recent.filter((key) => !isAbout(key)),
          ),
        ]
      : []),
  ])
}

/** Points that others got, too, may still be missed by a cloud that is restored: without the erased, and without their reason. */
function withoutPeople(row: SentRow, erased: readonly Id[]): SentRow | null {
  const { op, names } = row
  if (op.kind !== 'points.add') return null
  const employees = op.employees.filter((id) => !erased.includes(id))
  if (employees.length === 0) return null
  const others = Object.entries(names ?? {}).filter(([id]) => !erased.includes(id))
  return { ...row, op: { ...op, employees, reason: '' }, ...(names && { names: Object.fromEntries(others) }) }
}
