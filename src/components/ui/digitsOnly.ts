/**
 * Lets nothing but digits into a field. Whole numbers are written in fields of text: the caret of a field of type `number`
 * can neither be read nor set, so that after a lock it would have the focus and take no keys.
 */
export function digitsOnly(event: Event): void {
  if (event instanceof InputEvent && /\D/.test(event.data ?? '')) event.preventDefault()
}
