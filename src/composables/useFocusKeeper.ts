import { nextTick, watch } from 'vue'

interface Place {
  element: HTMLElement
  caret: [number, number, 'forward' | 'backward' | 'none'] | null
  /** The part of the page that knows who stands in when the element itself is gone. */
  keeper: Element | null
  scrolled: [Element, top: number, left: number][]
}

/** Null where there is none, as in a field of type `number`: asking to set it throws there. */
function caretOf(element: HTMLElement): Place['caret'] {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null
  const { selectionStart, selectionEnd, selectionDirection } = element
  return selectionStart === null || selectionEnd === null
    ? null
    : [selectionStart, selectionEnd, selectionDirection ?? 'none']
}

function placeOf(element: Element | null): Place | null {
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const scrolled: Place['scrolled'] = []
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.scrollTop !== 0 || at.scrollLeft !== 0) scrolled.push([at, at.scrollTop, at.scrollLeft])
  }
  return { element, caret: caretOf(element), keeper: element.closest('[data-keeps-focus]'), scrolled }
}

function giveBack({ element, caret, keeper, scrolled }: Place): void {
  for (const [at, top, left] of scrolled) at.scrollTo({ top, left, behavior: 'instant' })
  // Rendered anew, or scrolled out of what is rendered: whoever renders it finds the place again.
  if (!element.isConnected) return void keeper?.dispatchEvent(new CustomEvent('focuslost'))
  element.focus({ preventScroll: true })
  if (caret) (element as HTMLInputElement).setSelectionRange(...caret)
  // Chromium gives such a field the focus, but no caret: without a selection it takes no keys.
  else if (element instanceof HTMLInputElement && element.type === 'number') element.select()
}

/** Remembers who has the focus, at which caret and how far scrolled, when the lock comes; gives it back when the lock goes. */
export function useFocusKeeper(locked: () => boolean): void {
  let place: Place | null = null

  // Before the DOM changes: `inert` and the lock's dialog take the focus away.
  watch(
    locked,
    async (isLocked) => {
      if (isLocked) return void (place = placeOf(document.activeElement))
      await nextTick()
      if (place) giveBack(place)
      place = null
    },
    { flush: 'pre' },
  )
}
