// @vitest-environment happy-dom
// Live queries look for a global IndexedDB when Dexie is loaded.
import 'fake-indexeddb/auto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PunctajDb } from '../../src/db/schema.ts'
import { setLocale } from '../../src/i18n/index.ts'
import { addArchives, addFiles, archiveText, type Week } from '../db/archived.ts'
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
      { id: ana, name: 'Ana Pop', points: 12 },
      { id: 'gone', name: 'Zoe', points: 1 },
    ],
  },
  { id: 'copy', day: '2026-11-12', people: [], kind: 'before_restore' },
  {
    id: 'second',
    day: '2026-11-16',
    people: [
      { id: ion, name: 'Ion', points: 9 },
      { id: ana, name: 'Ana Rusu', points: 2, discord: '=ana' },
      { id: 'new', name: 'Șerban', points: 4 },
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

/** Opens the export menu with the keyboard, and takes an entry. */
async function exportAs(name: string): Promise<void> {
  const trigger = [...document.querySelectorAll<HTMLElement>('[aria-haspopup="menu"]')][0]
  trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await seen(() => page.click('button', name))
}

describe('the list of reports', () => {
  it('is narrowed by the address, which every choice changes, and back takes the choice away', async () => {
    await open('/reports?kind=reset')
    await seen(() => expect(page.rows()).toHaveLength(2))
    page.choose('Tip', 'before_restore')
    await seen(() => expect(page.rows()).toHaveLength(1))
    expect(page.router.currentRoute.value.query).toEqual({ kind: 'before_restore' })
    page.router.back()
    await seen(() => expect(page.rows()).toHaveLength(2))
    page.click('button', 'Șterge filtrele')
    await seen(() => expect(page.rows()).toHaveLength(3))
    expect(page.router.currentRoute.value.query).toEqual({})
  })

  it('says when nothing passes, and when there is nothing yet', async () => {
    await open('/reports?to=2020-01-01')
    await seen(() => expect(page.text()).toContain('Niciun raport nu se potrivește filtrelor.'))
    page.close()
    db = (await filledDb()).db
    await open('/reports', [])
    await seen(() => expect(page.text()).toContain('Niciun raport încă'))
  })

  it('names a period by its days', async () => {
    await open('/reports')
    await seen(() => expect(page.rows()).toHaveLength(3))
    page.choose('Perioadă', 'lastWeek')
    await seen(() => expect(Object.keys(page.router.currentRoute.value.query)).toEqual(['from', 'to']))
    page.choose('Perioadă', '')
    await seen(() => expect(page.router.currentRoute.value.query).toEqual({}))
  })
})

describe('the people of a report', () => {
  it('come with most points first, are sorted by a header and searched without diacritics', async () => {
    await open('/reports/second')
    const names = () => page.rows().map(([, name]) => name)
    await seen(() => expect(names()).toEqual(['Ion', 'Șerban', 'Ana Rusu']))
    page.click('button', 'Nume')
    await seen(() => expect(names()).toEqual(['Ana Rusu', 'Ion', 'Șerban']))
    expect(page.rows().map(([place]) => place)).toEqual(['3', '1', '2'])
    page.write('Caută angajat', 'serban')
    await seen(() => expect(names()).toEqual(['Șerban']))
    expect(page.text()).toContain('1 din 3')
    page.write('Caută angajat', 'x')
    await seen(() => expect(page.text()).toContain('Niciun angajat nu se potrivește căutării.'))
  })

  it('are exported as CSV that runs nothing, and as the very file of the storage', async () => {
    await open('/reports/second')
    await seen(() => expect(page.rows()).toHaveLength(3))
    let file = caught()
    await exportAs('CSV (; și UTF-8)')
    expect((await file).name).toBe('Politia_2026-11-16.csv')
    const [head, first, , third] = parseCsv(await (await file).text())
    expect(head).toEqual(['#', 'Nume', 'Discord', 'Rank', 'Rol', 'CNP', 'Punctaj', 'Ultima modificare'])
    expect(first?.slice(0, 7)).toEqual(['1', 'Ion', '', '1', 'Agent', 'cnp Ion', '9'])
    expect(third?.[2]).toBe("'=ana")
    file = caught()
    await exportAs('JSON')
    expect((await file).name).toBe('Politia_2026-11-16_21-30-05.json')
    expect(await (await file).text()).toBe(archiveText(weeks[2] as Week))
  })

  it('of a report that is not here say so; of one whose file is not, that it comes, or why not', async () => {
    await open('/reports/none')
    await seen(() => expect(page.text()).toContain('Raportul nu este aici'))
    page.close()
    db = (await filledDb()).db
    const late = { ...(weeks[2] as Week), away: true }
    await open('/reports/second', [late])
    await seen(() => expect(page.root.querySelector('[role="alert"]')).not.toBeNull())
    await addFiles(db, [late])
    await seen(() => expect(page.rows()).toHaveLength(3))
  })
})

describe('a comparison', () => {
  it('is with the week before, person by person', async () => {
    await open('/reports/second/compare')
    await seen(() => expect(page.rows()).toHaveLength(5))
    expect(page.rows()).toEqual([
      ['Ion', '7', '9', '+2'],
      ['Șerban nou', '–', '4', '+4'],
      ['Ana Rusu înainte: Ana Pop', '12', '2', '−10'],
      ['Zoe plecat', '1', '–', '−1'],
      ['Total', '20', '15', '−5'],
    ])
    expect(page.text()).toContain('1 angajat nou')
    page.click('button', 'Diferență')
    await seen(() => expect(page.rows()[0]?.[0]).toBe('Șerban nou'))
  })

  it('is with whichever is chosen, the earlier one first', async () => {
    await open('/reports/first/compare')
    await seen(() => expect(page.text()).toContain('Nu există un raport mai vechi al unei săptămâni.'))
    page.choose('Compară cu', 'second')
    await seen(() => expect(page.rows()[0]).toEqual(['Ion', '7', '9', '+2']))
    expect(page.router.currentRoute.value.query).toEqual({ with: 'second' })
  })

  it('needs another report', async () => {
    await open('/reports/first/compare', weeks.slice(0, 1))
    await seen(() => expect(page.text()).toContain('Este singurul raport al instituției'))
  })

  it('is exported with its totals', async () => {
    await open('/reports/second/compare')
    await seen(() => expect(page.rows()).toHaveLength(5))
    let file = caught()
    await exportAs('CSV (; și UTF-8)')
    expect((await file).name).toBe('Politia_2026-11-09_2026-11-16.csv')
    const rows = parseCsv(await (await file).text())
    expect(rows.map((row) => [row[0], row[1], ...row.slice(5)]).slice(1)).toEqual([
      ['Ion', '', '7', '9', '2'],
      ['Șerban', '', '', '4', '4'],
      ['Ana Rusu', 'Ana Pop', '12', '2', '-10'],
      ['Zoe', '', '1', '', '-1'],
      ['', '', '20', '15', '-5'],
    ])
    file = caught()
    await exportAs('JSON')
    expect(JSON.parse(await (await file).text())).toMatchObject({
      punctaj: 'comparison',
      version: 1,
      before: { archive: 'first', points: 20 },
      after: { archive: 'second', points: 15 },
    })
  })
})

describe('points over the weeks', () => {
  const chart = () => page.root.querySelector('svg[role="img"]')

  it('are drawn and stand in a table: the sums, then the people who are ticked', async () => {
    await open('/reports/second/chart')
    await seen(() => expect(page.text()).toContain('Ana Rusu 14'))
    expect(page.rows()).toHaveLength(2)
    expect(page.rows()[0]?.slice(1)).toEqual(['3', '15'])
    expect(chart()?.querySelectorAll('.bar')).toHaveLength(2)
    expect(chart()?.querySelector('desc')?.textContent).toContain('Total: 20 la 9 nov. 2026, 15 la 16 nov. 2026')

    page.tick('Zoe')
    await seen(() => expect(page.rows().map((row) => row[3])).toEqual(['–', '1']))
    expect(chart()?.querySelectorAll('.bar')).toHaveLength(0)
    expect(chart()?.querySelectorAll('.mark')).toHaveLength(1)
    expect(page.router.currentRoute.value.query).toEqual({ people: ['gone'] })
    page.click('button', 'Arată totalul')
    await seen(() => expect(chart()?.querySelectorAll('.bar')).toHaveLength(2))
  })

  it('tell how many weeks are not here yet, and take them in when they come', async () => {
    const late = { ...(weeks[2] as Week), away: true }
    await open('/reports/first/chart', [weeks[0] as Week, late])
    await seen(() => expect(page.text()).toContain('1 săptămână se descarcă.'))
    // The sum is known without the file.
    expect(page.rows()[0]?.[2]).toBe('15')
    await addFiles(db, [late])
    await seen(() => expect(page.text()).not.toContain('se descarcă'))
    await seen(() => expect(page.text()).toContain('Șerban 4'))
  })

  it('of an institution without a closed week say so', async () => {
    await open('/reports/copy/chart', [weeks[1] as Week])
    await seen(() => expect(page.text()).toContain('Nicio săptămână închisă încă'))
  })
})

describe('paper', () => {
  it('takes everybody, also whom the screen keeps for a later click', async () => {
    const many = Array.from({ length: 301 }, (_, i) => ({ id: `p${i}`, name: `Om ${i}`, points: i }))
    await open('/reports/many', [{ id: 'many', day: '2026-11-16', people: many }])
    await seen(() => expect(page.rows()).toHaveLength(300))
    dispatchEvent(new Event('beforeprint'))
    await seen(() => expect(page.rows()).toHaveLength(301))
    dispatchEvent(new Event('afterprint'))
    await seen(() => expect(page.rows()).toHaveLength(300))
  })
})
