import { type AuditChange, type AuditLine, nameOf, type Said } from './audit.ts'
import { permissionChanges } from './auditRights.ts'
import { isRecord } from './isRecord.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isUuid = (text: string): boolean => uuid.test(text)

/** Kept for the cloud itself, and of no use to a reader. */
const silent = new Set(['rev', 'touched', 'kind', 'schema_version'])
/** What has a word of its own; anything else is shown under the name that the cloud gives it. */
const known = new Set([
  ...[
    'name',
    'discord',
    'rank',
    'points',
    'institution',
    'institutions',
    'ranks',
    'columns',
    'period',
    'path',
    'from',
    'at',
  ],
  ...['night', 'employees', 'replace', 'people', 'entries', 'texts', 'archives', 'rows', 'logs'],
  ...['role', 'policy', 'min_client', 'epoch', 'reason', 'zone', 'backup_keep_days', 'log_keep_days'],
])
/** What an action changes that holds no names of fields. */
const whole: Record<string, string> = {
  'city.order': 'order',
  'institution.order': 'order',
  'institution.columns': 'columns',
}

/** From old to new, one line a thing, as a person reads it; what stayed as it was is left out. */
export function auditChanges(line: AuditLine): AuditChange[] {
  if (line.action === 'permissions.set') return permissionChanges(line)
  const field = whole[line.action]
  if (field !== undefined) return [change({ word: `audit.field.${field}` }, line.old, line.new, line)]
  const [old, fresh] = [flat(line.old), flat(line.new)]
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].filter((key) => !silent.has(key))
  return keys
    .map((key) => change(label(key, line), old.get(key), fresh.get(key), line, key))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

const change = (of: Said, old: unknown, fresh: unknown, line: AuditLine, key = ''): AuditChange => ({
  of,
  from: said(old, line, key),
  to: said(fresh, line, key),
})

/** An employee's own columns beside the other fields, called as an edit calls them. */
function flat(value: unknown): Map<string, unknown> {
  if (!isRecord(value)) return new Map()
  return new Map(
    Object.entries(value).flatMap(([key, held]) =>
      key === 'fields' && isRecord(held)
        ? Object.entries(held).map(([column, text]): [string, unknown] => [`fields.${column}`, text])
        : [[key, held] as [string, unknown]],
    ),
  )
}

function label(key: string, line: AuditLine): Said {
  if (key.startsWith('fields.')) return { text: key.slice('fields.'.length) }
  if (isUuid(key)) return { text: nameOf(key, line) }
  if (line.action === 'institution.ranks') return { word: 'audit.rankOf', n: key }
  return known.has(key) ? { word: `audit.field.${key}` } : { text: key }
}

function said(value: unknown, line: AuditLine, key: string): Said | null {
  if (value === null || value === undefined || value === '') return null
  if (key === 'role' && typeof value === 'string') return { word: `role.${value}` }
  if (key === 'policy' && typeof value === 'string') return { word: `policy.name.${value}` }
  const text = textOf(value, line)
  return text === '' ? null : { text }
}

function textOf(value: unknown, line: AuditLine): string {
  if (typeof value === 'string') return isUuid(value) ? nameOf(value, line) : value
  if (Array.isArray(value)) return value.map((one: unknown) => textOf(one, line)).join(', ')
  if (isRecord(value))
    return Object.entries(value)
      .map(([key, held]) => `${key}: ${textOf(held, line)}`)
      .join(', ')
  return JSON.stringify(value)
}
