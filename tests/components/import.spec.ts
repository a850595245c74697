// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, nextTick } from 'vue'
import ImportOutcome from '../../src/components/import/ImportOutcome.vue'
import ImportProgress from '../../src/components/import/ImportProgress.vue'
import ImportReport from '../../src/components/import/ImportReport.vue'
import ImportStart from '../../src/components/import/ImportStart.vue'
import ImportTotals from '../../src/components/import/ImportTotals.vue'
import PlaceQuestions from '../../src/components/import/PlaceQuestions.vue'
import PlaceSection from '../../src/components/import/PlaceSection.vue'
import { previewOf } from '../../src/domain/legacy/preview.ts'
import type { PlaceQuestion } from '../../src/domain/legacy/unplaced.ts'
import { archive, archivePath, dataPath, institution, person, planOf } from '../fixtures/legacyFiles.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())
const show = (component: Component, props: Record<string, unknown>): Mounted => (open = mount(component, props))
const empty = { directory: { cities: [], institutions: [] }, rosters: new Map(), archives: new Set<string>() }
const texts = {
  [dataPath]: institution([person(), person({ DISCORD: 'dan_2', 'NUME IC': 'Dan', PUNCTAJ: '12 puncte' })]),
  [archivePath]: archive([person()], { archived_at: '2026-02-16 01:14:36' }),
  'data/alfa/Oras/Taiat.json': '{"rows": [',
}
const preview = (held: typeof empty | null = empty) => previewOf(planOf(texts), held)

describe('the start', () => {
  it('tells what can be imported, with the folders, and hands over what is chosen', () => {
    const choose = vi.fn()
    const page = show(ImportStart, { onChoose: choose })
    expect(page.text()).toContain('data/<server>/<Oraș>/<Instituție>.json')
    expect(page.text()).toContain('nimic nu se trimite până nu confirmi')
    const input = page.root.querySelector<HTMLInputElement>('input[multiple]')
    const file = new File(['{}'], 'x.json')
    Object.defineProperty(input, 'files', { value: [file] })
    input?.dispatchEvent(new Event('change'))
    expect(choose).toHaveBeenCalledWith([file])
    expect(page.button('Alege fișiere')).toBeTruthy()
  })

  it('takes what is dropped on it, and keeps the browser from opening it', () => {
    const drop = vi.fn()
    const page = show(ImportStart, { onDrop: drop })
    const event = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: {} })
    page.root.querySelector('section')?.dispatchEvent(event)
    expect(drop).toHaveBeenCalledOnce()
    expect(event.defaultPrevented).toBe(true)
  })
})

