import type { Employee, Roster } from './model.ts'
import type { Change, FieldValue, Op, OpBody, OpResult } from './op.ts'

type Edit = Extract<OpBody, { kind: 'employee.edit' }>

/** The same new values, over what stands in the cloud now. */
function overTheirs({ set, ...edit }: Edit, theirs: Record<string, unknown>): Edit {
  const renewed = Object.entries(set).flatMap(([field, change]): [string, Change<FieldValue>][] => {
    if (!change) return []
    const value = theirs[field]
    const known = typeof value === 'string' || typeof value === 'number' || value === null
    return [[field, [known ? value : change[0], change[1]]]]
  })
  return { ...edit, set: Object.fromEntries(renewed) }
}

const idsOf = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every((id) => typeof id === 'string') ? value : null

/** An op without what made it that one op. */
function bodyOf(op: Op): OpBody {
  const body: Partial<Op> = { ...op }
  delete body.id
  delete body.user
  delete body.at
  return body as OpBody
}

/**
 * "Keep mine" of an op in the tray: a new op with the same intention on today's state. An op's id is never used again.
 *
 * @param now the roster it is about, where there still is one
 */
export function renewOp(op: Op, result: OpResult, now: Roster | null): OpBody {
  const body = bodyOf(op)
  const employee = (id: string): Employee | undefined => now?.employees.find((one) => one.id === id)
  switch (body.kind) {
    case 'points.add':
    case 'points.undo':
      return now ? { ...body, period: now.period } : body
    case 'city.order':
    case 'institution.order':
      return { ...body, order: [idsOf(result.theirs?.['order']) ?? body.order[0], body.order[1]] }
    case 'employee.edit':
      return overTheirs(body, result.theirs ?? {})
    case 'employee.delete':
    case 'employee.move':
      return { ...body, seen: employee(body.employee)?.rev ?? body.seen, after: [] }
    case 'institution.delete':
      return now ? { ...body, seen: now.period, after: [] } : body
    case 'institution.ranks':
      return now ? { ...body, ranks: [now.ranks, body.ranks[1]] } : body
    case 'institution.columns':
      return now ? { ...body, columns: [now.columns, body.columns[1]] } : body
    case 'employee.create':
    case 'city.create':
    case 'city.rename':
    case 'city.delete':
    case 'institution.create':
    case 'institution.rename':
      return body
  }
}
