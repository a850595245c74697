import { CloudError } from '../domain/errors.ts'
import type { PolledHead } from '../domain/head.ts'
import { meKey } from '../domain/keys.ts'
import { type Access, call, parseJson } from './http.ts'
import { fit, pollRows } from './schemas.ts'

const columns = 'sync_key,version,data_hash,last_modified_by,last_modified_at'

const timeOf = (text: string | null | undefined): number | null => {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : at
}

/** Asks where the cloud stands: one small query, once a second. */
export async function poll(access: Access, user: string, signal?: AbortSignal): Promise<PolledHead> {
  const me = meKey(user)
  const path = `/rest/v1/sync_metadata?sync_key=in.(global_version,force_sync,min_client,${me})&select=${columns}`
  const answer = await call(access, { method: 'GET', path, timeoutMs: 5000, most: 10_000, signal })
  const rows = new Map(fit(pollRows, parseJson(answer, '/poll')).map((row) => [row.sync_key, row]))
  const [head, force] = [rows.get('global_version'), rows.get('force_sync')]
  // Fewer rows than there must be is no news: row level security hides them from whoever is not signed in.
  if (!head || !force || head.data_hash === null) throw new CloudError('bad_answer', 'a poll without its head')
  return {
    version: head.version,
    root: head.data_hash,
    epoch: force.version,
    nonce: force.data_hash ?? '',
    me: rows.get(me)?.data_hash ?? '',
    by: head.last_modified_by,
    at: timeOf(head.last_modified_at),
    forcedBy: force.last_modified_by,
    forcedAt: timeOf(force.last_modified_at),
    minClient: rows.get('min_client')?.version ?? 0,
  }
}
