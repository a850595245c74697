// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import TrayBar from '../../src/components/status/TrayBar.vue'
import TrayCard from '../../src/components/status/TrayCard.vue'
import TrayForm from '../../src/components/status/TrayForm.vue'
import { formFaults, type FieldFault } from '../../src/domain/trayForm.ts'
import type { TrayLine } from '../../src/domain/trayLine.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())

const show = (component: Component, props: Record<string, unknown>): Mounted =>
  (open = mount(component, { disabled: false, ...props }))

const at = (text: string): number => new Date(text).getTime()

/** An edit of a name that met another one. */
const clash: TrayLine = {
  id: 'c',
  kind: 'employee.edit',
  code: 'clash',
  at: at('2026-11-20T18:42'),
  place: 'Poliția',
  movedTo: null,
  people: ['Ana'],
  delta: null,
  reason: '',
  values: [
    { label: { is: 'name' }, mine: { is: 'text', text: 'Ana Mea' }, theirs: { is: 'text', text: 'Ana Lor' } },
    { label: { is: 'own', text: 'Telefon' }, mine: { is: 'text', text: '0722' }, theirs: { is: 'empty' } },
  ],
  theirs: { by: 'Ștefan', at: at('2026-11-20T19:42') },
  choices: { sending: 'mine', edit: true, blocked: null },
  week: null,
  form: [
    { key: 'name', label: { is: 'name' }, type: 'text', value: 'Ana Mea', options: [] },
    { key: 'rank', label: { is: 'rank' }, type: 'rank', value: '2', options: [{ rank: 2, role: 'Ofițer' }] },
  ],
}

/** Points of a week that was closed meanwhile. */
const lateAward = (id: string, people: string[], since: number): TrayLine => ({
  ...clash,
  id,
  kind: 'points.add',
  code: 'period_closed',
  people,
  delta: -2,
  reason: 'Patrulă',
  values: people.map((text) => ({
    label: { is: 'own', text },
    mine: { is: 'delta', n: -2 },
    theirs: { is: 'number', n: 23 },
  })),
  choices: { sending: 'newWeek', edit: true, blocked: null },
  week: { period: 2, since },
  form: [{ key: 'delta', label: { is: 'delta' }, type: 'number', value: '-2', options: [] }],
})
const award = lateAward('a', ['Ana', 'Ion'], at('2026-11-22T22:40'))

const rows = ({ root }: Mounted): string[] =>
  [...root.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent).join(' | '))
const buttons = ({ root }: Mounted): string[] =>
  [...root.querySelectorAll('.row button')].map((one) => one.textContent.trim())

