import { type Component, createApp, nextTick } from 'vue'
import { i18n, setLocale } from '../../src/i18n/index.ts'

await setLocale('ro')

/** A component on a page, as a person would use it. */
export interface Mounted {
  root: HTMLElement
  /** By role and by what it is called. */
  button(name: string): HTMLButtonElement
  field(label: string): HTMLInputElement
  write(label: string, text: string): Promise<void>
  press(name: string): Promise<void>
  submit(): Promise<void>
  /** All that it says, on one line. */
  text(): string
  unmount(): void
}

const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

function nameOf(element: HTMLElement): string {
  const label = element.id === '' ? element.closest('label') : document.querySelector(`label[for="${element.id}"]`)
  return element.getAttribute('aria-label') ?? (textOf(label) || textOf(element))
}

/** Puts a component into the document in Romanian; `props` may hold listeners (`onSave`). */
export function mount(component: Component, props: Record<string, unknown>): Mounted {
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(component, props).use(i18n)
  app.mount(root)

  function find<T extends HTMLElement>(selector: string, name: string): T {
    const all = [...root.querySelectorAll<T>(selector)]
    const found = all.find((element) => nameOf(element) === name)
    if (!found) throw new Error(`no ${selector} called ${name}; there are: ${all.map(nameOf).join(', ')}`)
    return found
  }
  const button = (name: string) => find<HTMLButtonElement>('button', name)
  const field = (label: string) => find<HTMLInputElement>('input, select, textarea', label)

  return {
    root,
    button,
    field,
    async write(label, text) {
      const input = field(label)
      input.value = text
      input.dispatchEvent(new Event('input', { bubbles: true }))
      await nextTick()
    },
    async press(name) {
      button(name).click()
      await nextTick()
    },
    async submit() {
      root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
      await nextTick()
    },
    text: () => textOf(root),
    unmount() {
      app.unmount()
      root.remove()
    },
  }
}
