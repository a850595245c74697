import * as v from 'valibot'
import * as answers from '../answers.ts'
import type { Answer } from '../ask.ts'
import type { Check } from '../check.ts'
import type { Link } from '../link.ts'
import { applySql, failed, ok, Trouble } from '../outcome.ts'

const control = ['global_version', 'force_sync', 'min_client']
const columns = 'sync_key,version,data_hash,last_modified_by,last_modified_at'
/** What a device asks once a second may not be larger, in bytes. */
const most = 900
const polls = 5

/** Asks as a device does once a second. */
const poll = async ({ asPerson, user }: Link): Promise<Answer> => {
  const keys = [...control, `me:${user}`].join(',')
  const answer = await asPerson({
    method: 'GET',
    path: `/rest/v1/sync_metadata?sync_key=in.(${keys})&select=${columns}`,
  })
  if (answer.status === 200) return answer
  throw new Trouble('failed', `the poll was refused: ${answer.reason}`, applySql)
}

const rowsOf = ({ json }: Answer) => v.safeParse(answers.pollRows, json)

/** The control rows are there, with the columns that devices read. */
export const syncMetadataTable: Check = {
  name: 'Sync Metadata Table',
  async run({ link }) {
    const rows = rowsOf(await poll(link))
    if (!rows.success) return failed('sync_metadata answers with other columns than devices read', applySql)
    const absent = control.filter((key) => !rows.output.some((row) => row.sync_key === key && row.data_hash !== null))
    return absent.length === 0
      ? ok(`${control.join(', ')} and the own row, ${rows.output.length} in all`)
      : failed(`sync_metadata has no ${absent.join(', ')}`, applySql)
  },
}

/** The version is the same by every way, and the root is what the leaves make. */
export const getCloudVersion: Check = {
  name: 'Get Cloud Version',
  async run({ link, doctor }) {
    const rows = rowsOf(await poll(link))
    const polled = rows.success && rows.output.find(({ sync_key }) => sync_key === 'global_version')
    if (!polled) return failed('a poll without global_version', applySql)
    const delta = await link.rpc('sync_delta', { keep: [], budget: 0 }, answers.delta)
    if (delta.version < polled.version || (delta.version === polled.version && delta.root !== polled.data_hash))
      return failed(
        `polled version ${polled.version}, but sync_delta is at ${delta.version} or has another root`,
        reseal,
      )
    const { head } = await doctor()
    if (head.dirty > 0 || head.root !== head.recomputed || (head.version > 0 && head.root !== head.noted))
      return failed(`version ${head.version} has a root that its leaves do not make`, reseal)
    return ok(`version ${delta.version}, root ${delta.root.slice(0, 12)}…`)
  },
}

const reseal = 'In the SQL editor: select private.reseal(); it rebuilds what is hashed from the tables.'

/** Several polls, one after the other. */
export const pollingState: Check = {
  name: 'Polling State',
  async run({ link }) {
    const times: number[] = []
    let bytes = 0
    for (let n = 0; n < polls; n++) {
      const answer = await poll(link)
      times.push(answer.ms)
      bytes = Math.max(bytes, answer.bytes)
    }
    const sorted = times.toSorted((a, b) => a - b).map(Math.round)
    const seen = `${polls} polls of ${bytes} bytes at most, ${sorted[Math.floor(polls / 2)]} ms in the middle, ${sorted.at(-1)} ms the longest`
    return bytes < most ? ok(seen) : failed(`${seen}: more than ${most} bytes`, applySql)
  },
}
