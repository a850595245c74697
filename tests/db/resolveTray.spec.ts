import { v4, v7 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'
import { listDrafts, writeDraft } from '../../src/db/drafts.ts'
import { writeMeta } from '../../src/db/meta.ts'
import { rosterView, trayLines } from '../../src/db/queries.ts'
import { resolveTray, restoreTray } from '../../src/db/resolveTray.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { formName } from '../../src/domain/formName.ts'
import type { Op, OpBody, OpResult } from '../../src/domain/op.ts'
import { ana, baseRoster, city, filledDb, institution, ion, locked, person, user } from './filled.ts'

let db: PunctajDb
beforeEach(async () => {
  ;({ db } = await filledDb())
})

/** An op that the server did not take. */
async function refused(body: OpBody, result: Partial<OpResult>, names = {}): Promise<Op> {
  const op: Op = { ...body, id: v7(), user, at: 1 }
  await db.tray.add({ id: op.id, op, at: 1, names, result: { id: op.id, status: 'conflict', ...result } })
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
const rename = (name: [string, string], employee = ion): OpBody => ({
  kind: 'employee.edit',
  institution,
  employee,
  set: { name },
})
const sent = async () => (await db.outbox.orderBy('seq').toArray()).map(({ op }) => op)
const line = async (id: string) => (await trayLines(db)).find((one) => one.id === id)

describe('an op in the tray', () => {
  it('of a closed week goes to the present one, only when that is what is chosen', async () => {
    const op = await refused(give(5, [ion], 1), { code: 'period_closed', theirs: { by: 'Șeful', at: 7 } })
    expect(await line(op.id)).toMatchObject({
      choices: { sending: 'newWeek', edit: true },
      week: { period: 2 },
      theirs: { by: 'Șeful', at: 7 },
    })
    await resolveTray(db, [op.id], { is: 'send', as: 'newWeek' })
    const [fresh] = await sent()
    expect(fresh).toMatchObject({ kind: 'points.add', period: 2, delta: 5, employees: [ion] })
    expect(fresh?.id).not.toBe(op.id)
    expect(await db.tray.count()).toBe(0)
  })

  it('of a closed week that is an undo can only be dropped', async () => {
    const op = await refused({ kind: 'points.undo', institution, period: 1, target: v4() }, { code: 'period_closed' })
    expect((await line(op.id))?.choices).toEqual({ sending: null, edit: false, blocked: 'weekClosed' })
  })

  it('that clashes shows both values, and mine goes over theirs', async () => {
    const set = { name: ['Ioan', 'Ionel'], rank: [2, null], 'fields.CNP': ['', '9'] } as const
    const op = await refused(
      { kind: 'employee.edit', institution, employee: ion, set: set as unknown as Record<string, [string, string]> },
      { code: 'clash', theirs: { name: 'Ion' } },
    )
    expect((await line(op.id))?.values).toEqual([
      { label: { is: 'name' }, mine: { is: 'text', text: 'Ionel' }, theirs: { is: 'text', text: 'Ion' } },
      { label: { is: 'rank' }, mine: { is: 'empty' }, theirs: { is: 'rank', rank: 1, role: 'Agent' } },
      { label: { is: 'own', text: 'CNP' }, mine: { is: 'text', text: '9' }, theirs: { is: 'empty' } },
    ])
    await resolveTray(db, [op.id], { is: 'send', as: 'mine' })
    expect(await sent()).toMatchObject([{ set: { name: ['Ion', 'Ionel'], rank: [1, null], 'fields.CNP': ['', '9'] } }])
    expect((await rosterView(db, institution))?.rows.find(({ id }) => id === ion)).toMatchObject({ name: 'Ionel' })
  })

  it('can be changed before it is sent once more', async () => {
    const points = await refused(give(5, [ion], 1), { code: 'period_closed' })
    const name = await refused(rename(['Ioan', 'Ionel']), { code: 'clash' })
    await resolveTray(db, [points.id], { is: 'edit', values: { delta: '-2', reason: ' altul ' } })
    await resolveTray(db, [name.id], { is: 'edit', values: { name: 'Ionuț' } })
    expect(await sent()).toMatchObject([
      { kind: 'points.add', delta: -2, reason: 'altul', period: 2 },
      { kind: 'employee.edit', set: { name: ['Ion', 'Ionuț'] } },
    ])
  })

  it('about people who are gone adds them again as they were, once, and then gives the points', async () => {
    const dan = v4()
    const people = { [dan]: { name: 'Dan', discord: 'd', rank: 2, fields: { CNP: '1' } } }
    const gone = { code: 'employee_gone', theirs: { gone: [dan], people } }
    const ops = [await refused(give(5, [dan]), gone), await refused(give(-2, [dan]), gone)]
    expect((await line(ops[0]?.id ?? ''))?.choices).toMatchObject({ sending: 'recreate' })
    await resolveTray(
      db,
      ops.map(({ id }) => id),
      { is: 'send', as: 'recreate' },
    )
    expect(await sent()).toMatchObject([
      { kind: 'employee.create', employee: dan, name: 'Dan', discord: 'd', rank: 2, fields: { CNP: '1' }, points: 0 },
      { kind: 'points.add', delta: 5 },
      { kind: 'points.add', delta: -2 },
    ])
    expect((await rosterView(db, institution))?.rows.find(({ id }) => id === dan)).toMatchObject({ points: 3 })
  })

  it('about somebody who was moved goes where they work now', async () => {
    const [to, dan] = [v4(), v4()]
    ;({ db } = await filledDb({
      others: [{ ...baseRoster, institution: to, period: 4, employees: [person(dan, 'Dan', 1)] }],
    }))
    const op = await refused(give(5, [dan]), { code: 'employee_gone', theirs: { gone: [dan], people: {}, to } })
    expect(await line(op.id)).toMatchObject({ movedTo: 'Alta 1', people: ['Dan'] })
    // Another institution's week is another week: the card says which.
    expect((await line(op.id))?.choices.sending).toBe('mine')
    await resolveTray(db, [op.id], { is: 'send', as: 'mine' })
    expect(await sent()).toMatchObject([{ institution: to, period: 4, employees: [dan] }])
  })

  it('whose place is gone, or whose right was taken, says so with the names it had', async () => {
    const elsewhere = v4()
    const gone = await refused(
      { ...give(5), institution: elsewhere } as OpBody,
      { code: 'institution_gone' },
      { [elsewhere]: 'Primăria', [ion]: 'Ion Vechi' },
    )
    expect(await line(gone.id)).toMatchObject({
      place: 'Primăria',
      choices: { sending: null, edit: false, blocked: 'placeGone' },
    })
    ;({ db } = await filledDb({ me: { role: 'user', permissions: [{ city, institution, capability: 'view' }] } }))
    const denied = await refused(give(5), { status: 'denied', code: 'denied' })
    expect((await line(denied.id))?.choices).toMatchObject({ sending: null, blocked: 'noRight' })
    await expect(resolveTray(db, [denied.id], { is: 'send', as: 'again' })).rejects.toMatchObject({ code: 'denied' })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 1])
  })

  it('is sent again after the right is back, or the cloud was restored; an undo aims at the new op', async () => {
    const points = await refused(give(5), { code: 'fork_lost' })
    const undo = await refused(
      { kind: 'points.undo', institution, period: 2, target: points.id },
      { code: 'fork_lost' },
    )
    await resolveTray(db, [undo.id, points.id], { is: 'send', as: 'again' })
    const [one, two] = await sent()
    expect(one).toMatchObject({ kind: 'points.add', delta: 5 })
    expect(two).toMatchObject({ kind: 'points.undo', target: one?.id })
    expect((await rosterView(db, institution))?.rows.find(({ id }) => id === ion)?.points).toBe(3)
  })

  it('deletes what is there today, by its present revision and list', async () => {
    const remove = await refused(
      { kind: 'employee.delete', institution, employee: ana, seen: 1, after: [v4()] },
      { code: 'changed_since' },
    )
    const all = await refused({ kind: 'city.delete', city, seen: [] }, { code: 'changed_since' })
    expect(await line(all.id)).toMatchObject({
      place: 'Iași',
      values: [{ mine: { is: 'deleted' }, theirs: { is: 'list', items: ['Poliția'] } }],
    })
    await resolveTray(db, [remove.id, all.id], { is: 'send', as: 'mine' })
    expect(await sent()).toMatchObject([{ employee: ana, seen: 7, after: [] }, { seen: [institution] }])
  })

  it('sent together with others about the same field follows from them, and the last one stands', async () => {
    const clash = { code: 'clash' }
    const both = { name: ['Ioan', 'Ionel'], rank: [2, null] } as unknown as Record<string, [string, string]>
    const ops = [
      await refused({ kind: 'employee.edit', institution, employee: ion, set: both }, clash),
      await refused(rename(['Ionel', 'Ionuț']), clash),
      await refused(rename(['Ioan', 'Anca'], ana), clash),
      await refused(rename(['x', 'Ionuț']), clash),
      await refused({ kind: 'institution.columns', institution, columns: [[], ['A']] }, clash),
      await refused({ kind: 'institution.columns', institution, columns: [['A'], ['A', 'B']] }, clash),
    ]
    const ids = ops.map(({ id }) => id)
    await resolveTray(db, ids, { is: 'send', as: 'mine' })
    expect(await sent()).toMatchObject([
      { employee: ion, set: { name: ['Ion', 'Ionel'], rank: [1, null] } },
      { employee: ion, set: { name: ['Ionel', 'Ionuț'] } },
      { employee: ana, set: { name: ['Ana', 'Anca'] } },
      { columns: [['CNP'], ['A']] },
      { columns: [['A'], ['A', 'B']] },
    ])
    expect(await db.tray.count()).toBe(0)
  })

  it('takes the half-filled forms about it along', async () => {
    const [op, other] = [await refused(give(5), { code: 'fork_lost' }), await refused(give(6), { code: 'fork_lost' })]
    for (const { id } of [op, other]) await writeDraft(db, `${formName('tray', null, id)}~1`, { delta: '7' })
    await resolveTray(db, [op.id], { is: 'edit', values: { delta: '7', reason: '' } })
    expect((await listDrafts(db)).map(({ key }) => key)).toEqual([`${formName('tray', null, other.id)}~1`])
    await resolveTray(db, [other.id], { is: 'drop' })
    expect(await listDrafts(db)).toEqual([])
  })

  it('that is how things stand already leaves nothing to send', async () => {
    const op = await refused(rename(['Ioan', 'Ion']), { code: 'clash' })
    expect((await line(op.id))?.choices).toMatchObject({ sending: null, blocked: 'nothingLeft' })
  })
})

