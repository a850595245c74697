import { v4 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeMeta } from '../../src/db/meta.ts'
import { type Intent, mutate } from '../../src/db/mutate.ts'
import { rosterView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { passing } from './connection.ts'
import { ana, city, filledDb, institution, ion, locked } from './filled.ts'

const week = { institution, period: 2 }
const give = (delta: number): Intent => ({ kind: 'points.add', ...week, employees: [ion], delta, reason: '' })
const set = (value: number, period = 2): Intent => ({
  kind: 'points.set',
  institution,
  period,
  employee: ion,
  value,
  reason: '',
})

let db: PunctajDb
beforeEach(async () => {
  ;({ db } = await filledDb())
})

const points = async () => (await rosterView(db, institution))?.rows.find(({ id }) => id === ion)?.points

describe('an edit', () => {
  it('under the lock writes nothing', async () => {
    await writeMeta(db, 'lock', locked)
    await expect(mutate(db, [give(1)])).rejects.toMatchObject({ code: 'locked' })
    expect(await db.outbox.count()).toBe(0)
  })

  it('sets points to a value, own edits and those of the same call counted in', async () => {
    await mutate(db, [give(4)])
    const ops = await mutate(db, [give(2), set(40), set(5), set(5), set(-3)])
    expect(ops.map((op) => 'delta' in op && op.delta)).toEqual([2, 31, -35, -5])
    expect(await points()).toBe(0)
  })

  it('sets no points of a week that was closed meanwhile, nor of somebody who is gone', async () => {
    await expect(mutate(db, [set(9, 1)])).rejects.toMatchObject({ code: 'period_closed' })
    await expect(mutate(db, [{ ...set(9), employee: v4() } as Intent])).rejects.toMatchObject({ code: 'period_closed' })
    expect(await db.outbox.count()).toBe(0)
  })

  it('takes nothing of a call of which one edit is not allowed', async () => {
    ;({ db } = await filledDb({
      me: { role: 'user', permissions: [{ city, institution: null, capability: 'score' }] },
    }))
    const remove: Intent = { kind: 'employee.delete', institution, employee: ana, seen: 7, after: [] }
    await expect(mutate(db, [give(1), remove])).rejects.toMatchObject({ code: 'denied' })
    expect(await db.outbox.count()).toBe(0)
    expect(await mutate(db, [give(1)])).toHaveLength(1)
  })

  it('refuses more at once than the largest roster has', async () => {
    await expect(
      mutate(
        db,
        Array.from({ length: 10_001 }, () => give(1)),
      ),
    ).rejects.toMatchObject({ code: 'too_large' })
  })

  it('names the own edits that a delete has seen, of the same call too', async () => {
    const [before, other] = await mutate(db, [give(1), { ...give(1), employees: [ana] } as Intent])
    const [rank, person, place] = await mutate(db, [
      { kind: 'employee.edit', institution, employee: ion, set: { rank: [1, 2] } },
      { kind: 'employee.delete', institution, employee: ion, seen: 7, after: [] },
      { kind: 'institution.delete', institution, seen: 2, after: [] },
    ])
    expect(person).toMatchObject({ after: [before?.id, rank?.id] })
    expect(place).toMatchObject({ after: [before?.id, other?.id, rank?.id, person?.id] })
  })

  it('keeps the names of what it is about', async () => {
    await mutate(db, [give(1)])
    const [row] = await db.outbox.toArray()
    expect(row?.names).toEqual({ [ion]: 'Ion', [institution]: 'Poliția', [city]: 'Iași' })
  })

  it('is not written again when its answer was lost and it has been sent meanwhile', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    passing.find(({ name }) => name === 'the answer to the commit is lost')?.break(db)
    let tries = 0
    const transaction = db.transaction.bind(db) as (...args: unknown[]) => unknown
    // Before the second try another tab has pushed what the first one wrote, and a replica contains it.
    vi.spyOn(db, 'transaction').mockImplementation((async (...args: unknown[]) => {
      tries += 1
      if (tries === 2) {
        const rows = await db.outbox.toArray()
        await db.outbox.clear()
        await db.sent.bulkPut(rows.map(({ id, op, seq }) => ({ id, op, at: 1, seq })))
      }
      return transaction(...args)
    }) as never)
    const [op] = await mutate(db, [give(5)])
    expect(tries).toBe(2)
    expect(await db.sent.get(op?.id ?? '')).toBeDefined()
    expect(await db.outbox.count()).toBe(0)
  })
})
