// @vitest-environment happy-dom
// Live queries look for a global IndexedDB when Dexie is loaded.
import 'fake-indexeddb/auto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PunctajDb } from '../../src/db/schema.ts'
import type { AuditLine } from '../../src/domain/audit.ts'
import { setLocale } from '../../src/i18n/index.ts'
import { type Runtime, setRuntime } from '../../src/stores/runtime.ts'
import { filledDb, institution } from '../db/filled.ts'
import { parseCsv } from '../parseCsv.ts'
import { caught, openPages, type Pages } from './reports.ts'

await setLocale('ro')

type Filter = Record<string, unknown>
const id = (n: number): string => `0e2e0000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ana, ioana, police, phone] = [id(1), id(2), id(3), id(4)]
const now = Date.UTC(2026, 10, 20, 12)

let db: PunctajDb
let page: Pages
let asked: { name: string; filter: Filter }[] = []
/** What the cloud answers, by call. */
let answers: Record<string, (args: Record<string, unknown>) => unknown> = {}

beforeAll(
  () => Promise.all(Object.values(import.meta.glob('../../src/views/admin/*View.vue')).map((load) => load())),
  60_000,
)
beforeEach(async () => {
  db = (await filledDb()).db
  asked = []
  answers = {
    members: () => [{ id: ioana, name: 'Ioana Admin' }],
    settings_get: () => ({ policy: 'strict' }),
    settings_set: () => ({}),
    sync_log_list: () => [],
    devices_watch: () => watch(),
  }
  setRuntime({
    rpc: (name: string, args: Record<string, unknown>) => {
      asked.push({ name, filter: (args['filter'] ?? args) as Filter })
      return Promise.resolve(structuredClone(answers[name]?.(args)))
    },
  } as Partial<Runtime> as Runtime)
})
afterEach(() => {
  page.close()
  setRuntime(null)
})

const open = async (path: string): Promise<Pages> => (page = await openPages(db, path))
const seen = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 3000 })
const filters = (name: string) => asked.filter((one) => one.name === name).map(({ filter }) => filter)

const said = { version: 9, root: 'abcdef012345', epoch: 2, nonce: 'n2', unsent: 0, tray: 0, app: '1.0.0' }
const own = (n: number) => ({ device: id(n), user: id(n), name: `Om ${n}` })
const device = (n: number, more: object = {}) => ({ ...own(n), ...said, state: 'synced', seen_at: now - 1000, ...more })
const watch = (...devices: object[]) => ({
  now,
  head: { version: 9, root: 'abcdef0123456789', epoch: 2, nonce: 'n2' },
  force: { by: 'Ioana Admin', at: now - 60_000, reason: 'Ședință' },
  devices,
})

describe('the dashboard', () => {
  const several = () =>
    watch(
      device(11, { name: 'Ștefan' }),
      device(12, { name: 'Ana', nonce: 'n1', epoch: 1, version: 7, unsent: 3, tray: 1 }),
      device(13, { name: 'Dan', nonce: 'n1', epoch: 1, seen_at: now - 3 * 86_400_000 }),
      device(14, { name: 'Vechi', nonce: 'n1', epoch: 1, seen_at: now - 40 * 86_400_000 }),
    )

  it('counts devices by their state, and each count shows just those', async () => {
    answers['devices_watch'] = several
    await open('/admin/sync')
    await seen(() => expect(page.text()).toContain('3 dispozitive'))
    expect(page.text()).toContain('1 dispozitiv nevăzut de peste două săptămâni')
    page.click('button', '1 în urmă')
    await seen(() => expect(page.text()).toContain('în urmă cu 2 versiuni'))
    const [first] = page.rows()
    expect(first).toEqual([
      'Ana',
      'în urmă cu 2 versiuni',
      'acum 1 secundă',
      'v7',
      'abcdef01',
      '3',
      '1',
      '1.0.0',
      id(12).slice(0, 8),
    ])
    page.click('button', '3 în total')
    page.write('Caută după nume sau dispozitiv', 'stefan')
    await seen(() => expect(page.rows()[0]?.[0]).toBe('Ștefan'))
    page.write('Caută după nume sau dispozitiv', 'nimeni')
    await seen(() => expect(page.text()).toContain('Niciun dispozitiv nu se potrivește.'))
  })

  it('tells how far the last force has come, and whom it waits for', async () => {
    answers['devices_watch'] = several
    await open('/admin/sync')
    await seen(() => expect(page.text()).toContain('1 din 3 dispozitive au descărcat.'))
    expect(page.text()).toContain('Cerută de Ioana Admin, acum 1 minut')
    expect(page.text()).toContain('Ședință')
    expect(page.text()).toContain('1 dispozitiv deschis nu a descărcat încă:Ana')
    expect(page.text()).toContain('1 dispozitiv nu răspunde acum; se blochează când revine:Dan')
  })

  it('shows a hundred of five hundred devices, and more when they are asked for', async () => {
    const many = Array.from({ length: 500 }, (_, n) => device(100 + n))
    answers['devices_watch'] = () => watch(...many)
    await open('/admin/sync')
    await seen(() => expect(page.rows()).toHaveLength(100))
    expect(page.text()).toContain('500 de dispozitive')
    page.click('button', 'Arată mai multe')
    await seen(() => expect(page.rows()).toHaveLength(200))
  })

  it('changes the policy when it is confirmed, and not before', async () => {
    await open('/admin/sync')
    await seen(() => expect(page.text()).toContain('Când se blochează dispozitivele'))
    const button = () =>
      [...page.root.querySelectorAll('button')].find((one) => one.textContent.includes('Schimbă politica'))
    expect(button()?.disabled).toBe(true)
    page.root.querySelector<HTMLInputElement>('input[value="automatic"]')?.click()
    await seen(() => expect(button()?.disabled).toBe(false))
    button()?.click()
    await seen(() => page.click('button', 'Renunță'))
    expect(filters('settings_set')).toEqual([])
    button()?.click()
    answers['settings_get'] = () => ({ policy: 'automatic' })
    await seen(() => page.click('button', 'Schimbă'))
    await seen(() => expect(page.text()).toContain('Politica a fost schimbată'))
    expect(filters('settings_set')).toEqual([{ patch: { policy: 'automatic' } }])
  })

  it('shows before a force what everybody will read, with who and why', async () => {
    await open('/admin/sync')
    await seen(() => page.write('Motiv', 'Curățăm datele'))
    page.root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await seen(() => expect(page.root.querySelector('dialog')?.textContent).toContain('Curățăm datele'))
    const dialog = page.root.querySelector('dialog')
    expect(dialog?.textContent).toContain('🔔 Au apărut modificări în cloud!')
    expect(dialog?.textContent).toContain('Un administrator a cerut ca toate dispozitivele să se sincronizeze.')
  })

  it('narrows the log of syncs by the address', async () => {
    await open(`/admin/sync?type=reset&status=failed&device=${phone}`)
    await seen(() => expect(page.text()).toContain('Nimic în jurnal pentru aceste filtre.'))
    expect(filters('sync_log_list')[0]).toEqual({ type: 'reset', status: 'failed', device: phone, limit: 50 })
    page.choose('Rezultat', '')
    await seen(() => expect(filters('sync_log_list').at(-1)).toEqual({ type: 'reset', device: phone, limit: 50 }))
  })

  it('says why there is nothing to see when the cloud cannot be asked', async () => {
    answers['devices_watch'] = () => {
      throw Object.assign(new Error('denied'), { code: 'denied' })
    }
    await open('/admin/sync')
    await seen(() => expect(page.root.querySelector('[role="alert"]')).not.toBeNull())
  })
})

describe('the journal', () => {
  const entry = (n: number, more: Partial<AuditLine> = {}): AuditLine => ({
    id: n,
    at: now,
    user: ioana,
    by: 'Ioana Admin',
    action: 'points.add',
    institution: police,
    subject: null,
    old: { [ana]: 4 },
    new: { [ana]: 9 },
    names: { [ana]: '=Ana', [police]: 'Poliția' },
    ...more,
  })
  /** As the cloud answers: the newest first, up to the limit, before an id. */
  const pages = (count: number) => (args: Record<string, unknown>) => {
    const { limit, before } = args['filter'] as { limit: number; before?: number }
    const first = Math.min(count, (before ?? Infinity) - 1)
    return Array.from({ length: Math.max(Math.min(limit, first), 0) }, (_, i) => entry(first - i))
  }
  const entries = () =>
    [...page.root.querySelectorAll('ol > li')].map((one) => one.textContent.replace(/\s+/g, ' ').trim())

  it('tells in words who changed what, where, and from what to what', async () => {
    answers['audit_list'] = () => [
      entry(3),
      entry(2, { action: 'moon.paint', user: null, by: '', old: null, new: {}, institution: null }),
    ]
    await open('/admin/audit')
    await seen(() => expect(entries()).toHaveLength(2))
    expect(entries()[0]).toMatch(/^Punctaj modificat ?Poliția ?Ioana Admin, .+ ?=Ana ?din ?4 → în ?9$/)
    expect(entries()[1]).toContain('moon.paint')
    expect(entries()[1]).toContain('proprietarul, prin SQL')
    expect(entries()[1]).toContain('Nu a schimbat nimic.')
  })

  it('goes on before the last line, and ends', async () => {
    answers['audit_list'] = pages(70)
    await open('/admin/audit')
    await seen(() => expect(entries()).toHaveLength(50))
    page.click('button', 'Arată mai multe')
    await seen(() => expect(entries()).toHaveLength(70))
    expect(filters('audit_list')).toEqual([{ limit: 50 }, { limit: 50, before: 21 }])
    expect(page.text()).not.toContain('Arată mai multe')
  })

  it('is narrowed by the address, which every choice changes', async () => {
    answers['audit_list'] = () => []
    await open(`/admin/audit?group=rights&user=${ioana}`)
    await seen(() => expect(page.text()).toContain('Nimic nu se potrivește filtrelor'))
    expect(filters('audit_list')).toEqual([{ user: ioana, actions: ['role.set', 'permissions.set'], limit: 50 }])
    page.choose('Ce', '')
    await seen(() => expect(filters('audit_list').at(-1)).toEqual({ user: ioana, limit: 50 }))
    page.click('button', 'Șterge filtrele')
    await seen(() => expect(page.text()).toContain('Nicio modificare încă'))
    expect(page.router.currentRoute.value.query).toEqual({})
  })

  it('is exported whole, not only what is shown, and runs nothing in a spreadsheet', async () => {
    answers['audit_list'] = pages(1200)
    await open('/admin/audit')
    await seen(() => expect(entries()).toHaveLength(50))
    const file = caught()
    const trigger = document.querySelector<HTMLElement>('[aria-haspopup="menu"]')
    trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await seen(() => page.click('button', 'CSV (; și UTF-8)'))
    const rows = parseCsv(await (await file).text())
    expect((await file).name).toMatch(/^Jurnal_\d{4}-\d\d-\d\d\.csv$/)
    expect(rows).toHaveLength(1201)
    expect(rows[0]).toEqual(['Când', 'Cine', 'Ce', 'Unde', 'Despre cine', 'Ce s-a schimbat', 'Din', 'În'])
    expect(rows[1]?.slice(1)).toEqual(['Ioana Admin', 'Punctaj modificat', 'Poliția', '', "'=Ana", '4', '9'])
  })

  it('leads to a place that there still is, and to nothing where it is gone', async () => {
    answers['audit_list'] = () => [entry(2, { institution }), entry(1)]
    await open('/admin/audit')
    await seen(() => expect(entries()).toHaveLength(2))
    const links = () => [...page.root.querySelectorAll('ol a')].map((one) => one.getAttribute('href'))
    const only = `/admin/audit?user=${ioana}`
    await seen(() => expect(links()).toEqual([`/institution/${institution}`, only, only]))
  })
})
