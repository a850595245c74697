import { nextTick, watch } from 'vue'

interface Place {
  element: HTMLElement
  caret: [number, number, 'forward' | 'backward' | 'none'] | null
}

function caretOf(element: HTMLElement): Place['caret'] {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null
  const { selectionStart, selectionEnd, selectionDirection } = element
  return selectionStart === null || selectionEnd === null
    ? null
    : [selectionStart, selectionEnd, selectionDirection ?? 'none']
}

/** Remembers who has the focus, and at which caret, when the lock comes; gives it back when the lock goes. */
export function useFocusKeeper(locked: () => boolean): void {
  let place: Place | null = null

  // Before the DOM changes: `inert` and the lock's dialog take the focus away.
  watch(
    locked,
    async (isLocked) => {
      const element = document.activeElement
      if (isLocked) {
        place =
          element instanceof HTMLElement && element !== document.body ? { element, caret: caretOf(element) } : null
        return
      }
      await nextTick()
      if (!place?.element.isConnected) return
      place.element.focus({ preventScroll: true })
      const field = place.element as HTMLInputElement
      if (place.caret) field.setSelectionRange(...place.caret)
      place = null
    },
    { flush: 'pre' },
  )
}
