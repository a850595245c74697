import { beforeEach, describe, expect, it } from 'vitest'
import { v4 } from 'uuid'
import { chooseKeep } from '../../src/db/keep.ts'
import { writeDraft } from '../../src/db/drafts.ts'
import { readMeta, writeMeta } from '../../src/db/meta.ts'
import { mutate } from '../../src/db/mutate.ts'
import { directoryView, keepView, peopleView } from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { readState } from '../../src/db/store.ts'
import { formName } from '../../src/domain/formName.ts'
import type { Roster } from '../../src/domain/model.ts'
import { ana, baseRoster, city, filledDb, institution, ion, person } from './filled.ts'

const hospital = v4()
const roster: Roster = { ...baseRoster, institution: hospital, employees: [person(v4(), 'Ștefan Țurcanu', 9)] }
let db: PunctajDb

const give = (delta: number) =>
  mutate(db, [{ kind: 'points.add', institution, period: 2, employees: [ion], delta, reason: '' }])
const line = async (id: string) =>
  (await keepView(db)).cities.flatMap(({ institutions }) => institutions).find((one) => one.id === id)

beforeEach(async () => {
  ;({ db } = await filledDb({ others: [roster] }))
})

describe('what this device keeps', () => {
  it('is everything at first, with people and sizes of what is here', async () => {
    const view = await keepView(db)
    expect([view.chosen, view.isPending]).toEqual([null, false])
    expect(view.cities.map(({ name, institutions }) => [name, institutions.length])).toEqual([['Iași', 2]])
    expect(await line(institution)).toMatchObject({ isHeld: true, people: 2, bytes: 2, unsent: 0, tray: 0, forms: 0 })
  })

  it('tells what only this device has: unsent edits, refused ones, half-filled forms, but no searches', async () => {
    const [op] = await give(5)
    if (!op) throw new Error('not taken')
    await db.tray.put({ id: v4(), op, at: 1, result: { id: op.id, status: 'denied' } })
    await writeDraft(db, `${formName('employee', institution, ana)}~1`, { name: 'An' })
    await writeDraft(db, `${formName('roster', institution)}~1`, { query: 'x' })
    expect(await line(institution)).toMatchObject({ unsent: 1, tray: 1, forms: 1 })
    expect(await line(hospital)).toMatchObject({ unsent: 0, tray: 0, forms: 0 })
  })

  it('can be chosen without a network: it is pending until a sync has applied it', async () => {
    await chooseKeep(db, [hospital])
    expect(await keepView(db)).toMatchObject({ chosen: [hospital], isPending: true })
    expect((await readState(db)).isKeepMoved).toBe(true)
    expect((await directoryView(db)).cities[0]?.institutions.map(({ id, absent }) => [id, absent])).toContainEqual([
      institution,
      true,
    ])
    await chooseKeep(db, null)
    expect(await keepView(db)).toMatchObject({ chosen: null, isPending: false })
  })

  it('leaves unsent edits of what goes where they are', async () => {
    await give(5)
    await chooseKeep(db, [hospital])
    expect(await readState(db)).toMatchObject({ unsent: 1 })
  })

  it('cannot drop a place whose refused edit waits for a decision', async () => {
    const [op] = await give(5)
    if (!op) throw new Error('not taken')
    await db.tray.put({ id: op.id, op, at: 1, result: { id: op.id, status: 'denied' } })
    await expect(chooseKeep(db, [hospital])).rejects.toMatchObject({ code: 'changed_since' })
    expect(await readMeta(db, 'keep')).toBeUndefined()
    await chooseKeep(db, [institution])
    expect(await readMeta(db, 'keep')).toEqual([institution])
  })

  it('takes in what is made here, where it is a choice at all', async () => {
    const [first, second] = [v4(), v4()]
    const create = (id: string, name: string) =>
      mutate(db, [{ kind: 'institution.create', institution: id, city, name, ranks: {}, columns: [] }])
    await create(first, 'Pompieri')
    expect(await readMeta(db, 'keep')).toBeUndefined()
    await writeMeta(db, 'keep', [institution])
    await create(second, 'Poștă')
    expect(await readMeta(db, 'keep')).toEqual([institution, second].sort())
  })
})

describe('everybody on this device', () => {
  it('is found with where they are, without diacritics', async () => {
    const people = await peopleView(db)
    expect(people.map(({ name }) => name)).toEqual(['Ana', 'Ion', 'Ștefan Țurcanu'])
    expect(people.find(({ institution: at }) => at === hospital)?.text).toBe(' stefan turcanu')
  })

  it('is read anew only where something changed', async () => {
    const before = new Map((await peopleView(db)).map((one) => [one.id, one]))
    await mutate(db, [{ kind: 'employee.delete', institution, employee: ana, seen: 7, after: [] }])
    const after = await peopleView(db)
    expect(after.map(({ name }) => name).sort()).toEqual(['Ion', 'Ștefan Țurcanu'])
    for (const one of after) expect(one).toBe(before.get(one.id))
  })
})
