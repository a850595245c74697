import { describe, expect, it } from 'vitest'
import { adoptPeople, adoptPlaces } from '../../src/domain/legacy/adopt.ts'
import { archiveDocument } from '../../src/domain/legacy/document.ts'
import { fateOf, sameArchive } from '../../src/domain/legacy/fate.ts'
import { opsOfPlan } from '../../src/domain/legacy/ops.ts'
import type { Employee, Roster } from '../../src/domain/model.ts'
import type { Op, OpResult } from '../../src/domain/op.ts'
import { archive, archivePath, dataPath, idOf, institution, person, planOf } from '../fixtures/legacyFiles.ts'

const plan = planOf({ [dataPath]: institution([person()]), [archivePath]: archive([person()]) })
const [city] = plan.cities
const [place] = plan.institutions
const [ana] = place?.employees ?? []
if (!city || !place || !ana) throw new Error('the plan is empty')

const held = (more: Partial<Employee>): Employee => ({
  id: 'other',
  name: 'Ana Pop',
  discord: 'ana_1',
  rank: 1,
  fields: { 'SERIE DE BULETIN': 'A11' },
  points: 5,
  rev: 1,
  touched: 0,
  ...more,
})
const roster = (...employees: Employee[]): Roster => ({
  institution: place.id,
  period: 1,
  ranks: place.ranks,
  columns: place.columns,
  employees,
})
const adopt = (...employees: Employee[]) => {
  const adopted = adoptPeople(plan, new Map([[place.id, roster(...employees)]]))
  return { roster: adopted.institutions[0]?.employees[0]?.id, archive: adopted.archives[0]?.employees[0]?.id }
}

describe('ops of a plan', () => {
  it('create cities first, then institutions, then people', () => {
    expect(opsOfPlan(plan, 'me', idOf).map(({ kind }) => kind)).toEqual([
      'city.create',
      'institution.create',
      'employee.create',
    ])
  })

  it('have other ids for another person, and the same entities', () => {
    const [mine, theirs] = [opsOfPlan(plan, 'me', idOf), opsOfPlan(plan, 'you', idOf)]
    mine.forEach((op, n) => expect(op.id).not.toBe(theirs[n]?.id))
    expect(mine.map((op) => ({ ...op, id: '', user: '' }))).toEqual(theirs.map((op) => ({ ...op, id: '', user: '' })))
  })

  it('keep their ids when the content changes, so that the cloud sees one op used twice', () => {
    const later = planOf({ [dataPath]: institution([person({ PUNCTAJ: 6 })]) })
    const [before, after] = [opsOfPlan(plan, 'me', idOf)[2], opsOfPlan(later, 'me', idOf)[2]]
    expect(after?.id).toBe(before?.id)
    expect(after).not.toEqual(before)
  })

  it('are dated by ULTIMA_MOD, so that the ledger says when', () => {
    expect(opsOfPlan(plan, 'me', idOf)[2]?.at).toBe(Date.UTC(2026, 1, 18, 17, 25, 45))
  })
})

describe('what the cloud has already', () => {
  it('gives its ids to places of the same name', () => {
    const adopted = adoptPlaces(plan, {
      cities: [{ id: 'c', name: ' ORAS', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'politie', place: null }],
    })
    expect(adopted.cities[0]?.id).toBe('c')
    expect(adopted.institutions[0]).toMatchObject({ id: 'i', cityId: 'c' })
    expect(adopted.archives[0]?.institutionId).toBe('i')
  })

  it('keeps the plan ids where they are known, whatever the names are by now', () => {
    const directory = {
      cities: [
        { id: 'c', name: 'Oras', place: null },
        { id: city.id, name: 'Alt nume', place: null },
      ],
      institutions: [
        { id: 'i', city: city.id, name: 'Politie', place: null },
        { id: place.id, city: city.id, name: 'Alta', place: null },
      ],
    }
    expect(adoptPlaces(plan, directory)).toEqual(plan)
  })

  it('does not take an institution of that name in another city', () => {
    const adopted = adoptPlaces(plan, {
      cities: [{ id: 'c', name: 'Alt', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'Politie', place: null }],
    })
    expect(adopted).toEqual(plan)
  })

  it('finds the institution of an archive that comes alone', () => {
    const known = [{ city: 'Oras', institution: 'Politie' }]
    const alone = planOf({ [archivePath]: archive([]) }, known)
    const directory = {
      cities: [{ id: 'c', name: 'Oras', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'Politie', place: null }],
    }
    expect(adoptPlaces(alone, directory).archives[0]?.institutionId).toBe('i')
  })

  it('gives its ids to people of the same nickname and name, in rosters and archives', () => {
    expect(adopt(held({ id: 'x', name: 'ANA POP' }))).toEqual({ roster: 'x', archive: 'x' })
    expect(adopt(held({ id: 'x', name: 'Ana P' }))).toEqual({ roster: ana.id, archive: ana.id })
    expect(adopt(held({ id: 'x' }), held({ id: ana.id, name: 'Alt' }))).toEqual({ roster: ana.id, archive: ana.id })
  })

  it('does not give the id of one person to another, who was renamed to their name', () => {
    const two = planOf({ [dataPath]: institution([person(), person({ 'NUME IC': 'Dan Rus' })]) })
    const dan = two.institutions[0]?.employees[1]?.id ?? ''
    const adopted = adoptPeople(two, new Map([[place.id, roster(held({ id: dan }))]])).institutions[0]?.employees
    expect(adopted?.map(({ id }) => id)).toEqual([ana.id, dan])
  })

  it('gives one id to one person only', () => {
    const two = planOf({ [dataPath]: institution([person(), person()]) })
    const adopted = adoptPeople(two, new Map([[place.id, roster(held({ id: 'x' }))]])).institutions[0]?.employees
    expect(adopted?.map(({ id }) => id)).toEqual(['x', two.institutions[0]?.employees[1]?.id])
  })
})

