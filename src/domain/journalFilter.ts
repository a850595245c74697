import { dayIn, endOfDay, type Query, queryOf, startOfDay, textIn } from './addressFilter.ts'
import { type AuditGroup, auditGroups, isAuditGroup } from './audit.ts'

/** What the audit journal is narrowed to, by ids and days; '' = everything. Days are local, as typed, and count whole. */
export interface AuditFilter {
  group: AuditGroup | ''
  user: string
  institution: string
  /** An employee, or somebody whose rights were changed. */
  subject: string
  from: string
  to: string
}

/** What `sync_log` is narrowed to. */
export interface SyncLogFilter {
  type: SyncType | ''
  status: SyncStatus | ''
  user: string
  device: string
  from: string
  to: string
}

export const syncTypes = ['force_sync', 'reset', 'restore', 'backup', 'upload', 'download'] as const
export type SyncType = (typeof syncTypes)[number]
export const syncStatuses = ['success', 'failed', 'pending'] as const
export type SyncStatus = (typeof syncStatuses)[number]

export const wholeAudit: AuditFilter = { group: '', user: '', institution: '', subject: '', from: '', to: '' }
export const wholeSyncLog: SyncLogFilter = { type: '', status: '', user: '', device: '', from: '', to: '' }

const idIn = (query: Query, key: string): string => {
  const id = textIn(query, key).toLowerCase()
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : ''
}

/** The filter that an address names; what makes no sense in it narrows nothing. */
export function auditFilterOf(query: Query): AuditFilter {
  const group = query['group']
  return {
    group: isAuditGroup(group) ? group : '',
    user: idIn(query, 'user'),
    institution: idIn(query, 'institution'),
    subject: idIn(query, 'subject'),
    from: dayIn(query, 'from'),
    to: dayIn(query, 'to'),
  }
}

/** The same for `sync_log`. */
export const syncLogFilterOf = (query: Query): SyncLogFilter => ({
  type: syncTypes.find((one) => one === query['type']) ?? '',
  status: syncStatuses.find((one) => one === query['status']) ?? '',
  user: idIn(query, 'user'),
  device: idIn(query, 'device'),
  from: dayIn(query, 'from'),
  to: dayIn(query, 'to'),
})

/** The filter as the cloud is asked (docs/protocol.md, section 3). */
export function askedOf(filter: AuditFilter | SyncLogFilter): Record<string, unknown> {
  const { from, to, group, ...same } = queryOf(filter)
  return {
    ...same,
    ...(isAuditGroup(group) && { actions: auditGroups[group] }),
    ...(from !== undefined && { from: startOfDay(from) }),
    ...(to !== undefined && { to: endOfDay(to) }),
  }
}
