// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import InstallPanel from '../../src/components/settings/InstallPanel.vue'
import KeepPanel from '../../src/components/settings/KeepPanel.vue'
import MailPanel from '../../src/components/settings/MailPanel.vue'
import NoticePanel from '../../src/components/settings/NoticePanel.vue'
import KeySheet from '../../src/components/shell/KeySheet.vue'
import { type KeepChoice, type KeepPlace, type KeepView } from '../../src/domain/keepChoice.ts'
import { type MailChoice, mailKinds } from '../../src/domain/mailChoice.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())
const names = (): string[] => [...document.querySelectorAll('button')].map((one) => one.textContent.trim())

const place = (name: string, more: Partial<KeepPlace> = {}): KeepPlace => ({
  id: name,
  name,
  city: 'Iași',
  isHeld: true,
  people: 20,
  bytes: 2048,
  unsent: 0,
  tray: 0,
  forms: 0,
  ...more,
})

describe('what this device keeps', () => {
  const [save, tray] = [vi.fn(), vi.fn()]
  const choice = ref<KeepChoice>({ all: true, ids: new Set() })

  function panel(hospital: Partial<KeepPlace> = {}, more: Partial<KeepView> = {}, reachable = true): Mounted {
    vi.clearAllMocks()
    choice.value = { all: true, ids: new Set(['Poliția', 'Spitalul']) }
    const cities = [{ id: 'c', name: 'Iași', institutions: [place('Poliția'), place('Spitalul', hospital)] }]
    const view: KeepView = { chosen: null, isPending: false, cities, ...more }
    const page = defineComponent(
      () => () =>
        h(KeepPanel, {
          view,
          reachable,
          busy: false,
          choice: choice.value,
          'onUpdate:choice': (next: KeepChoice) => (choice.value = next),
          onSave: save,
          onTray: tray,
        }),
    )
    return (open = mount(page, {}))
  }
  async function tick(label: string): Promise<void> {
    const box = [...document.querySelectorAll('label')].find((one) => one.textContent.includes(label))
    box?.querySelector('input')?.click()
    await nextTick()
  }
  const button = (page: Mounted) => page.button('Salvează alegerea')

  it('is everything, until somebody chooses; then each place shows its people and its size', async () => {
    const page = panel()
    expect(page.root.querySelectorAll('input[type="checkbox"]')).toHaveLength(0)
    expect(button(page).disabled).toBe(true)
    await tick('Numai cele alese')
    expect(page.text()).toContain('Poliția 20 de angajați · 2 KB')
    expect(button(page).disabled).toBe(false)
  })

  it('tells what leaves, and that unsent edits do not', async () => {
    const page = panel({ unsent: 2, forms: 1 })
    await tick('Numai cele alese')
    await tick('Spitalul')
    expect(page.text()).toContain(
      'De pe acest dispozitiv se șterg, cu 20 de angajați, dar în cloud rămân:Spitalul, Iași',
    )
    expect(page.text()).toContain('2 modificări netrimise de acolo rămân aici și se trimit.')
    expect(page.text()).toContain('1 formular început acolo se pierde.')
    await page.press('Salvează alegerea')
    expect(save).toHaveBeenCalledOnce()
    expect([...choice.value.ids]).toEqual(['Poliția'])
  })

  it('does not let go of a place whose refused edit waits for a decision, and leads there', async () => {
    const page = panel({ tray: 1 })
    await tick('Numai cele alese')
    await tick('Spitalul')
    expect(page.text()).toContain('1 modificare de acolo așteaptă decizia ta: hotărăște întâi.')
    expect(button(page).disabled).toBe(true)
    await page.press('De rezolvat')
    expect(tray).toHaveBeenCalledOnce()
  })

  it('is never nothing', async () => {
    const page = panel()
    await tick('Numai cele alese')
    await tick('Iași')
    expect(page.text()).toContain('Alege cel puțin o instituție.')
    expect(button(page).disabled).toBe(true)
    await tick('Iași')
    expect(choice.value.ids.size).toBe(2)
  })

  it('shows a city of which some is kept as half', async () => {
    const page = panel()
    await tick('Numai cele alese')
    await tick('Spitalul')
    const city = page.root.querySelector<HTMLInputElement>('input[type="checkbox"]')
    expect([city?.checked, city?.indeterminate]).toEqual([false, true])
  })

  it('that was chosen without a network waits for one, and says so', () => {
    const page = panel({ isHeld: false, people: null, bytes: null }, { isPending: true }, false)
    expect(page.text()).toContain('se aplică singur la următoarea sincronizare')
  })
})

