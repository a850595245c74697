// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, nextTick, reactive } from 'vue'
import DeletePlaceDialog from '../../src/components/place/DeletePlaceDialog.vue'
import InstitutionDialog from '../../src/components/place/InstitutionDialog.vue'
import NameDialog from '../../src/components/place/NameDialog.vue'
import SetupDialog from '../../src/components/place/SetupDialog.vue'
import { nameFormOf } from '../../src/domain/placeName.ts'
import { setupFormOf, setupOf, setupOps } from '../../src/domain/setupForm.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())

/** Opens a dialog that saves and closes into these. */
function dialog(component: Component, props: Record<string, unknown>) {
  const [save, close, remove] = [vi.fn(), vi.fn(), vi.fn()]
  open = mount(component, { gone: false, ...props, onSave: save, onClose: close, onRemove: remove })
  return { page: open, save, close, remove }
}

const errors = ({ root }: Mounted): (string | null)[] =>
  [...root.querySelectorAll('.field-error')].map((one) => one.textContent)

describe('the name of a city', () => {
  const naming = (was: string | null, others: string[]) =>
    dialog(NameDialog, { form: reactive(nameFormOf(was)), others, title: 'Oraș', label: 'Numele orașului' })

  it('is told to be taken while it is written, and is not saved', async () => {
    const { page, save } = naming(null, ['Iași', 'Cluj'])
    await page.write('Numele orașului', ' IAȘI ')
    expect(errors(page)).toEqual(['Există deja; alege alt nume.'])
    await page.submit()
    expect(save).not.toHaveBeenCalled()
    await page.write('Numele orașului', ' Vaslui ')
    await page.submit()
    expect(save).toHaveBeenCalledOnce()
  })

  it('is asked for only once somebody wants to save', async () => {
    const { page, save } = naming(null, [])
    expect(errors(page)).toEqual([])
    await page.submit()
    expect(errors(page)).toEqual(['Scrie un nume.'])
    expect(page.field('Numele orașului').getAttribute('aria-invalid')).toBe('true')
    await nextTick()
    expect(document.activeElement).toBe(page.field('Numele orașului'))
    expect(save).not.toHaveBeenCalled()
  })

  it('cannot be saved when the city is gone', () => {
    const { page } = dialog(NameDialog, { form: nameFormOf('Iași'), others: [], title: 't', label: 'l', gone: true })
    expect(page.button('Salvează').disabled).toBe(true)
    expect(page.root.querySelector('[role="alert"]')?.textContent).toContain('șters între timp')
  })
})

describe('a new institution', () => {
  it('has as many rank fields as were asked for, and columns in the order that they were put in', async () => {
    const form = reactive({ name: '', setup: setupFormOf(null) })
    const { page, save } = dialog(InstitutionDialog, { form, city: 'Iași', others: ['Spital'] })
    await page.write('Numele instituției', 'Poliția')
    await page.write('Câte rankuri ai?', '3')
    await page.write('Rank 1 →', 'Agent')
    await page.write('Rank 3 →', 'Șef')
    for (const name of ['SERIE', 'Telefon', 'Mașină']) {
      await page.press('➕ Adaugă variabilă')
      await page.write(`Variabila ${String(form.setup.columns.length)}`, name)
    }
    await page.press('Mută mai sus: Mașină')
    await page.press('Elimină: SERIE')
    await page.submit()
    expect(save).toHaveBeenCalledOnce()
    expect(setupOf(form.setup)).toEqual({ ranks: { '1': 'Agent', '3': 'Șef' }, columns: ['Mașină', 'Telefon'] })
  })

  it('is held back by each mistake, next to where it is', async () => {
    const form = reactive({ name: 'spital', setup: setupFormOf(null) })
    const { page, save } = dialog(InstitutionDialog, { form, city: 'Iași', others: ['Spital'] })
    await page.write('Câte rankuri ai?', '51')
    await page.press('➕ Adaugă variabilă')
    await page.write('Variabila 1', 'Discord')
    await page.press('➕ Adaugă variabilă')
    await page.submit()
    expect(errors(page)).toEqual([
      'Există deja; alege alt nume.',
      'Scrie un număr întreg între 0 și 50.',
      'Variabila aceasta există deja în orice instituție; alege alt nume.',
      'Scrie un nume.',
    ])
    expect(save).not.toHaveBeenCalled()
  })
})

