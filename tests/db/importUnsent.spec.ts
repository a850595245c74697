import { v4 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDecided } from '../../src/db/decided.ts'
import { importUnsent, previewImport } from '../../src/db/importUnsent.ts'
import { writeMeta } from '../../src/db/meta.ts'
import { mutate } from '../../src/db/mutate.ts'
import { rosterView, unsentView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { parseUnsent } from '../../src/db/unsentSchema.ts'
import type { LedgerEntry } from '../../src/domain/model.ts'
import type { Op } from '../../src/domain/op.ts'
import { unsentFile, type UnsentFile } from '../../src/domain/unsentFile.ts'
import { ana, filledDb, institution, ion, locked, user } from './filled.ts'

const give = (delta: number) => ({
  kind: 'points.add' as const,
  institution,
  period: 2,
  employees: [ion],
  delta,
  reason: '',
})

/** The file that a device writes, after a way over the disk. */
async function exported(db: PunctajDb): Promise<UnsentFile> {
  const { name, outbox, tray } = await unsentView(db)
  return parseUnsent(JSON.stringify(unsentFile({ user, name, at: 5 }, outbox, tray)))
}

const entryOf = (op: Op): LedgerEntry => ({
  id: v4(),
  employee: ion,
  delta: 1,
  effective: 1,
  reason: '',
  by: 'x',
  user,
  at: 1,
  client_at: 1,
  op: op.id,
  kind: 'add',
})

const idsOf = async (db: PunctajDb) => (await db.outbox.orderBy('seq').toArray()).map(({ id }) => id)

let from: PunctajDb
let ops: Op[]
beforeEach(async () => {
  ;({ db: from } = await filledDb())
  ops = await mutate(from, [1, 2, 3, 4].map(give))
})

describe('a file of unsent edits', () => {
  it('brings them to another device in order, with their ids and names, and once', async () => {
    const [last] = ops.slice(3)
    const row = await from.outbox
      .where('id')
      .equals(last?.id ?? '')
      .first()
    if (!row) throw new Error('no row')
    await from.outbox.delete(row.seq)
    await from.tray.add({ ...row, at: 7, result: { id: row.id, status: 'denied', code: 'denied' } })
    await from.outbox
      .where('id')
      .equals(ops[0]?.id ?? '')
      .modify({ state: 'acked' })
    const { db: to } = await filledDb()
    const [own] = await mutate(to, [give(9)])

    const file = await exported(from)
    expect(file.outbox[0]).toMatchObject({ state: 'acked', names: { [ion]: 'Ion', [institution]: 'Poliția' } })
    const plan = await importUnsent(to, file)
    expect([plan.outbox.length, plan.tray.length, plan.known, plan.unsound]).toEqual([3, 1, 0, 0])
    expect(await idsOf(to)).toEqual([own?.id, ...ops.slice(0, 3).map(({ id }) => id)])
    expect((await to.outbox.toArray()).map(({ state }) => state)).toEqual(['unsent', 'unsent', 'unsent', 'unsent'])
    expect(await to.tray.toArray()).toMatchObject([{ id: last?.id, at: 7, names: { [ion]: 'Ion' } }])
    expect((await rosterView(to, institution))?.rows.find(({ id }) => id === ion)?.points).toBe(3 + 9 + 1 + 2 + 3)

    expect(await importUnsent(to, file)).toMatchObject({ outbox: [], tray: [], known: 4 })
    expect(await to.outbox.count()).toBe(4)
  })

  it('brings every refusal that a tray holds, whatever the cloud said with it', async () => {
    const people = Object.fromEntries(Array.from({ length: 50 }, () => [v4(), { name: 'x'.repeat(3000) }]))
    const results = [
      { status: 'failed', code: 'server_fault' },
      { status: 'conflict', code: 'employee_gone', theirs: { people } },
    ] as const
    for (const [n, result] of results.entries()) {
      const [op] = ops.slice(n)
      if (op) await from.tray.add({ id: op.id, op, at: n, result: { id: op.id, ...result } })
    }
    await from.outbox.clear()
    const { db: to } = await filledDb()
    expect(await importUnsent(to, await exported(from))).toMatchObject({ tray: results.map((result) => ({ result })) })
    expect(await to.tray.count()).toBe(2)
  })

  it('skips what was sent, what a ledger holds and what was decided here, and counts it', async () => {
    const [sent, contained, decided, fresh] = ops as [Op, Op, Op, Op]
    const { db: to } = await filledDb({ entries: [entryOf(contained)] })
    await to.sent.add({ id: sent.id, op: sent, at: 1 })
    await addDecided(to, [decided.id])
    const plan = await previewImport(to, await exported(from))
    expect(plan.outbox.map(({ op }) => op.id)).toEqual([fresh.id])
    expect(plan.known).toBe(3)
    expect(await to.outbox.count()).toBe(0)
  })

  it('leaves an op that is not sound, or another person’s, in the file', async () => {
    const { db: to } = await filledDb()
    const file = await exported(from)
    const [a, b, c] = file.outbox
    if (a?.op.kind !== 'points.add' || !b || !c) throw new Error('no ops')
    a.op.delta = 0
    b.op.user = v4()
    c.op.id = ops[3]?.id ?? ''
    expect(await importUnsent(to, file)).toMatchObject({ unsound: 2, known: 1, outbox: [{ op: { id: c.op.id } }] })
  })

  it('is refused under the lock, and for another person; nothing is written', async () => {
    const { db: to } = await filledDb()
    const file = await exported(from)
    await expect(importUnsent(to, { ...file, user: v4() })).rejects.toMatchObject({ code: 'other_user' })
    await writeMeta(to, 'lock', locked)
    await expect(importUnsent(to, file)).rejects.toMatchObject({ code: 'locked' })
    expect([await to.outbox.count(), await to.tray.count()]).toEqual([0, 0])
  })
})

describe('a file from outside', () => {
  const good = async () => JSON.parse(JSON.stringify(await exported(from))) as Record<string, unknown>

  it('is told apart from one of a newer app and one that is too large', async () => {
    const codeOf = (text: string) => {
      try {
        parseUnsent(text)
        return 'taken'
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    const file = await good()
    expect(codeOf(`\uFEFF${JSON.stringify(file)}`)).toBe('taken')
    expect(codeOf(JSON.stringify({ ...file, version: 2 }))).toBe('client_too_old')
    for (const broken of ['', '[]', 'null', '{"format": 1}', JSON.stringify({ ...file, format: 'x' }).slice(0, -1)])
      expect(codeOf(broken), broken).toBe('bad_file')
    for (const change of [{ version: 0 }, { user: 'me' }, { outbox: {} }, { tray: [1] }, { format: 'punctaj' }])
      expect(codeOf(JSON.stringify({ ...file, ...change })), JSON.stringify(change)).toBe('bad_file')
    expect(codeOf(' '.repeat(20_000_001))).toBe('file_too_large')
  })

  it('gives copies of known keys only', async () => {
    const text = JSON.stringify(await good()).replace('"delta":1', '"delta":1,"__proto__":{"evil":1},"more":2')
    const [row] = parseUnsent(text).outbox
    expect(Object.keys(row?.op ?? {}).sort()).toEqual(
      ['at', 'delta', 'employees', 'id', 'institution', 'kind', 'period', 'reason', 'user'].sort(),
    )
    expect((row?.op as unknown as { evil?: number }).evil).toBeUndefined()
  })

  it('keeps every kind of op as it is', async () => {
    const [city, one, two] = [v4(), v4(), v4()]
    const { db } = await filledDb()
    await mutate(db, [
      { kind: 'city.create', city, name: 'Cluj' },
      { kind: 'city.rename', city, name: ['Cluj', 'Cluj-Napoca'] },
      { kind: 'city.order', order: [[], [city]] },
      { kind: 'institution.create', institution: one, city, name: 'A', ranks: { '1': 'x' }, columns: ['c'] },
      { kind: 'institution.create', institution: two, city, name: 'B', ranks: {}, columns: [] },
      { kind: 'institution.rename', institution: two, name: ['B', 'C'] },
      { kind: 'institution.order', city, order: [[], [two, one]] },
      { kind: 'institution.ranks', institution: one, ranks: [{ '1': 'x' }, { '1': 'y' }] },
      { kind: 'institution.columns', institution: one, columns: [['c'], ['d']] },
      { kind: 'institution.delete', institution: two, seen: 1, after: [] },
      { kind: 'city.delete', city, seen: [one] },
      {
        kind: 'employee.create',
        institution,
        employee: v4(),
        name: 'Nou',
        discord: '',
        rank: null,
        fields: { CNP: '1' },
        points: 2,
      },
      { kind: 'employee.edit', institution, employee: ana, set: { name: ['Ana', 'Anca'], rank: [1, null] } },
      { kind: 'employee.move', institution, employee: ana, to: one, seen: 7, after: [] },
      { kind: 'employee.delete', institution, employee: ana, seen: 7, after: [] },
      { kind: 'points.undo', institution, period: 2, target: v4() },
      { kind: 'points.set', institution, period: 2, employee: ion, value: 9, reason: 'r' },
    ])
    const held = (await db.outbox.toArray()).map(({ op }) => op)
    expect((await exported(db)).outbox.map(({ op }) => op)).toEqual(held)
  })
})