describe('the question whose files they are', () => {
  const questions: PlaceQuestion[] = [
    { key: 'a', paths: ['Politie.json', 'Politie_2026.json'], suggestion: { city: '', institution: 'Politie' } },
  ]

  it('is answered by the person; an empty name is refused where it is', async () => {
    const answer = vi.fn()
    const page = show(PlaceQuestions, { questions, onAnswer: answer })
    expect(page.text()).toContain('Politie.json și încă 1 fișier')
    expect(page.field('Instituție').value).toBe('Politie')
    await page.submit()
    await nextTick()
    expect(answer).not.toHaveBeenCalled()
    expect(page.field('Oraș').getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(page.field('Oraș'))
    await page.write('Oraș', 'Iași')
    await page.submit()
    expect(answer).toHaveBeenCalledWith(new Map([['a', { city: 'Iași', institution: 'Politie' }]]))
  })

  it('may stay open: the files are left out', async () => {
    const answer = vi.fn()
    const page = show(PlaceQuestions, { questions, onAnswer: answer })
    page.field('Nu îl importa').click()
    await nextTick()
    expect(page.field('Oraș').disabled).toBe(true)
    await page.submit()
    expect(answer).toHaveBeenCalledWith(new Map())
  })
})

describe('the preview', () => {
  it('sums up what is new and what is there', () => {
    const page = show(ImportTotals, { preview: preview() })
    const rows = [...page.root.querySelectorAll('tbody tr')].map((row) => row.textContent.replace(/\s+/g, ' ').trim())
    expect(rows).toEqual(['Orașe1100', 'Instituții1100', 'Angajați1100', 'Rapoarte1100'])
  })

  it('says nothing of what is there while the cloud was not asked', () => {
    const page = show(ImportTotals, { preview: preview(null) })
    expect(page.text()).toContain('În fișiere')
    expect(page.text()).not.toContain('Există deja')
  })

  it('shows the people of an institution, with their points, once it is opened', async () => {
    const page = show(PlaceSection, { place: preview().places[0] })
    expect(page.text()).toContain('Politie Oras de adăugat 1 angajat · 5 puncte · 1 raport')
    expect(page.text()).not.toContain('Ana Pop')
    const details = page.root.querySelector('details')
    if (details) details.open = true
    details?.dispatchEvent(new Event('toggle'))
    await nextTick()
    expect(page.root.querySelector('tbody tr')?.textContent).toContain('Ana Pop')
    expect(page.root.querySelectorAll('table')).toHaveLength(2)
  })

  it('draws a hundred people at a time', async () => {
    const people = Array.from({ length: 230 }, (_, n) => person({ DISCORD: `om_${n}`, 'NUME IC': `Om ${n}` }))
    const [place] = previewOf(planOf({ [dataPath]: institution(people) }), empty).places
    const page = show(PlaceSection, { place })
    const details = page.root.querySelector('details')
    if (details) details.open = true
    details?.dispatchEvent(new Event('toggle'))
    await nextTick()
    expect(page.root.querySelectorAll('tbody tr')).toHaveLength(100)
    await page.press('Arată mai multe')
    await page.press('Arată mai multe')
    expect(page.root.querySelectorAll('tbody tr')).toHaveLength(230)
    expect(page.root.querySelector('button')).toBeNull()
  })
})

describe('what is wrong with files', () => {
  it('is told by file and row, with why and what to do; doubts come apart', () => {
    const page = show(ImportReport, { preview: preview() })
    const [refused, doubtful] = page.root.querySelectorAll('section')
    expect(refused?.querySelector('h2')?.textContent).toBe('Ce nu se importă și de ce')
    expect(refused?.textContent).toContain('Fișierul se termină la mijloc: a fost tăiat.Copiază-l din nou')
    expect(refused?.textContent).toContain('Rândul 2: PUNCTAJ nu este un număr: 12 puncte.Corectează rândul')
    expect(doubtful?.textContent).toContain('archived_at este 2026-02-16 01:14:36')
    expect(doubtful?.textContent).not.toContain('PUNCTAJ')
  })

  it('is told once of files that have it alike, with what helps once for all rows', () => {
    const rows = [person({ PUNCTAJ: 'x' }), person({ PUNCTAJ: 'y' })]
    const cut = Object.fromEntries(['A', 'B', 'C'].map((name) => [`data/alfa/Oras/${name}.json`, '{"rows": [']))
    const page = show(ImportReport, { preview: previewOf(planOf({ ...cut, [dataPath]: institution(rows) }), empty) })
    const [first] = page.root.querySelectorAll('li')
    expect(first?.querySelector('h3')?.textContent).toBe('data/alfa/Oras/A.json')
    expect(first?.querySelector('details')?.textContent).toBe(
      'și încă 2 fișieredata/alfa/Oras/B.jsondata/alfa/Oras/C.json',
    )
    expect(page.text().match(/a fost tăiat/g)).toHaveLength(1)
    expect(page.text().match(/Corectează rândul/g)).toHaveLength(1)
    expect(page.text()).toContain('PUNCTAJ nu este un număr: y')
  })

  it('is shown a few at a time', async () => {
    const rows = Array.from({ length: 120 }, () => person({ PUNCTAJ: 'x' }))
    const page = show(ImportReport, { preview: previewOf(planOf({ [dataPath]: institution(rows) }), empty) })
    expect(page.root.querySelectorAll('.lines li')).toHaveLength(50)
    await page.press('Arată mai multe')
    expect(page.root.querySelectorAll('.lines li')).toHaveLength(100)
  })

  it('is no heading when nothing is', () => {
    const page = show(ImportReport, { preview: previewOf(planOf({ [dataPath]: institution([person()]) }), empty) })
    expect(page.text()).toBe('')
  })
})

describe('progress', () => {
  it('is told, and can be stopped once', async () => {
    const stop = vi.fn()
    const bar = { label: 'Se importă…', done: 250, total: 1000, stop: 'Oprește', onStop: stop }
    const page = show(ImportProgress, bar)
    expect(page.text()).toContain('250 din 1.000')
    await page.press('Oprește')
    expect(stop).toHaveBeenCalledOnce()
    page.unmount()
    expect(show(ImportProgress, { ...bar, stopping: true }).button('Se oprește…').disabled).toBe(true)
  })
})

describe('the outcome', () => {
  it('has the sums, and names what is not as in the files', () => {
    const page = show(ImportOutcome, {
      result: {
        added: 3,
        there: 2,
        differs: 1,
        gone: 1,
        refused: 4,
        exceptions: [
          { kind: 'employee', name: 'Dan', place: 'Poliția, Iași', at: null, fate: { is: 'differs' } },
          { kind: 'employee', name: 'Ion', place: 'Poliția, Iași', at: null, fate: { is: 'gone' } },
          {
            kind: 'archive',
            name: 'Poliția',
            place: 'Iași',
            at: Date.UTC(2026, 1, 15),
            fate: { is: 'refused', code: 'institution_gone' },
          },
        ],
      },
    })
    expect(page.text()).toContain('Erau deja, diferit (neschimbate)1Șterse între timp (rămân șterse)1Refuzate4')
    expect(page.text()).toContain('Dan (Poliția, Iași): este deja în cloud cu alte valori')
    expect(page.text()).toContain('Ion (Poliția, Iași): a fost importat mai demult și șters')
    expect(page.text()).toMatch(
      /Raportul Poliția, 15 feb\. 2026.* \(Iași\): refuzat de cloud\. Instituția a fost ștearsă/,
    )
  })
})