describe('ranks and columns of an institution', () => {
  const stood = { ranks: { '1': 'Agent', '2': 'Ofițer' }, columns: ['SERIE', 'Telefon'] }

  it('tell who loses a rank’s name and which columns go, before they are saved', async () => {
    const form = reactive(setupFormOf(stood))
    const people = [{ rank: 2 }, { rank: 2 }, { rank: null }]
    const { page, save } = dialog(SetupDialog, { form, name: 'Poliția', people, changed: false })
    await page.write('Câte rankuri ai?', '1')
    expect(page.root.textContent).toContain('2 angajați au un rank care rămâne fără nume')
    await page.press('Elimină: SERIE')
    expect(page.root.textContent).toContain('Se elimină: SERIE.')
    await page.submit()
    expect(save).toHaveBeenCalledOnce()
    expect(setupOps('i', form)).toEqual([
      { kind: 'institution.ranks', institution: 'i', ranks: [stood.ranks, { '1': 'Agent' }] },
      { kind: 'institution.columns', institution: 'i', columns: [stood.columns, ['Telefon']] },
    ])
  })

  it('keep the focus where a column went', async () => {
    const form = reactive(setupFormOf(stood))
    const { page } = dialog(SetupDialog, { form, name: 'Poliția', people: [], changed: false })
    await page.press('Mută mai sus: Telefon')
    await nextTick()
    // At the top there is no further up.
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Mută mai jos: Telefon')
    await page.press('Elimină: Telefon')
    await nextTick()
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Elimină: SERIE')
  })

  it('say when somebody else changed them meanwhile', () => {
    const { page } = dialog(SetupDialog, { form: setupFormOf(stood), name: 'Poliția', people: [], changed: true })
    expect(page.root.querySelector('.note')?.textContent).toContain('Altcineva a schimbat între timp')
  })
})

describe('before a place is deleted', () => {
  const person = (name: string, points: number) => ({ name, points, rank: null })
  const police = { id: 'p', name: 'Poliția', period: 3, people: [person('Ana', 2), person('Ion', 20)] }
  const deleting = (props: Record<string, unknown>) =>
    dialog(DeletePlaceDialog, { form: reactive({ name: '' }), isCity: false, reachable: true, ...props })

  it('it is said whose points go, and that they are archived first', async () => {
    const { page, remove } = deleting({ name: 'Poliția', contents: [police] })
    expect(page.root.textContent).toContain('Angajați2Total22 de puncte')
    expect(page.root.textContent).toContain('Ion (20) și Ana (2)')
    expect(page.root.textContent).toContain('Întâi se face un raport')
    expect(page.button('Șterge').disabled).toBe(true)
    await page.submit()
    await page.write('Ca să confirmi, scrie: Poliția', 'politia')
    await page.submit()
    expect(remove).toHaveBeenCalledOnce()
  })

  it('a city names its institutions, and what cannot be seen from here', () => {
    const far = { id: 'f', name: 'Spital', period: null, people: [] }
    const { page } = deleting({ name: 'Iași', isCity: true, contents: [police, far], reachable: false })
    expect(page.root.textContent).toContain('Poliția (2 angajați) și Spital (?)')
    expect(page.root.textContent).toContain('nu este păstrată pe acest dispozitiv')
    expect(page.root.textContent).toContain('Nu este legătură cu cloudul acum')
  })

  it('an institution that is not kept here cannot be', async () => {
    const { page, remove } = deleting({
      name: 'Spital',
      contents: [{ id: 'f', name: 'Spital', period: null, people: [] }],
    })
    await page.write('Ca să confirmi, scrie: Spital', 'Spital')
    await page.submit()
    expect(page.button('Șterge').disabled).toBe(true)
    expect(remove).not.toHaveBeenCalled()
  })
})