describe('a choice that means something else by now', () => {
  it('puts points of a week that was closed meanwhile nowhere', async () => {
    const op = await refused(give(5, [ion], 1), { code: 'server_fault', status: 'failed' })
    for (const as of ['again', 'mine'] as const)
      await expect(resolveTray(db, [op.id], { is: 'send', as })).rejects.toMatchObject({ code: 'changed_since' })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 1])
  })

  it('says which week points go to, also for somebody who was gone and is back', async () => {
    const op = await refused(give(5, [ion], 1), { code: 'employee_gone' })
    expect((await line(op.id))?.choices).toMatchObject({ sending: 'newWeek' })
  })

  it('loses nothing when the place of who was to be added again is gone as well', async () => {
    const op = await refused({ ...give(5), institution: v4() } as OpBody, { code: 'employee_gone' })
    await expect(resolveTray(db, [op.id], { is: 'send', as: 'recreate' })).rejects.toMatchObject({
      code: 'changed_since',
    })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 1])
  })
})

describe('dropping', () => {
  it('takes it out without a new op, and can be taken back', async () => {
    const op = await refused(give(5), { code: 'fork_lost' })
    const rows = await resolveTray(db, [op.id], { is: 'drop' })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 0])
    await restoreTray(db, rows)
    expect(await db.tray.toArray()).toEqual(rows)
  })

  it('and sending leave everything as it was under the lock', async () => {
    const op = await refused(give(5, [ion], 1), { code: 'period_closed' })
    await writeMeta(db, 'lock', locked)
    for (const decision of [{ is: 'drop' }, { is: 'send', as: 'newWeek' }] as const)
      await expect(resolveTray(db, [op.id], decision)).rejects.toMatchObject({ code: 'locked' })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 1])
  })

  it('several is all or none', async () => {
    const good = await refused(give(5), { code: 'fork_lost' })
    const bad = await refused({ ...give(5), delta: 0 } as OpBody, { code: 'fork_lost' })
    await expect(resolveTray(db, [good.id, bad.id], { is: 'send', as: 'again' })).rejects.toMatchObject({
      code: 'bad_op',
    })
    expect([await db.outbox.count(), await db.tray.count()]).toEqual([0, 2])
  })
})
