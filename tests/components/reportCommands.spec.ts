// @vitest-environment happy-dom
// Live queries look for a global IndexedDB when Dexie is loaded.
import 'fake-indexeddb/auto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandsOf } from '../../src/composables/useCommands.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { setLocale } from '../../src/i18n/index.ts'
import { addArchives, type Week } from '../db/archived.ts'
import { ana, filledDb, ion } from '../db/filled.ts'
import { parseCsv } from '../parseCsv.ts'
import { caught, openPages, type Pages } from './reports.ts'

await setLocale('ro')

const weeks: Week[] = [
  {
    id: 'first',
    day: '2026-11-09',
    people: [
      { id: ion, name: 'Ion', points: 7 },
      { id: 'gone', name: 'Zoe', points: 1 },
    ],
  },
  {
    id: 'second',
    day: '2026-11-16',
    people: [
      { id: ion, name: 'Ion', points: 9 },
      { id: ana, name: 'Ana', points: 2 },
    ],
  },
]

let db: PunctajDb
let page: Pages
// The router loads its pages when they are gone to; the first time that takes longer than a test may.
beforeAll(
  () => Promise.all(Object.values(import.meta.glob('../../src/views/reports/*View.vue')).map((load) => load())),
  60_000,
)
beforeEach(async () => {
  db = (await filledDb()).db
})
afterEach(() => page.close())

const open = async (path: string, holds: Week[] = weeks): Promise<Pages> => {
  await addArchives(db, holds)
  return (page = await openPages(db, path))
}
const seen = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 3000 })
const offered = (): string[] => commandsOf('page').map(({ id }) => id)
const files = ['export.csv', 'export.xlsx', 'export.json', 'export.print']

/** Runs a command as soon as the page offers it. */
async function choose(id: string): Promise<void> {
  await seen(() => expect(offered()).toContain(id))
  commandsOf('page')
    .find((one) => one.id === id)
    ?.run?.()
}

describe('what the palette offers on the pages of the reports', () => {
  it('is files, paper and the other pages of a report, each once', async () => {
    await open('/reports/second')
    await seen(() =>
      expect(offered().toSorted()).toEqual([...files, 'report.back', 'reportChart', 'reportCompare'].toSorted()),
    )
    await choose('reportCompare')
    await seen(() => expect(offered()).toEqual(expect.arrayContaining([...files, 'report'])))
    expect(page.router.currentRoute.value.path).toBe('/reports/second/compare')
    expect(offered()).not.toContain('reportCompare')
    await choose('report.back')
    await seen(() => expect(offered()).toContain('reports.clear'))
    expect(page.router.currentRoute.value.path).toBe('/reports')
  })

  it('takes the filters away, and offers no file of a list that is empty', async () => {
    await open('/reports?to=2020-01-01')
    await seen(() => expect(offered()).toEqual(['reports.clear']))
    await choose('reports.clear')
    await seen(() => expect(page.rows()).toHaveLength(2))
    expect(offered()).toEqual(expect.arrayContaining(files))
  })

  it('saves what the page shows', async () => {
    await open('/reports/second/compare')
    const file = caught()
    await choose('export.csv')
    expect((await file).name).toBe('Politia_2026-11-09_2026-11-16.csv')
  })

  it('has no file of a comparison without another report', async () => {
    await open('/reports/first/compare', weeks.slice(0, 1))
    await seen(() => expect(page.text()).toContain('Este singurul raport al instituției'))
    expect(offered()).not.toContain('export.csv')
  })
})

describe('the weeks as a file', () => {
  it('hold everybody, a column a week, whoever is drawn; the sums come last', async () => {
    await open('/reports/second/chart?people=gone')
    const file = caught()
    await choose('export.csv')
    expect((await file).name).toBe('Politia_2026-11-09_2026-11-16.csv')
    const [head, ...rows] = parseCsv(await (await file).text())
    expect([head?.[0], head?.at(-1)]).toEqual(['Nume', 'Total'])
    expect(head?.[1]).toContain('9 nov. 2026')
    expect(rows).toEqual([
      ['Ion', '7', '9', '16'],
      ['Ana', '', '2', '2'],
      ['Zoe', '1', '', '1'],
      ['', '8', '11', '19'],
    ])
  })

  it('are written for other programs with null where a week does not know somebody', async () => {
    await open('/reports/second/chart')
    const file = caught()
    await choose('export.json')
    expect(JSON.parse(await (await file).text())).toMatchObject({
      punctaj: 'weeks',
      version: 1,
      weeks: [
        { archive: 'first', points: 8 },
        { archive: 'second', points: 11 },
      ],
      people: [
        { name: 'Ion', points: [7, 9] },
        { name: 'Ana', points: [null, 2] },
        { name: 'Zoe', points: [1, null] },
      ],
    })
  })
})
