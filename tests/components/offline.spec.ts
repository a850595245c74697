// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import HistoryDialog from '../../src/components/roster/HistoryDialog.vue'
import LeftEdits from '../../src/components/session/LeftEdits.vue'
import SignOutDialog from '../../src/components/session/SignOutDialog.vue'
import StorageBar from '../../src/components/shell/StorageBar.vue'
import UpdateNote from '../../src/components/shell/UpdateNote.vue'
import ImportDialog from '../../src/components/status/ImportDialog.vue'
import type { StorageTrouble } from '../../src/domain/storageTrouble.ts'
import type { HistoryLine } from '../../src/domain/views.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())
const show = (component: Component, props: Record<string, unknown>): Mounted => (open = mount(component, props))
const at = (text: string): number => new Date(text).getTime()
const names = (): string[] => [...document.querySelectorAll('button')].map((one) => one.textContent.trim())

describe('a file of unsent edits', () => {
  const empty = { name: 'Ioana', at: at('2026-11-20T18:42'), outbox: [], tray: [], known: 0, unsound: 0 }
  const preview = (more: Record<string, unknown>) =>
    show(ImportDialog, { ...empty, code: null, foreign: null, busy: false, ...more })
  const outbox = [{ kind: 'points.add', place: 'Poliția', count: 21, people: ['Ana', 'Ion'] }]
  const tray = [{ kind: 'employee.edit', place: 'Spitalul', count: 1, people: [] }]

  it('tells before it is taken whose it is, what is sent and what must be decided', async () => {
    const [take, close] = [vi.fn(), vi.fn()]
    const page = preview({ outbox, tray, onTake: take, onClose: close })
    expect(page.text()).toContain('Salvate de Ioana, 20 nov. 2026, 18:42.')
    expect(page.text()).toContain('21 de modificări se trimit în cloud')
    expect(page.text()).toContain('Punctaj × 21 · Poliția')
    expect(page.text()).toContain('Ana și Ion')
    expect(page.text()).toContain('1 modificare ajunge la „De rezolvat”')
    await page.press('Importă 22 de modificări')
    await page.press('Renunță')
    expect([take.mock.calls.length, close.mock.calls.length]).toEqual([1, 1])
  })

  it('tells what is skipped and what is damaged, also when nothing is left', () => {
    const page = preview({ known: 2, unsound: 1 })
    expect(page.text()).toContain('Nu este nimic nou în acest fișier.')
    expect(page.text()).toContain('2 modificări sunt deja aici')
    expect(page.text()).toContain('1 modificare este deteriorată și rămâne în fișier.')
    expect(names()).not.toContain('Importă')
    expect(names().at(-1)).toBe('Închide')
  })

  it('that is another person’s is refused by that person’s name', () => {
    const page = preview({ outbox, code: 'other_user', foreign: 'Alt Om' })
    expect(page.text()).toContain('Fișierul este al altei persoane: Alt Om.')
    expect(page.text()).not.toContain('Punctaj × 21')
    expect(names().some((name) => name.startsWith('Importă'))).toBe(false)
  })

  it('that is none says what to choose instead', () => {
    expect(preview({ code: 'bad_file' }).root.querySelector('[role="alert"]')?.textContent).toContain('exportat')
  })

  it('is taken once', () => {
    expect(preview({ outbox, busy: true }).button('Importă 21 de modificări').disabled).toBe(true)
  })
})

describe('the history of an employee', () => {
  const history = (lines: HistoryLine[] | undefined, points: number | null = 20) =>
    show(HistoryDialog, { name: 'Ana', points, lines, onClose: () => undefined })
  const entry: HistoryLine = {
    is: 'entry',
    id: 'e',
    at: at('2026-11-22T10:00'),
    by: 'Ștefan',
    kind: 'add',
    delta: -50,
    effective: -12,
    reason: 'Întârziere',
    pending: false,
    total: 20,
  }
  const lineTexts = ({ root }: Mounted): string[] =>
    [...root.querySelectorAll('li')].map((line) =>
      [...line.querySelectorAll(':scope > strong, p')]
        .map((part) => part.textContent.replace(/\s+/g, ' ').trim())
        .join(' / '),
    )

  it('shows what was given, what of it counted, the total after it, by whom and when', () => {
    const page = history([entry])
    expect(page.text()).toContain('Acum: 20 de puncte')
    expect(lineTexts(page)).toEqual([
      '−12 / Întârziere / cerut −50; sub 0 nu se scade / total 20 · Ștefan, 22 nov. 2026, 10:00',
    ])
  })

  it('marks what is still on its way, and names an entry without a reason by its kind', () => {
    const page = history([{ ...entry, delta: 5, effective: 5, reason: '', kind: 'set', pending: true }])
    expect(lineTexts(page)[0]).toMatch(/^\+5 \/ Punctaj scris direct Netrimis încă \/ total 20/)
  })

  it('ends each week with its report, also when the file is not here', () => {
    const archive = { is: 'archive', id: 'a', at: entry.at, by: 'Ștefan', kind: 'reset', points: 45 } as const
    const page = history([archive, { ...archive, id: 'b', points: null }])
    expect(lineTexts(page)).toEqual([
      '45 / Reset · Raport arhivat cu 45 de puncte / Ștefan, 22 nov. 2026, 10:00',
      '– / Reset · Fișierul raportului nu este pe acest dispozitiv. / Ștefan, 22 nov. 2026, 10:00',
    ])
  })

  it('says when there is none, and when it is still being read', () => {
    expect(history([], null).text()).toContain('Nimic de la ultimul reset.')
    open?.unmount()
    expect(history(undefined).root.querySelector('[role="status"]')?.textContent).toBe('Se citește istoricul…')
  })
})

