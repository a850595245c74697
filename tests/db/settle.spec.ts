import { beforeEach, expect, it } from 'vitest'
import { mutate } from '../../src/db/mutate.ts'
import { settle } from '../../src/db/outbox.ts'
import { rosterView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import type { Op } from '../../src/domain/op.ts'
import { filledDb, institution, ion } from './filled.ts'

let db: PunctajDb
let op: Op
let next: Op
beforeEach(async () => {
  ;({ db } = await filledDb())
  const give = (delta: number) => ({
    kind: 'points.add' as const,
    institution,
    period: 2,
    employees: [ion],
    delta,
    reason: '',
  })
  const [one, two] = await mutate(db, [give(5), give(7)])
  if (!one || !two) throw new Error('no ops')
  ;[op, next] = [one, two]
})

const places = async () => [await db.outbox.count(), await db.tray.count()]
const states = async () => (await db.outbox.orderBy('seq').toArray()).map(({ state }) => state)

it('what was refused waits in the tray, with its verdict and its names', async () => {
  const result = { id: op.id, status: 'conflict', code: 'period_closed', theirs: { period: 3 } } as const
  await settle(db, [result, { id: next.id, status: 'applied' }])
  expect(await places()).toEqual([1, 1])
  expect(await db.tray.get(op.id)).toMatchObject({ op, result, names: { [ion]: 'Ion' } })
  expect((await db.outbox.toArray()).map(({ id }) => id)).toEqual([next.id])
})

it('what was applied stays, acknowledged, until a replica contains it', async () => {
  await settle(db, [{ id: op.id, status: 'applied' }])
  expect(await states()).toEqual(['acked', 'unsent'])
  expect((await rosterView(db, institution))?.rows.find(({ id }) => id === ion)?.points).toBe(3 + 5 + 7)
})

it('of a duplicate the first verdict counts; one of which nothing is told was applied', async () => {
  const first = { id: op.id, status: 'denied', code: 'denied' } as const
  await settle(db, [
    { id: op.id, status: 'duplicate', first },
    { id: next.id, status: 'duplicate' },
  ])
  expect(await db.tray.get(op.id)).toMatchObject({ result: first })
  expect(await states()).toEqual(['acked'])
})

it('a fault of the cloud needs a person at the fifth time, not before', async () => {
  const failed = { id: op.id, status: 'failed', code: 'server_fault' } as const
  for (let n = 1; n < 5; n += 1) await settle(db, [failed])
  expect(await states()).toEqual(['unsent', 'unsent'])
  await settle(db, [failed])
  expect(await places()).toEqual([1, 1])
})

it('a verdict on what is not here changes nothing', async () => {
  await settle(db, [{ id: institution, status: 'denied', code: 'denied' }])
  expect(await places()).toEqual([2, 0])
})
