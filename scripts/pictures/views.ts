import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import type { RosterExport } from '../../src/domain/rosterExport.ts'
import { changeCloud, gone, type Locale, wordsOf } from './stage.ts'

/** Brings a signed-in page to one view; what it opens is closed by the next one's start. */
export interface View {
  name: string
  show(page: Page, locale: Locale, cloud: Cloud): Promise<void>
}

const roster = async (page: Page): Promise<void> => {
  await page.goto('/')
  await page.getByRole('grid').waitFor()
}

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

const at = (name: string, path: string): View => ({ name, show: (page) => open(page, path) })

/** A view that a button of the first view opens. */
const behind = (name: string, from: (page: Page) => Promise<void>, press: string[]): View => ({
  name,
  show: async (page, locale) => {
    await from(page)
    for (const key of press)
      await page
        .getByRole('button', { name: wordsOf(locale)(key) })
        .first()
        .click()
    await page.getByRole('dialog').waitFor()
  },
})

const select = async (page: Page): Promise<void> => {
  await roster(page)
  const boxes = page.getByRole('grid').getByRole('checkbox')
  await boxes.nth(2).click()
  await boxes.nth(5).click({ modifiers: ['Shift'] })
}

const reports = async (page: Page): Promise<void> => {
  await page.goto('/reports')
  await page.getByRole('table').waitFor()
}

/** What a key opens over the first view. */
const byKey = (name: string, key: string, type = ''): View => ({
  name,
  show: async (page) => {
    await roster(page)
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type(type)
  },
})

/** The settings, with the choice of what the device keeps half made. */
const keep: View = {
  name: 'settings-keep',
  show: async (page, locale) => {
    await open(page, '/settings')
    const panel = page.getByRole('region', { name: wordsOf(locale)('keep.title') })
    await panel.getByLabel(wordsOf(locale)('keep.some')).check()
    await panel.getByRole('checkbox').nth(1).uncheck()
    await panel.scrollIntoViewIfNeeded()
  },
}

/** The settings, where an admin chooses their mails. */
const mail: View = {
  name: 'settings-mail',
  show: async (page, locale) => {
    await open(page, '/settings')
    const panel = page.getByRole('region', { name: wordsOf(locale)('mail.title'), exact: true })
    await panel.getByRole('checkbox', { disabled: false }).first().waitFor()
    await panel.scrollIntoViewIfNeeded()
  },
}

/** The people of the newest report, and the pages beside them. */
const report = (part: string): View => ({
  name: `report-${part}`,
  show: async (page, locale) => {
    await reports(page)
    const words = wordsOf(locale)
    await page
      .getByRole('link', { name: words('reports.show') })
      .first()
      .click()
    await page.getByRole('link', { name: words(`report.${part}`), exact: true }).click()
    // Where there is one report only, it is compared with nothing.
    await page
      .getByRole('table')
      .or(page.getByText(words('compare.only')))
      .first()
      .waitFor()
  },
})

/** A roster that the app exported, with somebody new and a row that cannot be taken. */
const exported: RosterExport = {
  punctaj: 'roster',
  version: 1,
  exportedAt: Date.UTC(2026, 10, 20),
  city: 'Iași',
  institution: 'Poliția',
  columns: [],
  ranks: { 1: 'Agent' },
  people: [
    { id: randomUUID(), name: 'Ioana Vlad', discord: 'ioana.v', rank: 1, points: 12, fields: {} },
    { id: randomUUID(), name: 'Radu Manea', discord: 'radu.m', rank: 1, points: 1.5, fields: {} },
  ],
}

const importPreview = async (page: Page): Promise<void> => {
  await open(page, '/import')
  const file = { name: 'politia.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(exported)) }
  await page.locator('input[type=file][multiple]').setInputFiles(file)
  await page.locator('summary').first().click()
}

/** What an administrator sees, in the order in which it is photographed; the lock comes last. */
export const adminViews: View[] = [
  { name: 'roster', show: roster },
  { name: 'selection', show: select },
  behind('points', select, ['roster.addPoints']),
  behind('employee', roster, ['roster.create']),
  behind('delete', select, ['roster.remove']),
  behind('reset', roster, ['roster.reset']),
  behind('history', roster, ['history.openOf']),
  { name: 'reports', show: reports },
  report('people'),
  report('compare'),
  report('chart'),
  behind('restore', reports, ['reports.restore']),
  at('own-backups', '/reports/backups'),
  at('admin-backups', '/admin/backups'),
  at('force-sync', '/admin/sync'),
  behind('force-confirm', (page) => open(page, '/admin/sync'), ['force.do']),
  at('audit', '/admin/audit'),
  at('status', '/status'),
  at('tray', '/tray'),
  at('settings', '/settings'),
  keep,
  mail,
  byKey('palette', 'Control+k'),
  byKey('palette-search', 'Control+k', 'an'),
  byKey('keys', '?'),
  at('import', '/import'),
  { name: 'import-preview', show: importPreview },
  at('missing', '/nowhere'),
  {
    name: 'lock',
    show: async (page, _locale, cloud) => {
      await roster(page)
      await changeCloud(cloud)
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'changes',
    show: async (page, locale) => {
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: wordsOf(locale)('lock.download') })
        .click()
      await page.getByRole('complementary').waitFor()
    },
  },
]

/** Brings a signed-in page to one view after the other. */
export async function showAll(
  page: Page,
  locale: Locale,
  cloud: Cloud,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const { name, show } of adminViews) {
    await show(page, locale, cloud)
    await look(name)
    // What is half filled would come back with the next page.
    const dialog = page.getByRole('dialog')
    if (!(await dialog.isVisible())) continue
    await page.keyboard.press('Escape')
    await gone(page)
  }
}
