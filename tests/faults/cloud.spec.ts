import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { isCode } from '../../src/domain/errors.ts'
import { signIn } from '../sync/world.ts'
import { ModelCloud } from './model/cloud.ts'

/*
 * The model's cloud is a short cut around HTTP and lite. Everything that the engine asks for is asked here of both, and must be
 * answered alike: status, and what stands in the body once ids and times of the moment are taken out.
 */
interface Ask {
  name: string
  method?: 'GET' | 'POST'
  path: string
  body?: unknown
  isAnonymous?: true
}

const [city, place, person, archive] = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000000${String(n)}`)
const user = demoPeople.superuser.id
let count = 0
const op = (body: object) => ({
  id: `00000000-0000-7000-8000-${String(++count).padStart(12, '0')}`,
  user,
  at: 1000,
  ...body,
})
const rpc = (name: string, call: string, body: object = {}): Ask => ({ name, path: `/rest/v1/rpc/${call}`, body })
const push = (name: string, ...ops: unknown[]) => rpc(name, 'sync_push', { ops, device: null, keep: null })
const award = { kind: 'points.add', institution: place, period: 1, employees: [person], delta: 3, reason: 'ț"\\' }
const again = op(award)

const asks: Ask[] = [
  {
    name: 'poll',
    method: 'GET',
    path: `/rest/v1/sync_metadata?sync_key=in.(global_version,force_sync,min_client,me:${user})&select=sync_key,version,data_hash`,
  },
  push(
    'a city, a place, a person',
    op({ kind: 'city.create', city, name: 'Iași' }),
    op({
      kind: 'institution.create',
      institution: place,
      city,
      name: 'Poliția',
      ranks: { 1: 'Agent' },
      columns: ['CNP'],
    }),
    op({
      kind: 'employee.create',
      institution: place,
      employee: person,
      name: 'Ion',
      discord: '',
      rank: 1,
      fields: {},
      points: 2,
    }),
  ),
  push('points', again),
  push('the same once more', again),
  push('the same id, other payload', { ...again, delta: 4 }),
  push('a name that is taken', op({ kind: 'city.create', city: archive, name: 'IAȘI ' })),
  push('a clash', op({ kind: 'employee.edit', institution: place, employee: person, set: { name: ['Ana', 'Eva'] } })),
  push('nonsense', op({ kind: 'points.add' })),
  push('an unknown kind', op({ kind: 'later' })),
  rpc('not a list', 'sync_push', { ops: {}, device: null, keep: null }),
  rpc('everything', 'sync_delta', { since: 0, root: '', pending: [again.id], keep: null, budget: 100_000 }),
  rpc('a fork', 'sync_delta', { since: 1, root: 'x', pending: [], keep: null, budget: 0 }),
  rpc('kept places', 'sync_delta', { since: 0, root: '', pending: [], keep: [], budget: 0 }),
  rpc('bodies', 'sync_pull', { keys: [`roster:${String(place)}`, 'directory', 'nothing'], since: 0 }),
  rpc('a reset', 'reset_points', { op: archive, institution: place, expected_period: 1, device: null, keep: null }),
  rpc('a second reset', 'reset_points', { op: city, institution: place, expected_period: 1, device: null, keep: null }),
  rpc('force', 'force_sync', { reason: 'so', device: null }),
  rpc('force too soon', 'force_sync', { reason: 'so', device: null }),
  rpc('an archive that is none', 'archive_body', { id: person }),
  rpc('what is missing', 'archives_missing'),
  rpc('permissions of oneself', 'set_permissions', { target: user, rows: [] }),
  rpc('a report', 'report_device', {
    device: city,
    info: { version: 1, root: '', nonce: '', epoch: 0, unsent: 0, tray: 0, app: 'x', state: 'synced' },
  }),
  rpc('a log', 'log_sync', { entries: [] }),
  { name: 'a file that is none', method: 'GET', path: '/storage/v1/object/authenticated/arhiva/Iasi/Politia.json' },
  { name: 'a file that may not be', path: '/storage/v1/object/arhiva/Iasi/Politia.json', body: 'x' },
  { name: 'nobody', path: '/rest/v1/rpc/sync_delta', body: {}, isAnonymous: true },
]

let cloud: Cloud
let model: ModelCloud
let token: string
beforeAll(async () => {
  ;[cloud, model] = await Promise.all([startCloud({ empty: true, port: 0 }), ModelCloud.open()])
  token = await signIn(cloud, 'superuser')
  for (const { id, name, discordId } of Object.values(demoPeople)) {
    await model.sql('insert into auth.users (id, email) values ($1, $2)', [id, `${name}@cloud.test`])
    await model.sql(
      `insert into auth.identities (user_id, provider, provider_id, identity_data) values ($1, 'discord', $2, $3)`,
      [id, discordId, JSON.stringify({ full_name: name })],
    )
  }
  await model.sql(`insert into profiles (id, name, discord_id, role) values ($1, $2, $3, 'superuser')`, [
    user,
    demoPeople.superuser.name,
    demoPeople.superuser.discordId,
  ])
}, 120_000)
afterAll(() => Promise.all([cloud.stop(), model.close()]))

const text = (body: unknown) => (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))

async function ofModel({ method = 'POST', path, body, isAnonymous }: Ask) {
  const [pathname = '', query = ''] = path.split('?')
  return model.answer({ user: isAnonymous ? null : user, method, path: pathname, query: `?${query}`, body: text(body) })
}

async function ofCloud({ method = 'POST', path, body, isAnonymous }: Ask) {
  const headers = {
    apikey: cloud.publishableKey,
    authorization: `Bearer ${isAnonymous ? 'stale' : token}`,
    'content-type': 'application/json',
  }
  const response = await fetch(cloud.url + path, { method, headers, ...(method === 'POST' && { body: text(body) }) })
  return { status: response.status, text: await response.text() }
}

/** What differs between two clouds of their own: hashes, times, versions (the demo people moved one), ids that the cloud made. */
const moment =
  /(\\*)"(hash|root|view_root|nonce|data_hash|sha256|at|now|touched|bytes|version|before|after|since|rev)\\*":(\\*"[^"\\]*\\*"|\d+|null)/g
function plain({ status, text: body }: { status: number; text: string }) {
  try {
    const whole = JSON.stringify(JSON.parse(body)).replace(moment, '$1"$2$1":0')
    const parsed = JSON.parse(whole) as unknown
    if (Array.isArray(parsed)) return { status, list: shape(parsed) }
    const { message, results, entries, bodies } = parsed as Record<string, unknown>
    const code = typeof message === 'string' && isCode(message) ? message : ''
    return {
      status,
      code,
      results: shape(results),
      entries: shape(entries),
      bodies: Object.keys(bodies ?? {}).sort(),
    }
  } catch {
    return { status, message: body }
  }
}
const shape = (value: unknown) =>
  JSON.stringify(value ?? null)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/g, 'then')

// In their order: each goes on from what the one before left.
test.each(asks)('$name', async (ask) => {
  expect(plain(await ofModel(ask))).toEqual(plain(await ofCloud(ask)))
})
