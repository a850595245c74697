import { v4 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { writeMeta } from '../../src/db/meta.ts'
import { mutate } from '../../src/db/mutate.ts'
import { historyView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { reverseStep } from '../../src/db/undo.ts'
import { archivesKey } from '../../src/domain/keys.ts'
import type { LedgerEntry } from '../../src/domain/model.ts'
import { baseRoster, city, filledDb, institution, ion, person, user } from './filled.ts'

const week = { institution, period: 2 }
const entry = (effective: number, at: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: v4(),
  employee: ion,
  delta: effective,
  effective,
  reason: '',
  by: 'Șeful',
  user,
  at,
  client_at: at,
  op: v4(),
  kind: 'add',
  ...more,
})

let db: PunctajDb
const short = async () =>
  (await historyView(db, institution, ion)).map((line) =>
    line.is === 'entry'
      ? [line.kind, line.effective, line.total, ...(line.pending ? ['pending'] : [])]
      : [`— ${line.kind}`, line.points, line.by],
  )

/** An archive of the week before, in the index and, where it is held, as a file. */
async function archive(held: boolean): Promise<void> {
  const id = v4()
  const row = {
    id,
    kind: 'reset',
    path: 'p',
    at: 5,
    by: 'Șeful',
    period: 1,
    employees: 1,
    points: 9,
    sha256: '',
    bytes: 1,
  }
  const names = { city: 'Iași', institution: 'Poliția' }
  const [key, hash] = [archivesKey(institution), v4()]
  await db.leaves.add({ key, hash, text: JSON.stringify({ institution, city, names, archives: [row] }) })
  const head = (await db.meta.get('head'))?.value as { stamp: string }
  const index = (await db.meta.get('index'))?.value as object
  await writeMeta(db, 'index', { ...index, [key]: { version: 1, hash, bytes: 1 } })
  await db.meta.put({ key: 'head', value: { ...head, stamp: v4() } })
  const rows = [{ 'NUME IC': 'Ion', PUNCTAJ: '9' }]
  const doc = { rows, entries: [entry(4, 1), entry(5, 2), entry(7, 3, { employee: v4() })], ids: { employees: [ion] } }
  if (held) await db.files.add({ id, institution, sha256: '', text: JSON.stringify(doc) })
}

beforeEach(async () => {
  ;({ db } = await filledDb({ entries: [entry(5, 10), entry(-2, 11, { delta: -3, kind: 'set' })] }))
})

it('counts the points after each entry, own ones on their way included', async () => {
  await mutate(db, [{ kind: 'points.add', ...week, employees: [ion], delta: -9, reason: 'r' }])
  await reverseStep(db, week, 'undo')
  expect(await short()).toEqual([
    ['undo', 3, 3, 'pending'],
    ['add', -3, 0, 'pending'],
    ['set', -2, 3],
    ['add', 5, 5],
  ])
})

it('goes on week by week into the archives', async () => {
  await archive(true)
  expect(await short()).toEqual([
    ['set', -2, 3],
    ['add', 5, 5],
    ['— reset', 9, 'Șeful'],
    ['add', 5, 9],
    ['add', 4, 4],
  ])
})

it('says where a week’s file is not on this device', async () => {
  await archive(false)
  expect((await short()).at(-1)).toEqual(['— reset', null, 'Șeful'])
})

it('knows who was deleted and came back, and who was only just added or moved here', async () => {
  const [other, dan, eva] = [v4(), v4(), v4()]
  ;({ db } = await filledDb({
    roster: { employees: [] },
    entries: [entry(5, 10), entry(-5, 11, { kind: 'set' })],
    others: [{ ...baseRoster, institution: other, employees: [person(eva, 'Eva', 4)] }],
  }))
  const fresh = { name: 'Ion', discord: '', rank: null, fields: {} }
  await mutate(db, [
    { kind: 'employee.create', institution, employee: ion, ...fresh, points: 2 },
    { kind: 'employee.create', institution, employee: dan, ...fresh, points: 0 },
    { kind: 'employee.move', institution: other, employee: eva, to: institution, seen: 7, after: [] },
  ])
  expect(await short()).toEqual([
    ['create', 2, 2, 'pending'],
    ['set', -5, 0],
    ['add', 5, 5],
  ])
  expect(await historyView(db, institution, dan)).toMatchObject([{ kind: 'create', total: 0 }])
  expect(await historyView(db, institution, eva)).toMatchObject([{ kind: 'move', effective: 4, total: 4 }])
  expect(await historyView(db, institution, v4())).toEqual([])
})