describe('trouble with the storage', () => {
  const told = { onPersist: vi.fn(), onExportUnsent: vi.fn(), onDismiss: vi.fn() }
  const bar = (trouble: StorageTrouble, canExport = true) => show(StorageBar, { trouble, canExport, ...told })

  it('edits at risk: in the number there are, with the two ways to keep them', async () => {
    const page = bar({ is: 'risk', unsent: 1, refused: false })
    expect(page.text()).toContain('1 modificare este doar pe acest dispozitiv. Browserul poate șterge datele locale')
    expect(names()).toEqual(['Cere păstrarea datelor', 'Exportă modificările netrimise', 'Închide mesajul'])
    for (const name of names()) await page.press(name)
    for (const one of Object.values(told)) expect(one).toHaveBeenCalledOnce()
    open?.unmount()
    expect(bar({ is: 'risk', unsent: 20, refused: false }).text()).toContain(
      '20 de modificări sunt doar pe acest dispozitiv.',
    )
  })

  it('a browser that refuses is not asked again', () => {
    const page = bar({ is: 'risk', unsent: 2, refused: true })
    expect(page.text()).toContain('Browserul nu a acceptat să păstreze datele.')
    expect(names()).toEqual(['Exportă modificările netrimise', 'Închide mesajul'])
  })

  it('a full disk says what to do, and exports only what there is', () => {
    const page = bar({ is: 'fault', code: 'storage_full' }, false)
    expect(page.text()).toContain('Nu mai este loc pe dispozitiv. Eliberează spațiu')
    expect(names()).toEqual(['Închide mesajul'])
  })

  it('a deleted database says whether anything was lost; there is nothing to export', () => {
    const whole = 'S-au descărcat din nou din cloud. Nu s-a pierdut nicio modificare.'
    expect(bar({ is: 'wiped', unsent: 0, back: true }).text()).toContain(whole)
    expect(names()).toEqual(['Închide mesajul'])
    open?.unmount()
    const lost = 'Se descarcă din nou din cloud. 2 modificări netrimise s-au pierdut; refă-le.'
    expect(bar({ is: 'wiped', unsent: 2, back: false }).text()).toContain(lost)
  })
})

describe('a newer app', () => {
  const note = (props: Record<string, unknown>) =>
    show(UpdateNote, { update: 'ready', required: false, canExport: true, ...props })

  it('is offered, and can wait', () => {
    note({})
    expect(names()).toEqual(['Reîncarcă', 'Mai târziu'])
  })

  it('that is demanded cannot wait, but the edits can be saved', () => {
    const page = note({ required: true, update: 'missing' })
    expect(names()).toEqual(['Actualizează aplicația', 'Exportă modificările netrimise'])
    expect(page.text()).toContain('Versiunea nouă nu s-a găsit încă.')
  })

  it('is asked for once', () => {
    expect(note({ update: 'asking' }).button('Reîncarcă').disabled).toBe(true)
  })
})

describe('leaving with unsent edits', () => {
  const leave = (props: Record<string, unknown>) =>
    show(SignOutDialog, { unsent: 0, tray: 0, busy: false, reachable: true, code: null, ...props })

  it('sends them first; without the cloud they are to be exported', () => {
    leave({ unsent: 2 })
    expect(names().slice(1)).toEqual([
      'Trimite și deconectează',
      'Exportă modificările netrimise',
      'Renunță la ele și deconectează',
      'Nu mă deconectez',
    ])
    open?.unmount()
    const page = leave({ unsent: 1, reachable: false })
    expect(page.button('Trimite și deconectează').disabled).toBe(true)
    expect(page.text()).toContain('Nu este legătură cu cloudul: export-o întâi.')
    expect(names()).toContain('Renunță la ea și deconectează')
  })

  it('shows what waits for a decision', () => {
    leave({ tray: 1 })
    expect(names()[1]).toBe('Arată-mi-o')
    expect(open?.text()).toContain('1 modificare nu a fost primită de cloud')
  })

  it('edits left behind are deleted only after a question', async () => {
    const discard = vi.fn()
    const page = show(LeftEdits, { name: 'Ioana', count: 1, onDiscard: discard })
    expect(page.text()).toContain('Pe acest dispozitiv este 1 modificare netrimisă a utilizatorului Ioana.')
    expect(page.text()).toContain('O poți și salva într-un fișier.')
    await page.press('Șterge')
    expect(discard).not.toHaveBeenCalled()
    expect(page.text()).toContain('Cloudul nu o are')
    page.root.querySelector<HTMLButtonElement>('dialog .danger')?.click()
    expect(discard).toHaveBeenCalledOnce()
  })
})
