import { type Need, ops } from '../allowed.ts'
import { awardIn, employeesOf, revOfEmployees } from '../fixture.ts'
import { may, type Subject, type Where } from '../model.ts'
import { id, livePlaces, type Place } from '../subjects.ts'

/** One op of a kind at a place, and what it needs. */
export interface OpCase {
  /** A key of `ops`. */
  what: string
  place: Place
  target: Place
  op: Record<string, unknown>
}

const institutionsOf = (city: string): string[] =>
  livePlaces.filter((place) => place.city === city).map(({ institution }) => institution)

/** Whether somebody has all that an op needs. */
export function mayOp(subject: Subject, needs: readonly Need[], place: Place, target: Place): boolean {
  return needs.every((need) => {
    const [capability, scope] = need.split(' ') as [Parameters<typeof may>[1], string]
    const at: Record<string, Where> = {
      institution: { city: place.city, institution: place.institution },
      target: { city: target.city, institution: target.institution },
      city: { city: place.city },
      global: {},
    }
    return may(subject, capability, at[scope] ?? {})
  })
}

/** The fields of each kind, as they would be applied in the fixture. */
const fieldsOf = ({ city, institution }: Place, target: Place): Record<string, object> => {
  const [employee] = employeesOf(institution)
  const name = `Secție ${institution.slice(-2)}`
  const cityName = `Oraș ${Number(city.slice(-12))}`
  return {
    'points.add': { institution, period: 1, employees: [employee], delta: 1, reason: '' },
    'points.undo': { institution, period: 1, target: awardIn(institution) },
    'employee.create': { institution, employee: id(5001), name: 'Nou' },
    'employee.create+points': { institution, employee: id(5001), name: 'Nou', points: 1 },
    'employee.edit': { institution, employee, set: { name: [`Angajat ${employee.slice(-3)}`, 'Alt nume'] } },
    'employee.move': { institution, employee, to: target.institution, seen: revOfEmployees, after: [] },
    'employee.delete': { institution, employee, seen: revOfEmployees, after: [] },
    'institution.create': { institution: id(5002), city, name: 'Nouă' },
    'institution.rename': { institution, name: [name, 'Alt nume'] },
    'institution.ranks': { institution, ranks: [{ '1': 'Ofițer' }, { '1': 'Agent' }] },
    'institution.columns': { institution, columns: [['CNP'], ['CNP', 'SERIE']] },
    'institution.order': { city, order: [[], institutionsOf(city)] },
    'institution.delete': { institution, seen: 1, after: [] },
    'city.create': { city: id(5003), name: 'Orașul nou' },
    'city.rename': { city, name: [cityName, 'Alt nume'] },
    'city.order': { order: [[], [id(1), id(2)]] },
    'city.delete': { city, seen: institutionsOf(city) },
  }
}

/** Each kind at each place; a move to each other place. */
export function opCases(): OpCase[] {
  return livePlaces.flatMap((place) =>
    livePlaces
      .filter((target) => target !== place)
      .flatMap((target, nth) =>
        Object.entries(fieldsOf(place, target))
          .filter(([what]) => what === 'employee.move' || nth === 0)
          .map(([what, fields]) => ({ what, place, target, op: { kind: what.split('+')[0], ...fields } })),
      ),
  )
}

/** Kinds that the fields above are written for. */
export const writtenKinds = (): string[] => [...new Set(opCases().map(({ what }) => what))]
export const allowedKinds = (): string[] => Object.keys(ops)
