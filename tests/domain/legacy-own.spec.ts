import { describe, expect, it } from 'vitest'
import { archiveDocument } from '../../src/domain/legacy/document.ts'
import { sameArchive } from '../../src/domain/legacy/fate.ts'
import { codesOf, dataPath, institution, person, planOf, reportOf } from '../fixtures/legacyFiles.ts'

const id = (n: number) => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`

const roster = (people: unknown[], more: Record<string, unknown> = {}) =>
  JSON.stringify({
    punctaj: 'roster',
    version: 1,
    institution: 'Poliția',
    city: 'Iași',
    columns: ['SERIE DE BULETIN'],
    ranks: { 1: 'Agent' },
    people,
    exportedAt: Date.UTC(2026, 10, 20, 10),
    ...more,
  })
const ana = { id: id(1), name: 'Ana', discord: 'ana', rank: 1, points: 7, fields: { 'SERIE DE BULETIN': 'A1' } }

const row = (more: Record<string, unknown> = {}) => ({
  DISCORD: 'ana',
  'NUME IC': 'Ana',
  'SERIE DE BULETIN': 'A1',
  RANK: '1',
  ROLE: 'Agent',
  PUNCTAJ: '7',
  ULTIMA_MOD: '2026-11-13T10:00:00Z',
  ...more,
})
const archive = (rows: unknown[], more: Record<string, unknown> = {}) => ({
  archived_at: '2026-11-14T10:00:00Z',
  city: 'Iași',
  institution: 'Poliția',
  reset_by: 'Ștefan',
  discord_id: null,
  columns: ['DISCORD', 'NUME IC', 'SERIE DE BULETIN', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
  ranks: { 1: 'Agent' },
  rows,
  entries: [{ id: id(70), delta: 7 }],
  employee_count: rows.length,
  total_points: 7,
  kind: 'reset',
  period: 3,
  schema: 2,
  ids: { archive: id(50), city: id(60), institution: id(61), employees: [id(1)] },
  ...more,
})
const known = [{ city: 'Iași', institution: 'Poliția' }]
const planned = (file: object, path = 'x.json') => planOf({ [path]: JSON.stringify(file) }, known)

describe('a roster that the app exported', () => {
  it('says itself whose it is, wherever it stands, and its people keep their ids', () => {
    const plan = planOf({ 'Descărcări/punctaj.json': roster([ana]) })
    expect(plan.cities.map(({ name }) => name)).toEqual(['Iași'])
    expect(plan.institutions).toMatchObject([
      {
        city: 'Iași',
        institution: 'Poliția',
        columns: ['SERIE DE BULETIN'],
        ranks: { 1: 'Agent' },
        employees: [{ id: id(1), name: 'Ana', discord: 'ana', rank: 1, points: 7, fields: ana.fields }],
      },
    ])
    expect(codesOf(plan, 'Descărcări/punctaj.json')).toEqual([])
  })

  it('is the institution of that name in old files too', () => {
    const [own] = planOf({ 'x.json': roster([ana], { city: 'Oras', institution: 'Politie' }) }).institutions
    const [old] = planOf({ [dataPath]: institution([person()]) }).institutions
    expect(own?.id).toBe(old?.id)
  })

  it('gives a reason for each row that cannot be taken, and takes the rest', () => {
    const people = [ana, { ...ana, id: id(2), points: 1.5 }, 'Dan', { ...ana, id: id(3), name: '', discord: '' }]
    const plan = planOf({ 'x.json': roster(people) })
    expect(codesOf(plan, 'x.json')).toEqual(['2 points_decimal', '3 row_shape', '4 no_name'])
    expect(plan.institutions[0]?.employees).toHaveLength(1)
  })

  it('gives one id to one person only, and one of its own to whoever has none', () => {
    const people = [ana, { ...ana, name: 'Bogdan' }, { ...ana, id: 'nu', name: 'Dan' }]
    const ids = planOf({ 'x.json': roster(people) }).institutions[0]?.employees.map((each) => each.id) ?? []
    expect(ids[0]).toBe(id(1))
    expect(new Set(ids).size).toBe(3)
  })

  it('of a version to come is refused', () => {
    expect(codesOf(planOf({ 'x.json': roster([ana], { version: 2 }) }), 'x.json')).toEqual(['other_version'])
  })

  it('without a usable name is refused', () => {
    expect(codesOf(planOf({ 'x.json': roster([ana], { city: ' ' }) }), 'x.json')).toEqual(['bad_name'])
  })
})

describe('an archive as the cloud keeps it', () => {
  it('keeps its id and everything in it, whatever its path says', () => {
    const plan = planned(archive([row()]), 'arhiva/Iasi/Politia_2026-11-14_10-00-00.json')
    const [one] = plan.archives
    expect(one).toMatchObject({ id: id(50), city: 'Iași', institution: 'Poliția', resetBy: 'Ștefan' })
    expect(one?.at).toBe(Date.UTC(2026, 10, 14, 10))
    const document = one && archiveDocument(one)
    expect(document).toMatchObject({ kind: 'reset', period: 3, entries: [{ delta: 7 }], rows: [row()] })
    expect(document).toMatchObject({ ids: { archive: id(50), city: id(60), employees: [id(1)] } })
  })

  it('is the same as what the cloud has when all but the ids agree', () => {
    const [one] = planned(archive([row()])).archives
    if (!one) throw new Error('no archive')
    const other = { ...archive([row()]), ids: { archive: 'another' } }
    expect(sameArchive(one, JSON.stringify(other))).toBe(true)
    expect(sameArchive(one, JSON.stringify({ ...other, period: 4 }))).toBe(false)
  })

  it('is taken whole or not at all', () => {
    const plan = planned(archive([row(), row({ 'NUME IC': 'Dan', PUNCTAJ: 'x' })]))
    expect(plan.archives).toEqual([])
    expect(codesOf(plan, 'x.json')).toEqual(['export_damaged', '2 points_text'])
    expect(reportOf(plan, 'x.json')).toMatchObject({ outcome: 'refused', taken: 0 })
  })

  it('needs its institution, like any other', () => {
    const alone = planOf({ 'x.json': JSON.stringify(archive([row()])) }, [{ city: 'Iași', institution: 'Alta' }])
    expect(codesOf(alone, 'x.json')).toEqual(['no_institution'])
  })

  it('without its time, or of another schema, is refused', () => {
    expect(codesOf(planned(archive([], { archived_at: 'ieri' })), 'x.json')).toEqual(['no_time'])
    expect(codesOf(planned(archive([], { schema: 3 })), 'x.json')).toEqual(['other_version'])
  })
})

it.each(['archives', 'comparison'])('%s as exported are to be read, and told so', (punctaj) => {
  const plan = planOf({ 'x.json': JSON.stringify({ punctaj, version: 1, exportedAt: 1, city: 'Iași', people: [] }) })
  expect(codesOf(plan, 'x.json')).toEqual(['only_to_read'])
})

it('a file of unsent edits is nothing to plan', () => {
  const plan = planOf({ 'x.json': JSON.stringify({ format: 'punctaj-unsent', version: 1 }) })
  expect(codesOf(plan, 'x.json')).toEqual(['unsent_edits'])
})
