import { searchText, searchWords } from './wordSearch.ts'

/** One line of the palette. */
export interface PaletteEntry {
  /** The same at every start: a choice is remembered by it. */
  key: string
  label: string
  /** Where it is, or what it belongs to. */
  hint?: string
  /** The combination that does the same. */
  keys?: string
  text: string
  run: () => void
}

export type PaletteGroupName = 'recent' | 'page' | 'places' | 'people' | 'app'

export interface PaletteGroup {
  name: PaletteGroupName
  entries: PaletteEntry[]
}

/** Everything that can be chosen, in the order in which its groups are shown. */
export interface PaletteSource {
  page: readonly PaletteEntry[]
  places: readonly PaletteEntry[]
  people: readonly PaletteEntry[]
  app: readonly PaletteEntry[]
}

const sections = ['page', 'places', 'people', 'app'] as const

/** No more than these of a group: a longer list is searched, not read. */
const most = { found: 8, places: 5 }

/** An entry without the text that it is found by, which is its label unless more is said. */
export const entryOf = (entry: Omit<PaletteEntry, 'text'> & { text?: string }): PaletteEntry => ({
  ...entry,
  text: entry.text ?? searchText(entry.label),
})

/**
 * What the palette shows: for a query what fits it, without one what was chosen lately and what can be done here. People are
 * shown when they are asked for.
 *
 * @param recent keys of earlier choices, the latest first; those that there are no longer are left out
 */
export function paletteGroups(source: PaletteSource, query: string, recent: readonly string[]): PaletteGroup[] {
  const isAsked = query.trim() !== ''
  const groups = isAsked ? foundIn(source, query) : offered(source, recent)
  return groups.filter(({ entries }) => entries.length > 0)
}

const foundIn = (source: PaletteSource, query: string): PaletteGroup[] =>
  sections.map((name) => ({ name, entries: searchWords(source[name], query, most.found) }))

function offered(source: PaletteSource, recent: readonly string[]): PaletteGroup[] {
  const keys = new Set(recent)
  const known = new Map<string, PaletteEntry>()
  for (const name of sections) {
    for (const entry of source[name]) if (keys.has(entry.key)) known.set(entry.key, entry)
  }
  const rest = (entries: readonly PaletteEntry[]) => entries.filter(({ key }) => !keys.has(key))
  return [
    { name: 'recent', entries: recent.flatMap((key) => known.get(key) ?? []) },
    { name: 'page', entries: rest(source.page) },
    { name: 'places', entries: rest(source.places).slice(0, most.places) },
    { name: 'app', entries: rest(source.app) },
  ]
}
