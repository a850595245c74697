import type { Id, Permission } from '../../domain/model.ts'
import type { DirectoryCity } from '../../domain/views.ts'

/** One line of the grid of permissions. */
export interface RightsRow {
  id: string
  /** Null: everywhere. */
  city: Id | null
  /** Null: the whole city. */
  institution: Id | null
  /** Null for everywhere, whose name is the interface's. */
  name: string | null
  /** Of a city with institutions: whether they are shown, and how many of them have permissions of their own. */
  inner: { open: boolean; own: number } | null
}

/** Everywhere, each city, and the institutions of those that are open. */
export function rightsRows(
  cities: readonly DirectoryCity[],
  permissions: readonly Permission[],
  open: ReadonlySet<Id>,
): RightsRow[] {
  const given = new Set(permissions.map(({ institution }) => institution))
  const everywhere: RightsRow = { id: 'everywhere', city: null, institution: null, name: null, inner: null }
  const ofCity = ({ id, name, institutions }: DirectoryCity): RightsRow[] => {
    const own = institutions.filter((one) => given.has(one.id)).length
    const inner = institutions.length === 0 ? null : { open: open.has(id), own }
    const places = institutions.map((one): RightsRow => ({ ...one, city: id, institution: one.id, inner: null }))
    return [{ id, city: id, institution: null, name, inner }, ...(inner?.open ? places : [])]
  }
  return [everywhere, ...cities.flatMap(ofCity)]
}

/** At most so many institutions are shown at once without being asked for. */
const fewPlaces = 20

/** The cities that are open at first: all of a small community, else those in which institutions have permissions of their own. */
export function openAtFirst(cities: readonly DirectoryCity[], permissions: readonly Permission[]): Set<Id> {
  const isSmall = cities.reduce((sum, { institutions }) => sum + institutions.length, 0) <= fewPlaces
  const given = new Set(permissions.map(({ institution }) => institution))
  return new Set(
    cities.filter(({ institutions }) => isSmall || institutions.some(({ id }) => given.has(id))).map(({ id }) => id),
  )
}

/** A cell by its place in the grid; column 0 is the name. */
export interface Cell {
  row: number
  column: number
}

const columns = 5
const steps: Readonly<Record<string, (at: Cell, rows: number) => Cell>> = {
  ArrowUp: (at) => ({ ...at, row: at.row - 1 }),
  ArrowDown: (at) => ({ ...at, row: at.row + 1 }),
  PageUp: (at) => ({ ...at, row: at.row - 10 }),
  PageDown: (at) => ({ ...at, row: at.row + 10 }),
  ArrowLeft: (at) => ({ ...at, column: at.column - 1 }),
  ArrowRight: (at) => ({ ...at, column: at.column + 1 }),
  Home: (at) => ({ ...at, column: 0 }),
  End: (at) => ({ ...at, column: columns }),
  'Control+Home': () => ({ row: 0, column: 0 }),
  'Control+End': (_, rows) => ({ row: rows - 1, column: columns }),
}

/** Where a key leads from a cell; null for keys that lead nowhere. */
export function cellAfter(at: Cell, { key, ctrlKey }: KeyboardEvent, rows: number): Cell | null {
  const next = steps[ctrlKey ? `Control+${key}` : key]?.(at, rows)
  if (!next) return null
  const within = (n: number, most: number): number => Math.min(Math.max(n, 0), most)
  return { row: within(next.row, rows - 1), column: within(next.column, columns) }
}