describe('the fate of an op', () => {
  const op = opsOfPlan(plan, 'me', idOf)[2] as Op
  const of = (result: Omit<OpResult, 'id'>, known?: Roster) => fateOf(op, { id: op.id, ...result }, known)
  const clash = { status: 'conflict', code: 'clash' } as const

  it('is told by the verdict', () => {
    expect(of({ status: 'applied' })).toEqual({ is: 'added' })
    expect(of({ status: 'duplicate', first: { id: op.id, status: 'applied' } })).toEqual({ is: 'there' })
    expect(of({ status: 'denied', code: 'denied' })).toEqual({ is: 'refused', code: 'denied' })
    expect(of({ status: 'conflict', code: 'institution_gone' })).toEqual({ is: 'refused', code: 'institution_gone' })
  })

  it('is that of the first time when it was refused then', () => {
    const first = { id: op.id, status: 'conflict', code: 'institution_gone' } as const
    expect(of({ status: 'duplicate', first })).toEqual({ is: 'refused', code: 'institution_gone' })
  })

  it('compares what stands there under another op, or the same op with other content', () => {
    const other = (more: Partial<Employee>) => roster(held({ id: ana.id, ...more }))
    for (const known of [clash, { status: 'invalid', code: 'op_reused' }] as const) {
      expect(of(known, other({ fields: { 'SERIE DE BULETIN': 'A11' } }))).toEqual({ is: 'there' })
      expect(of(known, other({ points: 6 }))).toEqual({ is: 'differs' })
    }
    for (const more of [{ points: 6 }, { rank: 2 }, { name: 'Ana' }, { discord: 'x' }, { fields: {} }])
      expect(of(clash, other(more))).toEqual({ is: 'differs' })
    expect(of({ status: 'duplicate', first: { id: op.id, ...clash } }, other({ points: 6 }))).toEqual({ is: 'differs' })
  })

  it('compares ranks and columns of an institution', () => {
    const create = opsOfPlan(plan, 'me', idOf)[1] as Op
    const result: OpResult = { id: create.id, ...clash }
    expect(fateOf(create, result, { ...roster(), ranks: { 2: 'Caporal', 1: 'Ofițer' } })).toEqual({ is: 'there' })
    expect(fateOf(create, result, { ...roster(), ranks: {} })).toEqual({ is: 'differs' })
    expect(fateOf(create, result, { ...roster(), columns: [] })).toEqual({ is: 'differs' })
  })
})

describe('the document of an archive', () => {
  const [planned] = plan.archives
  if (!planned) throw new Error('no archive')

  it('has what the old program wrote, in texts, and what it left out', () => {
    expect(archiveDocument(planned)).toEqual({
      archived_at: '2026-02-14T23:14:36Z',
      city: 'Oras',
      institution: 'Politie',
      reset_by: 'luca_1',
      discord_id: '99',
      columns: ['DISCORD', 'NUME IC', 'SERIE DE BULETIN', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
      ranks: { 1: 'Ofițer' },
      rows: [
        {
          DISCORD: 'ana_1',
          'NUME IC': 'Ana Pop',
          'SERIE DE BULETIN': 'A11',
          RANK: '1',
          ROLE: 'Ofițer',
          PUNCTAJ: '5',
          ULTIMA_MOD: '2026-02-18T17:25:45Z',
        },
      ],
      entries: [],
      employee_count: 1,
      total_points: 5,
      kind: 'import',
      schema: 2,
      ids: { archive: planned.id, institution: place.id, employees: [ana.id] },
    })
  })

  it('is known again, whatever its ids and the order of its keys', () => {
    const document = archiveDocument(planned)
    const shuffled = Object.fromEntries(Object.entries({ ...document, ids: {} }).toReversed())
    expect(sameArchive(planned, JSON.stringify(shuffled))).toBe(true)
    expect(sameArchive(planned, JSON.stringify({ ...document, rows: [] }))).toBe(false)
    expect(sameArchive(planned, '{')).toBe(false)
  })
})
