import { onScopeDispose } from 'vue'

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

/** A single key anywhere in the document, except while someone types, in a dialog, or under the lock. */
export function useShortcut(key: string, run: () => void): void {
  function press(event: KeyboardEvent): void {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
    if (document.querySelector('dialog[open]')) return
    event.preventDefault()
    run()
  }
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
}
