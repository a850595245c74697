// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import SyncLogTable from '../../src/components/admin/SyncLogTable.vue'
import type { SyncLogLine } from '../../src/domain/journal.ts'
import { i18n, setLocale } from '../../src/i18n/index.ts'

it('the words of the sync log are those of the language that is loaded, with no other beside it', async () => {
  await setLocale('en')
  expect(i18n.global.availableLocales).toEqual(['en'])
  const root = document.createElement('div')
  const line = {
    name: 'Ana',
    discord_id: null,
    user: null,
    device: null,
    status: 'success',
    items: 2,
    error: null,
    at: 0,
    version: 7,
  }
  const lines: SyncLogLine[] = [
    { ...line, id: 1, type: 'download', duration_ms: null },
    { ...line, id: 2, type: 'from-a-newer-cloud', duration_ms: null },
  ]
  createApp(SyncLogTable, { lines }).use(i18n).mount(root)
  const words = [...root.querySelectorAll('tbody td:nth-child(3)')].map((cell) => cell.textContent.trim())
  expect(words).toEqual(['Download', 'from-a-newer-cloud'])
})
