import type { Transaction } from '@electric-sql/pglite'
import { actAsOwner } from './act.ts'

/** Where the journals stood, to know what came after. */
export interface Mark {
  audit: number
  sync: number
}

/** The present ends of the append-only journals. */
export async function markJournals(tx: Transaction): Promise<Mark> {
  const { rows } = await tx.query<Mark>(
    `select (select coalesce(max(id), 0) from public.audit_log) as audit, (select coalesce(max(id), 0) from public.sync_log) as sync`,
  )
  return rows[0] as Mark
}

/**
 * Gives what ops wrote the time at which the demo says they were made. The tables' triggers, which forbid rewriting
 * history, are off for this transaction: the leaves are resealed once at the end of the seeding.
 */
export async function backdateOps(tx: Transaction, institution: string, mark: Mark): Promise<void> {
  await actAsOwner(tx)
  await tx.exec(`set local session_replication_role = replica`)
  await tx.query(`update public.point_entries set at = client_at where institution = $1 and at > client_at`, [
    institution,
  ])
  await tx.query(
    `update public.employees e set touched = t.at from (
       select p.employee, max(p.client_at) as at from public.point_entries p where p.institution = $1 group by 1) t
     where e.id = t.employee`,
    [institution],
  )
  // The time of an op is the first half of its id.
  await tx.query(
    `update public.audit_log set at = to_timestamp(('x' || replace(left(op::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
     where id > $1 and op is not null`,
    [mark.audit],
  )
}

/** Moves the archive just made to the end of its week: path, text and hash as if it had been made then. */
export async function backdateArchive(
  tx: Transaction,
  institution: string,
  period: number,
  at: number,
  mark: Mark,
): Promise<void> {
  await actAsOwner(tx)
  await tx.exec(`set local session_replication_role = replica`)
  const moment = new Date(at).toISOString()
  await tx.query(
    `with made as (
       select id, private.archive_path(city_name, institution_name, $3::timestamptz) as path,
         regexp_replace(body, '"archived_at": "[^"]*"', '"archived_at": "' || $4::text || 'Z"') as body
       from public.archives where institution = $1 and period = $2 and kind = 'reset')
     update public.archives a set at = $3::timestamptz, path = made.path, body = made.body,
       sha256 = private.hash_of(made.body), bytes = octet_length(made.body)
     from made where a.id = made.id`,
    [institution, period, moment, moment.slice(0, 19)],
  )
  await tx.query(`update public.sync_log set synced_at = $2, created_at = $2 where id > $1`, [mark.sync, moment])
  await tx.query(`update public.employees set touched = $2 where institution = $1`, [institution, moment])
}
