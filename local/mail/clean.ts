/** Line ends and other control characters, which could begin a header or a line of their own. */
const control = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu
/** Marks that turn the direction of what follows, also of what is not theirs. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text of somebody else as a mail may carry it: one line, in its own direction. */
export const clean = (text: string): string => text.replace(direction, '').replace(control, ' ').trim()

/** At most so many characters, the last of them "…" when there were more. */
export function clip(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
