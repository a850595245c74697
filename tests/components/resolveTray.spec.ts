import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { v4 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeMeta } from '../../src/db/meta.ts'
import { openDb } from '../../src/db/open.ts'
import { resolveTray } from '../../src/db/resolveTray.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { directoryKey, meKey, rosterKey } from '../../src/domain/keys.ts'
import type { Op } from '../../src/domain/op.ts'

const [user, city, institution, employee] = [v4(), v4(), v4(), v4()]

/** A replica of one institution whose period has moved on to 2. */
async function fill(db: PunctajDb): Promise<void> {
  const bodies: Record<string, unknown> = {
    [meKey(user)]: { id: user, name: 'Ana', discord_id: null, role: 'admin', permissions: [] },
    [directoryKey]: {
      cities: [{ id: city, name: 'Iași' }],
      institutions: [{ id: institution, city, name: 'Poliția' }],
    },
    [rosterKey(institution)]: {
      institution,
      period: 2,
      ranks: {},
      columns: [],
      employees: [{ id: employee, name: 'Ion', discord: '', rank: null, fields: {}, points: 3, rev: 7, touched: 1 }],
    },
  }
  const index = Object.fromEntries(Object.keys(bodies).map((key) => [key, { version: 1, hash: v4(), bytes: 1 }]))
  await db.leaves.bulkAdd(
    Object.entries(bodies).map(([key, body]) => ({ key, hash: index[key]?.hash ?? '', text: JSON.stringify(body) })),
  )
  const head = { version: 1, root: 'r', epoch: 1, nonce: 'n', view_root: 'w', me: 'm' }
  await writeMeta(db, 'head', {
    ...head,
    stamp: v4(),
    appliedAt: 1,
    policy: 'strict',
    minClient: 1,
    keep: null,
    moved: 1,
  })
  await writeMeta(db, 'index', index)
  await writeMeta(db, 'lock', { is: 'synced' })
}

const award = (): Op => ({
  id: v4(),
  user,
  at: 1,
  kind: 'points.add',
  institution,
  period: 1,
  employees: [employee],
  delta: 5,
  reason: '',
})

describe('the tray', () => {
  let db: PunctajDb
  let op: Op

  beforeEach(async () => {
    db = await openDb(user, { indexedDB: new IDBFactory(), IDBKeyRange })
    await fill(db)
    op = award()
    await db.tray.add({ id: op.id, op, result: { id: op.id, status: 'conflict', code: 'period_closed' }, at: 1 })
  })

  it('keeps mine as a new op on the current period', async () => {
    await resolveTray(db, op.id, true)
    const [row] = await db.outbox.toArray()
    expect(row?.op).toMatchObject({ kind: 'points.add', period: 2, delta: 5, employees: [employee] })
    expect(row?.id).not.toBe(op.id)
    expect(await db.tray.count()).toBe(0)
  })

  it('drops mine for theirs without a new op', async () => {
    await resolveTray(db, op.id, false)
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 0])
  })

  it('leaves both as they were when the new op is refused', async () => {
    await writeMeta(db, 'lock', {
      is: 'required',
      failures: 0,
      cause: {
        reason: 'changed',
        by: null,
        at: null,
        why: null,
        head: { version: 2, root: 'x', epoch: 1, nonce: 'n' },
      },
    })
    await expect(resolveTray(db, op.id, true)).rejects.toMatchObject({ code: 'locked' })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 1])
  })
})
