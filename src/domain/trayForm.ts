import { limits } from './checkOp.ts'
import type { EmployeeField, FieldValue, OpBody } from './op.ts'
import { bodyOf, renewOp } from './renewOp.ts'
import type { Label } from './trayValues.ts'
import { placeNow, type Refused, type TrayWorld } from './trayWorld.ts'

/** One field of the form in which a refused op is changed before it is sent once more. */
export interface FormField {
  key: string
  label: Label | { is: 'delta' | 'reason' | 'startPoints' }
  type: 'text' | 'number' | 'rank' | 'lines'
  value: string
  /** Of a rank: what can be chosen. */
  options: { rank: number; role: string }[]
}

type Values = Readonly<Record<string, string>>

const field = (key: string, label: FormField['label'], value: FieldValue, type: FormField['type'] = 'text') => ({
  key,
  label,
  type,
  value: String(value ?? ''),
  options: [],
})

function personField(name: EmployeeField, value: FieldValue, ranks: Record<string, string>): FormField {
  if (name === 'rank') {
    const options = Object.entries(ranks).map(([rank, role]) => ({ rank: Number(rank), role }))
    const isKnown = value === null || options.some(({ rank }) => rank === value)
    return {
      ...field('rank', { is: 'rank' }, value, 'rank'),
      options: isKnown ? options : [...options, { rank: Number(value), role: '' }],
    }
  }
  const isFixed = name === 'name' || name === 'discord'
  return field(name, isFixed ? { is: name } : { is: 'own', text: name.slice('fields.'.length) }, value)
}

const rankLines = (ranks: Record<string, string>): string =>
  Object.entries(ranks)
    .map(([rank, role]) => `${rank} → ${role}`)
    .join('\n')

/** The form of a refused op, filled with what it wanted; empty for kinds that have no value to change. */
export function trayForm(refused: Refused, world: TrayWorld): FormField[] {
  const { op } = refused
  const ranks = placeNow(refused, world)?.roster?.ranks ?? {}
  switch (op.kind) {
    case 'points.add':
      return [field('delta', { is: 'delta' }, op.delta, 'number'), field('reason', { is: 'reason' }, op.reason)]
    case 'employee.edit':
      return Object.entries(op.set).map(([name, change]) =>
        personField(name as EmployeeField, change?.[1] ?? null, ranks),
      )
    case 'employee.create':
      return [
        personField('name', op.name, ranks),
        personField('discord', op.discord, ranks),
        personField('rank', op.rank, ranks),
        ...Object.entries(op.fields).map(([name, value]) => personField(`fields.${name}`, value, ranks)),
        field('points', { is: 'startPoints' }, op.points, 'number'),
      ]
    case 'city.create':
    case 'institution.create':
      return [field('name', { is: 'name' }, op.name)]
    case 'city.rename':
    case 'institution.rename':
      return [field('name', { is: 'name' }, op.name[1])]
    case 'institution.ranks':
      return [field('ranks', { is: 'ranks' }, rankLines(op.ranks[1]), 'lines')]
    case 'institution.columns':
      return [field('columns', { is: 'columns' }, op.columns[1].join('\n'), 'lines')]
    case 'points.undo':
    case 'employee.move':
    case 'employee.delete':
    case 'city.order':
    case 'city.delete':
    case 'institution.order':
    case 'institution.delete':
      return []
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** `1 → Ofițer`, also written `1 = Ofițer`, `1: Ofițer` or `1 Ofițer`. */
function ranksOf(text: string): Record<string, string> {
  const pairs = linesOf(text).map((line) => /^(\d{1,4})\s*(?:→|=|:|-)?\s*(.*)$/.exec(line))
  return Object.fromEntries(pairs.flatMap((pair): [string, string][] => (pair ? [[pair[1] ?? '', pair[2] ?? '']] : [])))
}

const fieldValue = (name: string, value: string): FieldValue =>
  name !== 'rank' ? value.trim() : value === '' ? null : Number(value)

function withValues(body: OpBody, values: Values): OpBody {
  const of = (key: string): string => values[key] ?? ''
  switch (body.kind) {
    case 'points.add': {
      const edited = { ...body, delta: Number(of('delta')), reason: of('reason').trim() }
      delete edited.set
      return edited
    }
    case 'employee.edit': {
      const set = Object.entries(body.set).map(([name, change]) => [name, [change?.[0], fieldValue(name, of(name))]])
      return { ...body, set: Object.fromEntries(set) as typeof body.set }
    }
    case 'employee.create': {
      const fields = Object.keys(body.fields).map((name): [string, string] => [name, of(`fields.${name}`).trim()])
      const rank = fieldValue('rank', of('rank')) as number | null
      const [name, discord] = [of('name').trim(), of('discord').trim()]
      return { ...body, name, discord, rank, fields: Object.fromEntries(fields), points: Number(of('points')) }
    }
    case 'city.create':
    case 'institution.create':
      return { ...body, name: of('name').trim() }
    case 'city.rename':
    case 'institution.rename':
      return { ...body, name: [body.name[0], of('name').trim()] }
    case 'institution.ranks':
      return { ...body, ranks: [body.ranks[0], ranksOf(of('ranks'))] }
    case 'institution.columns':
      return { ...body, columns: [body.columns[0], linesOf(of('columns'))] }
    case 'points.undo':
    case 'employee.move':
    case 'employee.delete':
    case 'city.order':
    case 'city.delete':
    case 'institution.order':
    case 'institution.delete':
      return body
  }
}

/** What is the matter with a value that cannot be sent, by the kind of field it is in. */
export type FieldFault = 'delta' | 'points' | 'name' | 'ranks' | 'columns'

function isSoundField(key: FieldFault, text: string): boolean {
  const [n, lines] = [Number(text), linesOf(text)]
  const isCount = /^[+-]?\d+$/.test(text.trim()) && n <= limits.delta
  switch (key) {
    case 'delta':
      return isCount && n >= -limits.delta && n !== 0
    case 'points':
      return isCount && n >= 0
    case 'ranks':
      return lines.length === Object.keys(ranksOf(text)).length
    case 'columns':
      return new Set(lines).size === lines.length
    case 'name':
      return text.trim() !== ''
  }
}

const judged: readonly string[] = ['delta', 'points', 'name', 'ranks', 'columns'] satisfies FieldFault[]
const isJudged = (key: string): key is FieldFault => judged.includes(key)

/** The fields of a form whose values cannot be sent; none in a form that can be. */
export const formFaults = ({ form }: { form: FormField[] }, values: Values): FieldFault[] =>
  form.flatMap(({ key }) => (isJudged(key) && !isSoundField(key, values[key] ?? '') ? [key] : []))

/** A refused op with the values of its form, on today's state; null when that is how things stand already. */
export function editedOp({ op, result }: Refused, values: Values, world: TrayWorld): OpBody | null {
  const { id, user, at } = op
  return renewOp({ op: { ...withValues(bodyOf(op), values), id, user, at }, result }, world)
}
