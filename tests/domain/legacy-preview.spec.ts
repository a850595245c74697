import { describe, expect, it } from 'vitest'
import { issueFix, issueText } from '../../src/domain/legacy/issueTexts.ts'
import { issue, type IssueCode, levelOf } from '../../src/domain/legacy/issues.ts'
import { bringsAnything, type Held, previewOf, refusedRows } from '../../src/domain/legacy/preview.ts'
import type { Employee } from '../../src/domain/model.ts'
import { archive, archivePath, dataPath, institution, person, planOf } from '../fixtures/legacyFiles.ts'

const plan = planOf({
  [dataPath]: institution([
    person(),
    person({ DISCORD: 'dan_2', 'NUME IC': 'Dan' }),
    person({ DISCORD: 'ion_3', 'NUME IC': 'Ion' }),
    person({ PUNCTAJ: 'x' }),
  ]),
  [archivePath]: archive([person(), person({ DISCORD: 'dan_2', PUNCTAJ: 9 })]),
  'data/alfa/Oras/Rau.json': '{',
})
const [city, place, dated] = [plan.cities[0], plan.institutions[0], plan.archives[0]]
if (!city || !place || !dated) throw new Error('the plan is empty')

const employees: Employee[] = place.employees.slice(0, 2).map(({ id, name, discord, rank, fields, points }, n) => ({
  id,
  name,
  discord,
  rank,
  fields,
  points: points + n,
  rev: 1,
  touched: 0,
}))
const held: Held = {
  directory: {
    cities: [{ id: city.id, name: 'Oras', place: null }],
    institutions: [{ id: place.id, city: city.id, name: 'Politie', place: null }],
  },
  rosters: new Map([
    [place.id, { institution: place.id, period: 1, ranks: place.ranks, columns: place.columns, employees }],
  ]),
  archives: new Set(),
}

describe('a preview', () => {
  it('tells of every person whether they are new, there, or there with other content', () => {
    const { places, people } = previewOf(plan, held)
    expect(places[0]?.people.map(({ name, points, is }) => [name, points, is])).toEqual([
      ['Ana Pop', 5, 'there'],
      ['Dan', 5, 'differs'],
      ['Ion', 5, 'fresh'],
    ])
    expect(people).toEqual({ fresh: 1, there: 1, differs: 1, unknown: 0 })
  })

  it('tells of the place and its archives too', () => {
    const view = previewOf(plan, { ...held, archives: new Set([dated.id]) })
    expect([view.cities.there, view.institutions.there, view.archives.there]).toEqual([1, 1, 1])
    expect(view.places[0]?.archives).toEqual([{ id: dated.id, at: dated.at, people: 2, points: 14, is: 'there' }])
    const roster = held.rosters.get(place.id)
    const other = new Map(roster && [[place.id, { ...roster, columns: ['Altă coloană'] }]])
    expect(previewOf(plan, { ...held, rosters: other }).places[0]?.is).toBe('differs')
  })

  it('of an empty cloud is all new; without the cloud it is not known', () => {
    const nothing: Held = { directory: { cities: [], institutions: [] }, rosters: new Map(), archives: new Set() }
    expect(previewOf(plan, nothing).people).toMatchObject({ fresh: 3 })
    expect(previewOf(plan, null).people).toMatchObject({ unknown: 3, fresh: 0 })
    expect([previewOf(plan, nothing), previewOf(plan, null)].map(bringsAnything)).toEqual([true, true])
  })

  it('shows archives alone under their institution, which is not what is imported', () => {
    const alone = planOf({ [archivePath]: archive([]) }, [{ city: 'Oras', institution: 'Politie' }])
    const { places, institutions } = previewOf(alone, held)
    expect(places).toMatchObject([{ institution: 'Politie', is: null, people: [], archives: [{ people: 0 }] }])
    expect(institutions).toEqual({ fresh: 0, there: 0, differs: 0, unknown: 0 })
  })

  it('brings nothing when all is there, or all was refused', () => {
    const there = planOf({ [dataPath]: institution([person()]) })
    expect(bringsAnything(previewOf(there, held))).toBe(false)
    expect(bringsAnything(previewOf(planOf({ [dataPath]: '{' }), held))).toBe(false)
  })

  it('keeps apart files of which nothing is taken and those with a refused row', () => {
    const { refused, doubtful } = previewOf(plan, held)
    expect(refused.map(({ path }) => path)).toEqual(['data/alfa/Oras/Rau.json'])
    const [file] = doubtful.filter(({ path }) => path === dataPath)
    expect(file && refusedRows(file).map(({ code, row }) => [code, row])).toEqual([['points_text', 4]])
  })
})

describe('what is found in files', () => {
  it('is said in both languages, with what it is about', () => {
    const text = issue('points_text', '12 puncte')
    expect(issueText(text, 'ro')).toBe('PUNCTAJ nu este un număr: 12 puncte')
    expect(issueText(text, 'en')).toBe('PUNCTAJ is not a number: 12 puncte')
  })

  it('comes with what helps wherever it costs something', () => {
    const costly: IssueCode[] = ['orphan', 'truncated', 'points_blank', 'superuser_only']
    for (const code of costly)
      for (const language of ['ro', 'en'] as const) expect(issueFix(code, language)).toMatch(/\.$/)
    expect(levelOf('repeated')).toBe('warning')
    expect(issueFix('repeated', 'ro')).toBe('')
  })
})
