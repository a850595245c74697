import { createPinia } from 'pinia'
import { vi } from 'vitest'
import { createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { setCurrentDb } from '../../src/db/current.ts'
import { readMeta } from '../../src/db/meta.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { i18n } from '../../src/i18n/index.ts'
import { router as app } from '../../src/router.ts'
import { useSync } from '../../src/stores/sync.ts'

/** The app's pages without its shell, over a device's own database. */
export interface Pages {
  root: HTMLElement
  router: Router
  /** All that a page says, on one line. */
  text(): string
  /** By role and by what is written on them. */
  click(role: 'button' | 'link', name: string): void
  choose(label: string, value: string): void
  write(label: string, text: string): void
  tick(label: string): void
  /** The rows of a table, cell by cell, without its head. */
  rows(): string[][]
  close(): void
}

const plain = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim()
const selectors = { button: 'button, [role="menuitem"]', link: 'a[href]' }

/** Opens an address. */
export async function openPages(db: PunctajDb, path: string): Promise<Pages> {
  setCurrentDb(db)
  const router = createRouter({ history: createMemoryHistory(), routes: app.options.routes })
  const root = document.createElement('div')
  document.body.append(root)
  const page = createApp({ setup: () => () => h(RouterView) })
  const pinia = createPinia()
  useSync(pinia).head = (await readMeta(db, 'head')) ?? null
  page.use(i18n).use(pinia).use(router).mount(root)
  await router.push(path)

  function find<T extends HTMLElement>(selector: string, name: string): T {
    const all = [...document.querySelectorAll<T>(selector)]
    const named = (one: T): string => one.getAttribute('aria-label') ?? plain(one)
    const found = all.find((one) => named(one) === name)
    if (!found) throw new Error(`no ${selector} called ${name}; there are: ${all.map(named).join(', ')}`)
    return found
  }
  function field(label: string): HTMLInputElement | HTMLSelectElement {
    const found = [...root.querySelectorAll('label')].find((one) => plain(one).startsWith(label))
    const control = found?.htmlFor ? document.getElementById(found.htmlFor) : found?.querySelector('input, select')
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) throw new Error(`no ${label}`)
    return control
  }
  const put = (label: string, value: string, event: string): void => {
    const control = field(label)
    control.value = value
    control.dispatchEvent(new Event(event, { bubbles: true }))
  }

  return {
    root,
    router,
    text: () => plain(root),
    click: (role, name) => find(selectors[role], name).click(),
    choose: (label, value) => put(label, value, 'change'),
    write: (label, text) => put(label, text, 'input'),
    tick: (label) => field(label).click(),
    rows: () =>
      [...root.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td, th')].map((one) => plain(one))),
    close() {
      page.unmount()
      root.remove()
      setCurrentDb(null)
    },
  }
}

/** What is handed to the browser's download. */
export function caught(): Promise<{ name: string; text: () => Promise<string> }> {
  return new Promise((resolve) => {
    let blob: Blob | undefined
    vi.spyOn(URL, 'createObjectURL').mockImplementation((one) => ((blob = one as Blob), 'blob:x'))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      resolve({
        name: this.download,
        text: async () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(await blob?.arrayBuffer()),
      })
    })
  })
}
