import { expect, it } from 'vitest'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import { codesOf, idOf, reportOf, sampleFiles } from '../fixtures/legacyFiles.ts'

const plan = planLegacyImport(sampleFiles(), idOf)
const count = (kind: string, outcome: string) =>
  plan.files.filter((file) => file.kind === kind && file.outcome === outcome).length

it('takes the whole sample folder but its one orphan', () => {
  expect(plan.files).toHaveLength(34)
  expect(plan.cities.map(({ name }) => name)).toEqual(['BlackWater', 'Saint Denis', 'BW'])
  expect(plan.institutions.map((place) => [place.city, place.institution, place.employees.length])).toEqual([
    ['BlackWater', 'Medici', 1],
    ['BlackWater', 'Politie', 11],
    ['Saint Denis', 'Politie', 1],
    ['BW', 'Medic', 0],
  ])
  expect(count('archive', 'taken')).toBe(16)
  expect(count('after_reset', 'zeros')).toBe(13)
  expect(plan.files.filter(({ outcome }) => outcome === 'refused').map(({ path }) => path)).toEqual([
    'arhiva/Saint_Denis/Politie_2026-02-01_16-49-49_AFTER_RESET.json',
  ])
})

it('adds up the points of the sample', () => {
  const points = (prefix: string) =>
    plan.files.filter(({ path }) => path.startsWith(prefix)).reduce((sum, file) => sum + file.points, 0)
  expect(points('data/')).toBe(540)
  expect(points('arhiva/BlackWater/')).toBe(436)
  expect(points('arhiva/Saint_Denis/')).toBe(177)
  expect(reportOf(plan, 'data/balcaniwest/BlackWater/Politie.json').points).toBe(213)
})

it('refuses no row of the sample and warns once', () => {
  expect(plan.files.every(({ refused }) => refused === 0)).toBe(true)
  const found = plan.files.flatMap(({ path }) => codesOf(plan, path).map((code) => `${path} ${code}`))
  expect(found).toEqual([
    'arhiva/BlackWater/Politie_2026-02-18_18-13-47.json extra_column',
    'arhiva/Saint_Denis/Politie_2026-02-01_16-49-49_AFTER_RESET.json orphan',
  ])
})

it('knows a person of an archive as the one of the roster', () => {
  const dana = (employees: { id: string; name: string }[] = []) =>
    employees.find(({ name }) => name === 'Dana Neagu')?.id
  const roster = plan.institutions.find(({ city, institution }) => city === 'BlackWater' && institution === 'Politie')
  expect(dana(roster?.employees)).toBeDefined()
  expect(dana(plan.archives[2]?.employees)).toBe(dana(roster?.employees))
})
