// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import PaletteDialog from '../../src/components/palette/PaletteDialog.vue'
import { entryOf, type PaletteEntry, paletteGroups, type PaletteSource } from '../../src/domain/palette.ts'
import { mount, type Mounted } from './mount.ts'

const entry = (key: string, label: string, more: Partial<PaletteEntry> = {}) =>
  entryOf({ key, label, run: () => undefined, ...more })
const source: PaletteSource = {
  page: [entry('create', 'Adaugă angajat'), entry('undo', 'Anulează', { keys: 'Mod+z' })],
  places: [entry('place:1', 'Poliția', { hint: 'Iași' })],
  people: [entry('person:1', 'Ștefan Țurcanu', { hint: 'Poliția, Iași' }), entry('person:2', 'Ștefania Pop')],
  app: [entry('settings', 'Setări')],
}
const [chosen, closed] = [vi.fn(), vi.fn()]
const from = shallowRef(source)
let open: Mounted | undefined
afterEach(() => {
  open?.unmount()
  vi.clearAllMocks()
})

async function palette(reading = false, given: PaletteSource = source): Promise<Mounted> {
  from.value = given
  const query = ref('')
  const groups = computed(() => paletteGroups(from.value, query.value, []))
  const page = defineComponent(
    () => () =>
      h(PaletteDialog, {
        groups: groups.value,
        reading,
        query: query.value,
        'onUpdate:query': (text: string) => (query.value = text),
        onChoose: ({ key }: PaletteEntry) => chosen(key),
        onClose: closed,
      }),
  )
  open = mount(page, {})
  await settle()
  return open
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await nextTick()
}
const field = (): HTMLInputElement =>
  document.querySelector<HTMLInputElement>('[role="combobox"]') ?? new HTMLInputElement()
const marked = (): string =>
  document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent.trim() ?? ''
async function type(text: string): Promise<void> {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}
async function press(key: string, ctrlKey = false): Promise<void> {
  field().dispatchEvent(new KeyboardEvent('keydown', { key, code: key, ctrlKey, bubbles: true, cancelable: true }))
  await settle()
}

describe('the palette', () => {
  it('is a combobox over one list, whose first line is marked', async () => {
    const { root } = await palette()
    expect(field().getAttribute('aria-expanded')).toBe('true')
    expect(root.querySelector('[role="listbox"]')?.id).toBe(field().getAttribute('aria-controls'))
    expect([...root.querySelectorAll('[role="group"]')].map((one) => one.firstElementChild?.textContent)).toEqual([
      'Pe pagina aceasta',
      'Orașe și instituții',
      'Aplicație',
    ])
    expect(marked()).toBe('Adaugă angajat')
  })

  it('is found, walked through and done with by keys alone', async () => {
    await palette()
    await type('stefan')
    expect(marked()).toContain('Ștefan Țurcanu')
    await press('ArrowDown')
    expect(marked()).toContain('Ștefania Pop')
    await press('ArrowUp')
    await press('Enter')
    expect(chosen).toHaveBeenCalledExactlyOnceWith('person:1')
  })

  it('marks the best of what is left after every key, so that Enter never runs what is gone', async () => {
    await palette()
    await press('ArrowDown')
    await type('setari')
    expect(marked()).toBe('Setări')
    await press('Enter')
    expect(chosen).toHaveBeenCalledExactlyOnceWith('settings')
  })

  it('marks somebody who has come only after the last key, and leaves the mark where a person has put it', async () => {
    await palette(true, { ...source, people: [] })
    await type('stefan')
    expect(marked()).toBe('')
    from.value = source
    await settle()
    expect(marked()).toContain('Ștefan Țurcanu')
    await press('ArrowDown')
    from.value = { ...source }
    await settle()
    expect(marked()).toContain('Ștefania Pop')
  })

  it('runs nothing where nothing fits, and says so', async () => {
    const page = await palette()
    await type('xyz')
    await press('Enter')
    expect(chosen).not.toHaveBeenCalled()
    expect(page.text()).toContain('Nimic nu se potrivește.')
  })

  it('says how many it has found, in numbers that count in Romanian', async () => {
    const many = Array.from({ length: 20 }, (_, n) => entry(`app:${n}`, `Pagina ${n}`))
    const page = await palette(false, { page: [], places: [], people: [], app: many })
    expect(page.root.querySelector('[role="status"]')?.textContent).toContain('20 de rezultate')
    await type('pagina 19')
    expect(page.root.querySelector('[role="status"]')?.textContent).toContain('1 rezultat')
  })

  it('says that people are still being read', async () => {
    const page = await palette(true)
    await type('xyz')
    expect(page.text()).toContain('Se citesc angajații…')
  })

  it('shows the keys that do the same, and closes by those that opened it', async () => {
    const { root } = await palette()
    expect([...root.querySelectorAll('kbd')].map((one) => one.textContent)).toEqual(['Ctrl', 'Z'])
    await press('k', true)
    expect(closed).toHaveBeenCalledOnce()
  })

  it('can be used with a finger', async () => {
    const { root } = await palette()
    root.querySelectorAll<HTMLElement>('[role="option"]')[2]?.click()
    await settle()
    expect(chosen).toHaveBeenCalledExactlyOnceWith('place:1')
  })
})