describe('a card of the tray', () => {
  const card = (line: TrayLine, more: Record<string, unknown> = {}) => show(TrayCard, { line, picked: false, ...more })

  it('shows both values, whose change it was and when, and the ways out', async () => {
    const [send, edit, drop] = [vi.fn(), vi.fn(), vi.fn()]
    const page = card(clash, { onSend: send, onEdit: edit, onDrop: drop })
    expect(rows(page)).toEqual(['Nume | Ana Mea | Ana Lor', 'Telefon | 0722 | –'])
    expect(page.text()).toContain('Schimbarea: Ștefan, 20 nov. 2026, 19:42.')
    expect(page.text()).toContain('Modificarea ta: 20 nov. 2026, 18:42')
    expect(buttons(page)).toEqual(['Păstrează-l pe al meu', 'Schimbă și trimite…', 'Lasă-l pe al lor'])
    for (const name of buttons(page)) await page.press(name)
    for (const told of [send, edit, drop]) expect(told).toHaveBeenCalledOnce()
  })

  it('of what is gone says who deleted it', () => {
    expect(card({ ...clash, code: 'employee_gone' }).text()).toContain('Ștergerea: Ștefan, 20 nov. 2026, 19:42.')
  })

  it('says which week late points go to, and never offers to keep them in theirs', () => {
    const page = card(award)
    expect(buttons(page)).toEqual([
      'Trimite în săptămâna nouă (începută pe 22 nov. 2026, 22:40)',
      'Schimbă și trimite…',
      'Renunță la ea',
    ])
    expect(rows(page)).toEqual(['Ana | −2 | 23 de puncte acum', 'Ion | −2 | 23 de puncte acum'])
    expect(page.text()).toContain('Punctaj −2')
  })

  it('numbers the week where nobody knows since when it runs', () => {
    expect(buttons(card({ ...award, week: { period: 7, since: null } }))[0]).toBe('Trimite în săptămâna nouă (nr. 7)')
  })

  it('tells of the people that its table leaves out', () => {
    const people = Array.from({ length: 31 }, (_, n) => `Om ${String(n)}`)
    const page = card({ ...award, people, values: award.values })
    expect(page.text()).toContain('și încă 29 de angajați')
  })

  it('that cannot be sent says why, and can be dropped', () => {
    const page = card({ ...clash, code: 'denied', choices: { sending: null, edit: false, blocked: 'noRight' } })
    expect(page.text()).toContain('Nu mai ai dreptul acesta, deci nu se poate trimite.')
    expect(buttons(page)).toEqual(['Renunță la ea'])
  })

  it('says when somebody is added again, and where somebody works now', () => {
    const line = { ...clash, code: 'employee_gone', movedTo: 'Spitalul' }
    const page = card({ ...line, choices: { sending: 'recreate', edit: false, blocked: null } })
    expect(page.text()).toContain('Se adaugă din nou cu 0 puncte')
    expect(page.text()).toContain('Lucrează acum la Spitalul')
    expect(buttons(page)[0]).toBe('Adaugă din nou, cu modificarea mea')
  })

  it('names nobody where nobody is known', () => {
    expect(card({ ...clash, theirs: { by: null, at: null } }).text()).not.toMatch(/Schimba(rea|t)/)
    open?.unmount()
    expect(card({ ...clash, theirs: { by: 'Ștefan', at: null } }).text()).toContain('Schimbarea: Ștefan.')
  })

  it('decides nothing while the device is behind the cloud', () => {
    const { root } = card(clash, { disabled: true })
    expect([...root.querySelectorAll<HTMLButtonElement>('.row button')].every((one) => one.disabled)).toBe(true)
  })

  it('is selected by its title', async () => {
    const told = vi.fn()
    const page = card(clash, { 'onUpdate:picked': told })
    page.root.querySelector('label')?.click()
    await Promise.resolve()
    expect(told).toHaveBeenCalledWith(true)
  })
})

describe('the bar of the tray', () => {
  const other = lateAward('b', ['Ion'], at('2026-11-22T22:40'))
  const elsewhere = lateAward('e', ['Dan'], at('2026-11-23T08:00'))
  const lines = [award, other, elsewhere, clash]
  const bar = (picked: TrayLine[], more: Record<string, unknown> = {}) => show(TrayBar, { lines, picked, ...more })

  it('offers nothing but to select while nothing is', () => {
    const page = bar([])
    expect(buttons(page)).toEqual([])
    expect(page.text()).toContain('Selectează mai multe')
    expect(open?.field('Selectează tot').checked).toBe(false)
  })

  it('offers for many what they have in common, in words for many', async () => {
    const [send, drop] = [vi.fn(), vi.fn()]
    const page = bar([award, other], { onSend: send, onDrop: drop })
    const same = 'Trimite în săptămâna nouă (începută pe 22 nov. 2026, 22:40)'
    expect(buttons(page)).toEqual(['Selectează toate cele cu motivul acesta (3)', same, 'Renunță la ele'])
    await page.press(same)
    await page.press('Renunță la ele')
    expect(send).toHaveBeenCalledOnce()
    expect(drop).toHaveBeenCalledOnce()
    expect(page.text()).toContain('2 selectate')
  })

  it('takes the weeks of two institutions for different weeks', () => {
    const page = bar([award, elsewhere])
    expect(buttons(page)).toEqual(['Selectează toate cele cu motivul acesta (3)', 'Renunță la ele'])
    expect(page.text()).toContain('Cele selectate nu se pot trimite toate la fel')
  })

  it('drops one in words for one', () => {
    expect(buttons(bar([clash]))).toEqual(['Păstrează-l pe al meu', 'Renunță la ea'])
  })

  it('selects all, all of one reason, or none', async () => {
    const told = vi.fn()
    await bar([award], { onPick: told }).press('Selectează toate cele cu motivul acesta (3)')
    expect(told).toHaveBeenLastCalledWith([award, other, elsewhere])
    open?.field('Selectează tot').click()
    expect(told).toHaveBeenLastCalledWith(lines)
    open?.unmount()
    bar(lines, { onPick: told }).field('Selectează tot').click()
    expect(told).toHaveBeenLastCalledWith([])
  })
})

