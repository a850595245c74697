import { archiveColumns } from './archiveColumns.ts'
import type { Id } from './model.ts'
import { clean, isObjectWord } from './names.ts'
import type { OpBody } from './op.ts'

/** Most that one op may carry (docs/protocol.md, section 4). */
export const limits = {
  text: 200,
  rank: 9999,
  reason: 500,
  delta: 1_000_000,
  employees: 1000,
  columns: 50,
  places: 1000,
  ops: 500,
} as const

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
// A NUL, which Postgres refuses, or half of a surrogate pair, which UTF-8 cannot say.
const unsayable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const isId = (value: string): boolean => uuid.test(value)
/** Text that fits and that every part of the way can say. */
export const isText = (value: string, most: number = limits.text): boolean =>
  value.length <= most && !unsayable.test(value)
const isName = (value: string): boolean => value.trim() !== '' && isText(value)
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
const isRank = (value: unknown): boolean =>
  value === null || (typeof value === 'number' && isCount(value) && value <= limits.rank)

const isMap = (map: Record<string, string>): boolean =>
  Object.keys(map).length <= limits.columns &&
  Object.entries(map)
    .flat()
    .every((text) => isText(text))
const isRanks = (ranks: Record<string, string>): boolean =>
  isMap(ranks) && Object.keys(ranks).every((rank) => /^[0-9]{1,4}$/.test(rank))

/** Different ones, none that an archive has anyway, and none that every object has (`constructor`). */
function isColumns(columns: string[]): boolean {
  const names = new Set(columns.map(clean))
  const isFree = (name: string): boolean => !archiveColumns.has(name) && !isObjectWord(name)
  return (
    columns.length <= limits.columns &&
    columns.every(isName) &&
    names.size === columns.length &&
    [...names].every(isFree)
  )
}

const isOrder = (order: [Id[], Id[]]): boolean =>
  order.every((ids) => ids.length <= limits.places && ids.every(isId) && new Set(ids).size === ids.length)

function isEdit(set: Extract<OpBody, { kind: 'employee.edit' }>['set']): boolean {
  const changes = Object.entries(set)
  return (
    changes.length > 0 &&
    changes.every(([field, change]) => {
      const fresh = change?.[1]
      if (field === 'rank') return isRank(fresh)
      return (
        typeof fresh === 'string' &&
        (field === 'name' ? isName(fresh) : isText(fresh)) &&
        isText(field, limits.text + 'fields.'.length)
      )
    })
  )
}

function isPoints(body: Extract<OpBody, { kind: 'points.add' }>): boolean {
  const { employees, delta, reason } = body
  const fits =
    employees.length > 0 && employees.length <= limits.employees && new Set(employees).size === employees.length
  const isDelta = Number.isSafeInteger(delta) && delta !== 0 && Math.abs(delta) <= limits.delta
  return fits && isDelta && employees.every(isId) && isText(reason, limits.reason) && isCount(body.period)
}

function isCreate(body: Extract<OpBody, { kind: 'employee.create' }>): boolean {
  const { institution, employee, name, discord, rank, fields, points } = body
  const fits = [institution, employee].every(isId) && isName(name) && isText(discord)
  return fits && isRank(rank) && isMap(fields) && isCount(points) && points <= limits.delta
}

/** Whether an op is one that the server would look at; otherwise it is `bad_op` and never leaves the form. */
export function isSound(body: OpBody): boolean {
  switch (body.kind) {
    case 'points.add':
      return isId(body.institution) && isPoints(body)
    case 'points.undo':
      return isId(body.institution) && isId(body.target) && isCount(body.period)
    case 'employee.create':
      return isCreate(body)
    case 'employee.edit':
      return [body.institution, body.employee].every(isId) && isEdit(body.set)
    case 'employee.move':
      return (
        [body.institution, body.employee, body.to].every(isId) && isCount(body.seen) && body.to !== body.institution
      )
    case 'employee.delete':
      return [body.institution, body.employee, ...body.after].every(isId) && isCount(body.seen)
    case 'city.create':
      return isId(body.city) && isName(body.name)
    case 'city.rename':
      return isId(body.city) && isName(body.name[1])
    case 'city.delete':
      return [body.city, ...body.seen].every(isId)
    case 'city.order':
      return isOrder(body.order)
    case 'institution.create':
      return (
        [body.institution, body.city].every(isId) && isName(body.name) && isRanks(body.ranks) && isColumns(body.columns)
      )
    case 'institution.rename':
      return isId(body.institution) && isName(body.name[1])
    case 'institution.delete':
      return isId(body.institution) && isCount(body.seen)
    case 'institution.order':
      return isId(body.city) && isOrder(body.order)
    case 'institution.ranks':
      return isId(body.institution) && isRanks(body.ranks[1])
    case 'institution.columns':
      return isId(body.institution) && isColumns(body.columns[1])
  }
}
