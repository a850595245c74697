/**
 * Something that a person can do on the screen that is open: the one source of the command palette, the shortcuts and the sheet
 * of keys. What somebody may never do is no command; what cannot be done just now is one that is not enabled.
 */
export interface Command {
  /** The same at every start: choices are remembered by it. */
  id: string
  label: string
  /** Key combinations as {@link comboOf} writes them; any of them runs it. */
  keys?: readonly string[]
  /** Runs while somebody types in a field too: its combination means nothing there. */
  inFields?: boolean
  enabled?: boolean
  /** Says why it cannot be done now, to whoever pressed its keys all the same. */
  refuse?: () => void
  /** The keys are pressed one after the other: a way to do something, which is only listed. */
  inTurn?: boolean
  /** Without it the keys belong to a part of the screen, which acts on them by itself: they are only listed. */
  run?: () => void
}

/** Where a command belongs: to the page that is open, or to the app. */
export type CommandScope = 'page' | 'app'

export type Press = Pick<KeyLike, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** What this needs of a keyboard event; the domain knows no DOM. */
interface KeyLike {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase()

/**
 * A key press as text: `Mod+Shift+z`, `Shift+ArrowDown`, `?`. `Mod` is Ctrl, or ⌘ on Apple's. Shift is not named with a
 * character that needs it on some keyboards and not on others (`?`, `+`).
 *
 * @returns null for a combination with Alt, which belongs to the browser or writes characters
 */
export function comboOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Press): string | null {
  if (altKey || key === 'Shift' || key === 'Control' || key === 'Meta') return null
  const isCharacter = key.length === 1 && !isLetter(key) && key !== ' '
  const name = isLetter(key) ? key.toLowerCase() : key
  return `${ctrlKey || metaKey ? 'Mod+' : ''}${shiftKey && !isCharacter ? 'Shift+' : ''}${name}`
}

/** What a key press does; null when it is nobody's, or its command cannot be done now and has nothing to say. */
export function deedOf(commands: readonly Command[], press: Press, isInField: boolean): (() => void) | null {
  const combo = comboOf(press)
  if (combo === null) return null
  for (const { run, refuse, keys, enabled = true, inFields = false } of commands) {
    const deed = enabled ? run : refuse
    if (deed && keys?.includes(combo) && (inFields || !isInField)) return deed
  }
  return null
}

const marks: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  '-': '−',
  Delete: 'Del',
}

/**
 * The keys of a combination, one by one, as they are written on this keyboard.
 *
 * @param space what the space bar is called
 */
export function keyNames(combo: string, isApple: boolean, space: string): string[] {
  // `+` is a key too: it stands alone or last.
  const parts = combo.endsWith('+') ? [...combo.split('+').filter(Boolean), '+'] : combo.split('+')
  return parts.map((part) => {
    if (part === 'Mod') return isApple ? '⌘' : 'Ctrl'
    if (part === 'Shift') return isApple ? '⇧' : 'Shift'
    if (part === ' ') return space
    return marks[part] ?? (part.length === 1 ? part.toUpperCase() : part)
  })
}

/** The same for `aria-keyshortcuts`, which knows no `Mod`. */
export const ariaKeys = (combos: readonly string[]): string =>
  combos.map((combo) => combo.replace('Mod', 'Control').replace(/[a-z]$/, (letter) => letter.toUpperCase())).join(' ')