describe('the form of a refused edit', () => {
  const form = (line: TrayLine, modelValue: Record<string, string>, more: Record<string, unknown> = {}) =>
    show(TrayForm, { line, modelValue, faults: [], ...more })

  it('has a field for each value, and hands on what is written', async () => {
    const told = vi.fn()
    const page = form(clash, { name: 'Ana Mea', rank: '2' }, { 'onUpdate:modelValue': told })
    expect(page.field('Rank').value).toBe('2')
    await page.write('Nume', 'Ana Noastră')
    expect(told).toHaveBeenCalledWith({ name: 'Ana Noastră', rank: '2' })
  })

  it('says next to the field what is wrong with it, and goes there', async () => {
    const send = vi.fn()
    const page = form(award, { delta: '0' }, { faults: ['delta'], onSend: send })
    expect(page.text()).toContain('Scrie un număr întreg diferit de 0, cel mult 1.000.000.')
    const field = page.field('Puncte')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const note = document.getElementById(field.getAttribute('aria-describedby') ?? '')
    expect(note?.className).toBe('field-error')
    await page.submit()
    await vi.waitFor(() => expect(document.activeElement).toBe(field))
    expect(send).toHaveBeenCalledOnce()
  })

  it('says which week the points go to', () => {
    expect(form(award, { delta: '-2' }).text()).toContain('Intră în săptămâna nouă (începută pe 22 nov. 2026, 22:40)')
  })

  it('shows how ranks are written', () => {
    const field = { key: 'ranks', label: { is: 'ranks' as const }, type: 'lines' as const, value: '1 → A', options: [] }
    const page = form({ ...clash, kind: 'institution.ranks', form: [field] }, { ranks: '1 → A' })
    expect(page.text()).toContain('Câte un rank pe rând, de exemplu: 1 → Agent')
    expect(page.field('Rankuri').value).toBe('1 → A')
  })

  it('sends nothing while the device is behind the cloud', () => {
    expect(form(clash, { name: 'x' }, { disabled: true }).button('Trimite').disabled).toBe(true)
  })

  it.each<[FieldFault, string, boolean]>([
    ['delta', '-5', true],
    ['delta', '0', false],
    ['delta', '1.5', false],
    ['delta', '1000001', false],
    ['delta', '', false],
    ['points', '0', true],
    ['points', '-1', false],
    ['name', ' ', false],
    ['ranks', '1 → Agent\n2: Ofițer', true],
    ['ranks', '1 → Agent\n1 → Ofițer', false],
    ['ranks', 'Agent', false],
    ['columns', 'SERIE\nTelefon', true],
    ['columns', 'SERIE\nSERIE', false],
  ])('takes a value of %s as it is: %j %s', (key, value, isSound) => {
    const field = { key, label: { is: 'name' as const }, type: 'text' as const, value: '', options: [] }
    expect(formFaults({ form: [field] }, { [key]: value })).toEqual(isSound ? [] : [key])
  })
})
