import type { Id } from './model.ts'
import type { Op } from './op.ts'

/** An institution as the choice of what this device keeps shows it. */
export interface KeepPlace {
  id: Id
  name: string
  /** The city's name: institutions of several may share theirs. */
  city: string
  /** Its data is on this device now. */
  isHeld: boolean
  /** Null where it is not held. */
  people: number | null
  bytes: number | null
  /** Own edits of it that the cloud does not have yet, refused ones that wait for a decision, and half-filled forms. */
  unsent: number
  tray: number
  forms: number
}

export interface KeepCity {
  id: Id
  name: string
  institutions: KeepPlace[]
}

export interface KeepView {
  /** Null: all that its person may see. */
  chosen: Id[] | null
  /** Chosen since the last sync: it takes effect with the next one. */
  isPending: boolean
  cities: KeepCity[]
}

/** The choice while it is being made. What is ticked stays ticked while "all" is chosen. */
export interface KeepChoice {
  all: boolean
  ids: ReadonlySet<Id>
}

const placesOf = ({ cities }: KeepView): KeepPlace[] => cities.flatMap(({ institutions }) => institutions)

/** Where the choice begins: what is kept now. */
export const choiceOf = (view: KeepView): KeepChoice => {
  return { all: view.chosen === null, ids: new Set(view.chosen ?? placesOf(view).map(({ id }) => id)) }
}

/** What the choice asks the device to keep. Chosen places that its person does not see just now stay chosen. */
export const keepOf = ({ all, ids }: KeepChoice): Id[] | null => (all ? null : [...ids].sort())

/** Whether two lists of kept institutions, each sorted, are one choice. A head of an older app may have none. */
export const sameKeep = (one: Id[] | null | undefined, other: Id[] | null | undefined): boolean =>
  String(one ?? null) === String(other ?? null)

/** Whether a choice is another one than the one that holds. */
export const isOther = (view: KeepView, choice: KeepChoice): boolean =>
  !sameKeep(keepOf(choice), view.chosen && [...view.chosen].sort())

/** What a choice would take from this device. */
export interface Leaving {
  places: KeepPlace[]
  people: number
  unsent: number
  tray: number
  forms: number
}

const sum = (places: KeepPlace[], of: (place: KeepPlace) => number | null): number =>
  places.reduce((total, place) => total + (of(place) ?? 0), 0)

export function leavingWith(view: KeepView, { all, ids }: KeepChoice): Leaving {
  const places = all ? [] : placesOf(view).filter(({ id, isHeld }) => isHeld && !ids.has(id))
  return {
    places,
    people: sum(places, ({ people }) => people),
    unsent: sum(places, ({ unsent }) => unsent),
    tray: sum(places, ({ tray }) => tray),
    forms: sum(places, ({ forms }) => forms),
  }
}

/** Why a choice cannot be made: a device that keeps nothing, or places whose refused edits wait for a decision. */
export function faultOf(view: KeepView, choice: KeepChoice): 'nothing' | 'tray' | null {
  if (!choice.all && !placesOf(view).some(({ id }) => choice.ids.has(id))) return 'nothing'
  return leavingWith(view, choice).tray > 0 ? 'tray' : null
}

/** How much of a city is chosen. */
export function stateOf({ institutions }: KeepCity, ids: ReadonlySet<Id>): 'none' | 'some' | 'all' {
  const count = institutions.filter(({ id }) => ids.has(id)).length
  return count === 0 ? 'none' : count === institutions.length ? 'all' : 'some'
}

/** With these institutions in or out. */
export function withPlaces(ids: ReadonlySet<Id>, places: readonly { id: Id }[], isIn: boolean): Set<Id> {
  const next = new Set(ids)
  for (const { id } of places) {
    if (isIn) next.add(id)
    else next.delete(id)
  }
  return next
}

/** Institutions that an op is about, the one that somebody moves to as well. */
export const placesIn = (op: Op): Id[] => [
  ...('institution' in op ? [op.institution] : []),
  ...(op.kind === 'employee.move' ? [op.to] : []),
]
