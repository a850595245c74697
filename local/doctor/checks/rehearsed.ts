import { createHash } from 'node:crypto'
import * as v from 'valibot'
import * as answers from '../answers.ts'
import type { Check } from '../check.ts'
import { applySql, failed, listed, ok } from '../outcome.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A week of writes makes one version more in its transaction, and none for the community. */
export const updateCloudVersion: Check = {
  name: 'Update Cloud Version',
  async run({ rehearsal }) {
    const { before, after, root, statuses, left } = await rehearsal()
    if (statuses.some((status) => status !== 'applied'))
      return failed(`a write that was tried came to ${statuses.join(', ')}`, applySql)
    if (after !== before + 1 || root === left.head.root)
      return failed(`one transaction moved the version from ${before} to ${after}`, applySql)
    if (left.head.version !== before || left.rows > 0)
      return failed('what was tried and rolled back has left something behind', restore)
    return ok(`a write moved ${before} to ${after}, and was undone: the cloud is still at ${before}`)
  },
}

const restore = 'This must not happen: look for triggers that are not from sql/, and compare with a backup.'

/** What makes an archive's document; more may be in it. */
const document = v.object({
  archived_at: v.string(),
  city: v.string(),
  institution: v.string(),
  reset_by: v.string(),
  columns: v.array(v.string()),
  rows: v.array(v.record(v.string(), v.string())),
  employee_count: v.number(),
  total_points: v.number(),
  kind: v.string(),
  schema: v.literal(2),
  ids: v.object({ archive: v.string() }),
})
const path = /^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(_\d+)?\.json$/

/** A reset makes a document of the known structure, and those that are there have the hash that is said of them. */
export const archiveStructure: Check = {
  name: 'Archive Structure',
  async run({ rehearsal, doctor }) {
    const { archive } = await rehearsal()
    if (archive === null) return failed('a reset that was tried made no archive', applySql)
    if (!path.test(archive.path)) return failed(`an archive would lie at ${archive.path}`, applySql)
    if (sha256(archive.body) !== archive.sha256 || Buffer.byteLength(archive.body) !== archive.bytes)
      return failed('a reset that was tried made an archive with another hash or size than its own', applySql)
    const made = v.safeParse(v.pipe(v.string(), v.parseJson(), document), archive.body)
    if (!made.success || made.output.employee_count !== 1 || made.output.total_points !== 3)
      return failed('a reset that was tried made a document without its week', applySql)
    const { archives } = await doctor()
    if (archives.broken.length > 0)
      return failed(`archives that are not what their hash says: ${listed(archives.broken)}`, repair)
    return ok(`${archive.path.split('/')[1]} as it should be; ${archives.count} archives are there, none broken`)
  },
}

const repair = 'Restore these rows of public.archives from a backup of the database: somebody changed them by SQL.'

/** A line can be logged, under the caller's name, and is found again. */
export const logSyncActivity: Check = {
  name: 'Log Sync Activity',
  async run({ link, rehearsal }) {
    const { logged, reset_logged, left } = await rehearsal()
    if (logged?.type !== 'download' || logged.status !== 'success' || logged.user !== link.user)
      return failed('a download that was logged is not in sync_log, or under another name', applySql)
    if (!reset_logged) return failed('a reset that was tried is not in sync_log', applySql)
    if (left.rows > 0) return failed('the line that was logged and rolled back is still there', applySql)
    const newest = await link.rpc('sync_log_list', { filter: { limit: 1 } }, answers.logged)
    const last = newest[0]
      ? `the last one that stays is a ${newest[0].type} (${newest[0].status})`
      : 'none stays so far'
    return ok(`a download and a reset were logged and undone; ${last}`)
  },
}