describe('notifications', () => {
  const show = (state: string) => (open = mount(NoticePanel, { state, busy: false, onTurn: turn }))
  const turn = vi.fn()

  it('are turned on and off by a click, and only where the browser lets them', async () => {
    await show('off').press('Pornește notificările')
    open?.unmount()
    await show('on').press('Oprește notificările')
    expect(turn.mock.calls).toEqual([[true], [false]])
    for (const state of ['denied', 'unsupported']) {
      open?.unmount()
      show(state)
      expect(names()).toEqual([])
    }
  })

  it('that are forbidden say where they can be allowed', () => {
    expect(show('denied').text()).toContain('Permite-le din setările browserului')
    open?.unmount()
    expect(show('unsupported').text()).toContain('după instalarea aplicației')
  })
})

describe('mail', () => {
  const save = vi.fn()
  const choice: MailChoice = { address: 'a@example.org', kinds: [...mailKinds], locale: 'ro', running: true }
  function show(given: Partial<MailChoice> | null = {}, more: object = {}): Mounted {
    save.mockClear()
    open?.unmount()
    const all = {
      choice: given === null ? undefined : { ...choice, ...given },
      reachable: true,
      state: 'idle',
      ...more,
    }
    return (open = mount(MailPanel, { ...all, onSave: save }))
  }
  const fields = () => [...document.querySelectorAll<HTMLInputElement>('.mail input, .mail select')]

  it('says where it goes, or why none arrives', () => {
    expect(show().text()).toContain('E-mailurile ajung la a@example.org, adresa contului tău.')
    expect(show({ address: '' }).text()).toContain('Contul tău nu are o adresă de e-mail')
    expect(show().text()).not.toContain('Acum nu se trimit e-mailuri')
    expect(show({ running: false }).text()).toContain('Acum nu se trimit e-mailuri')
    expect(show({ kinds: [] }).text()).toContain('nu primești niciun e-mail')
  })

  it('asks for each change to be saved, the rest as it is', () => {
    show({ kinds: ['force_sync', 'reset'] })
    fields()[0]?.click()
    expect(save.mock.lastCall).toEqual([{ ...choice, kinds: ['reset'] }])
    fields()[4]?.click()
    expect(save.mock.lastCall).toEqual([{ ...choice, kinds: ['force_sync', 'reset', 'member_waiting'] }])
    const language = document.querySelector('select') as HTMLSelectElement
    language.value = 'en'
    language.dispatchEvent(new Event('change'))
    expect(save.mock.lastCall).toEqual([{ ...choice, kinds: ['force_sync', 'reset'], locale: 'en' }])
  })

  it('changes only with the cloud, and says so', () => {
    show()
    expect(fields().map(({ disabled }) => disabled)).not.toContain(true)
    for (const given of [{}, null]) {
      expect(show(given, { reachable: false }).text()).toContain('Nu este legătură cu cloudul acum')
      expect(fields().map(({ disabled }) => disabled)).not.toContain(false)
    }
    expect(show(null).text()).toContain('Se citește alegerea ta')
  })
})

describe('installing', () => {
  const show = (state: string) => (open = mount(InstallPanel, { state, onInstall: install }))
  const install = vi.fn()

  it('has a button where the browser offers it', async () => {
    await show('offered').press('Instalează aplicația')
    expect(install).toHaveBeenCalledOnce()
  })

  it('is told in words where it has none, and not at all where it is done', () => {
    expect(show('apple').root.querySelectorAll('ol li')).toHaveLength(3)
    open?.unmount()
    expect(show('manual').text()).toContain('găsești „Instalează” în meniul lui')
    open?.unmount()
    expect(show('installed').text()).toContain('Aplicația este instalată pe acest dispozitiv.')
    expect(names()).toEqual([])
  })
})

describe('the sheet of keys', () => {
  it('has every combination with what it does; a way to do something is read one key after the other', () => {
    const page = [
      { id: 'redo', label: 'Refă', keys: ['Mod+Shift+z', 'Mod+y'] },
      { id: 'many', label: 'puncte pentru mai mulți', keys: ['Shift+ArrowDown', '+', 'Enter'], inTurn: true },
    ]
    const { text } = (open = mount(KeySheet, { sections: [{ name: 'page', commands: page }] }))
    expect(text()).toContain('Pe pagina aceasta')
    expect(text()).toContain('Ctrl Shift Z, Ctrl YRefă')
    expect(text()).toContain('Shift ↓ apoi + apoi Enterpuncte pentru mai mulți')
  })
})
