import { beforeEach, expect, it, vi } from 'vitest'
import { writeMeta } from '../../src/db/meta.ts'
import { mutate } from '../../src/db/mutate.ts'
import { rosterView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { reverseStep, undoView } from '../../src/db/undo.ts'
import { ana, filledDb, institution, ion, locked } from './filled.ts'

const week = { institution, period: 2 }
const give = (delta: number, employees = [ion]) => ({
  kind: 'points.add' as const,
  ...week,
  employees,
  delta,
  reason: '',
})

let db: PunctajDb
let another: () => Promise<PunctajDb>
beforeEach(async () => {
  ;({ db, another } = await filledDb())
})

const points = async (one: PunctajDb = db) =>
  (await rosterView(one, institution))?.rows.map((row) => row.points).sort((a, b) => a - b)
const count = async () => {
  const { undo, redo } = await undoView(db, week)
  return [undo.length, redo.length]
}

it('undoes in another tab what this one gave, and does it again here', async () => {
  await mutate(db, [give(5), give(2, [ana])])
  const tab = await another()
  expect(await reverseStep(tab, week, 'undo')).toMatchObject({ delta: 5, people: 2 })
  expect(await points()).toEqual([0, 3])
  expect(await count()).toEqual([0, 1])
  await reverseStep(db, week, 'redo')
  expect(await points(tab)).toEqual([2, 8])
  expect(await count()).toEqual([1, 0])
})

it('undoes what is still unsent as it really was, not under 0', async () => {
  await mutate(db, [give(-5)])
  expect(await points()).toEqual([0, 0])
  await reverseStep(db, week, 'undo')
  expect(await points()).toEqual([0, 3])
})

it('undoes two steps when two tabs press at once, never the same twice', async () => {
  await mutate(db, [give(5)])
  await mutate(db, [give(7)])
  const tab = await another()
  const steps = await Promise.all([reverseStep(db, week, 'undo'), reverseStep(tab, week, 'undo')])
  expect(steps.map((step) => step?.delta)).toEqual([7, 5])
  expect(await points()).toEqual([0, 3])
  expect(await reverseStep(db, week, 'undo')).toBeNull()
})

it('keeps two calls within one millisecond apart', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000)
  await mutate(db, [give(1)])
  await mutate(db, [give(2)])
  expect(await count()).toEqual([2, 0])
})

it('goes on over what was sent, in the order in which it was made', async () => {
  const ops = [...(await mutate(db, [give(5)])), ...(await mutate(db, [give(7)]))]
  // Contained in one download, put down in any order.
  const rows = (await db.outbox.toArray()).reverse()
  await db.sent.bulkPut(rows.map(({ id, op, seq }) => ({ id, op, seq, at: 1 })))
  await db.outbox.clear()
  expect((await undoView(db, week)).undo.map(({ targets }) => targets)).toEqual(ops.map(({ id }) => [id]))
})

it('does not offer what the server refused, nor what another period held', async () => {
  const [op] = await mutate(db, [give(5)])
  if (!op) throw new Error('no op')
  await db.tray.put({ id: op.id, op, at: 1, result: { id: op.id, status: 'denied', code: 'denied' } })
  await db.outbox.clear()
  await mutate(db, [{ ...give(1), period: 1 }])
  expect(await count()).toEqual([0, 0])
})

it('changes nothing under the lock', async () => {
  await mutate(db, [give(5)])
  await writeMeta(db, 'lock', locked)
  await expect(reverseStep(db, week, 'undo')).rejects.toMatchObject({ code: 'locked' })
  expect(await count()).toEqual([1, 0])
})

it('undoes edits of two tabs in the order in which they were written, whatever their ids', async () => {
  const ops = [...(await mutate(db, [give(5)])), ...(await mutate(db, [give(7)]))]
  // Two tabs make their ids apart from each other: within a millisecond the later op may have the smaller one.
  const [first, second] = ops.map(({ id }) => id)
  const rows = await db.outbox.orderBy('seq').toArray()
  const swapped = rows.map((row, place) => {
    const id = (place === 0 ? second : first) ?? ''
    return { ...row, id, op: { ...row.op, id } }
  })
  await db.outbox.clear()
  await db.outbox.bulkAdd(swapped)
  expect((await undoView(db, week)).undo.map(({ targets }) => targets)).toEqual([[second], [first]])
})

it('does not offer a step once more whose undo lies in the tray', async () => {
  await mutate(db, [give(5)])
  await reverseStep(db, week, 'undo')
  const row = await db.outbox.orderBy('seq').last()
  if (!row) throw new Error('no undo')
  await db.outbox.delete(row.seq)
  await db.tray.put({ id: row.id, op: row.op, at: 1, result: { id: row.id, status: 'conflict', code: 'target_gone' } })
  expect(await count()).toEqual([0, 0])
})
