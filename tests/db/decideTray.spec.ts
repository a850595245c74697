import { v7 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { readDecided } from '../../src/db/decided.ts'
import { resolveTray, restoreTray } from '../../src/db/resolveTray.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import type { Op, OpBody, OpResult } from '../../src/domain/op.ts'
import { filledDb, institution, ion, user } from './filled.ts'

let db: PunctajDb
beforeEach(async () => {
  ;({ db } = await filledDb())
})

/** An op that the server did not take. */
async function refused(body: OpBody, result: Partial<OpResult>): Promise<Op> {
  const op: Op = { ...body, id: v7(), user, at: 1 }
  await db.tray.add({ id: op.id, op, at: 1, result: { id: op.id, status: 'conflict', ...result } })
  return op
}

const give = (delta: number, employees = [ion], period = 2): OpBody => ({
  kind: 'points.add',
  institution,
  period,
  employees,
  delta,
  reason: 'r',
})
const sent = async () => (await db.outbox.orderBy('seq').toArray()).map(({ op }) => op)

it('points that were set and are changed are no longer set', async () => {
  const op = await refused({ ...give(5, [ion], 1), set: true } as OpBody, { code: 'period_closed' })
  await resolveTray(db, [op.id], { is: 'edit', values: { delta: '2', reason: '' } })
  const [fresh] = await sent()
  expect(fresh).toMatchObject({ kind: 'points.add', delta: 2 })
  expect(fresh && 'set' in fresh).toBe(false)
})

it('several are sent in the order in which they were made, whatever the order of the choice', async () => {
  const [first, second] = [
    await refused(give(-5), { code: 'fork_lost' }),
    await refused(give(7), { code: 'fork_lost' }),
  ]
  const left = await resolveTray(db, [second.id, first.id], { is: 'send', as: 'again' })
  expect(left.map(({ id }) => id)).toEqual([first.id, second.id])
  expect((await sent()).map((op) => 'delta' in op && op.delta)).toEqual([-5, 7])
})

it('what was decided is remembered until it is taken back, so that a file does not ask again', async () => {
  const [one, two] = [await refused(give(5), { code: 'fork_lost' }), await refused(give(7), { code: 'fork_lost' })]
  const rows = await resolveTray(db, [one.id, two.id], { is: 'drop' })
  expect(await readDecided(db)).toEqual([one.id, two.id])
  await restoreTray(db, rows.slice(0, 1))
  expect(await readDecided(db)).toEqual([two.id])
})
