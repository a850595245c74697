import { createHash } from 'node:crypto'
import { may, seesAnything, type Subject } from '../model.ts'
import { id, named, type Place, places, signedIn, stranger, superuser } from '../subjects.ts'
import { answer, call, type Check, refusal, same, text, uuids } from '../world.ts'

interface Delta {
  entries: { key: string; hash: string }[]
  bodies: Record<string, string>
  view_root: string
}

/** The leaves of one place: of one that is gone, its archives. */
const leavesOf = ({ institution, isGone }: Place): string[] =>
  (isGone ? ['archives'] : ['roster', 'ledger', 'archives']).map((kind) => `${kind}:${institution}`)

const sees = (subject: Subject, { city, institution }: Place): boolean => may(subject, 'view', { city, institution })

/** The shared leaves that somebody sees, of these institutions or of all. */
const viewOf = (subject: Subject, keep: readonly string[] | null = null): string[] =>
  seesAnything(subject)
    ? [
        'directory',
        ...places
          .filter((place) => sees(subject, place) && (keep?.includes(place.institution) ?? true))
          .flatMap(leavesOf),
      ].sort()
    : []
const ownLeaf = (subject: Subject): string[] => (subject.role === null ? [] : [`me:${subject.id ?? ''}`])

const live = (delta: Delta | null): string[] => (delta?.entries ?? []).map(({ key }) => key).sort()

/** What the root over a view is, by the leaves that it is said to have. */
function rootOf(delta: Delta | null): string {
  const lines = (delta?.entries ?? [])
    .filter(({ key }) => !key.startsWith('me:'))
    .map(({ key, hash }) => `${key} ${hash}\n`)
    .sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** With and without a choice of what the device keeps, in which there is also what the person may not see, and what never was. */
const choices: (string[] | null)[] = [null, [id(11), id(21), id(22), id(77)], []]

/** `sync_delta` names, serves and sums up what somebody may see, and nothing else. */
export const deltas: Check = async function* (world) {
  for (const subject of signedIn)
    for (const keep of choices) {
      const args = keep === null ? {} : { keep: uuids(keep) }
      const delta = answer<Delta>(await world.try(subject, call('sync_delta', { ...args, budget: 8_000_000 })))
      const wanted = [...viewOf(subject, keep), ...ownLeaf(subject)].sort()
      const what = `${subject.name}, keeping ${keep === null ? 'all' : `${keep.length} places`}`
      if (!same(live(delta), wanted)) yield `${what}: is told of ${live(delta).join()} instead of ${wanted.join()}`
      if (!same(Object.keys(delta?.bodies ?? {}).sort(), wanted))
        yield `${what}: is served ${Object.keys(delta?.bodies ?? {}).join()}`
      if (delta?.view_root !== rootOf(delta)) yield `${what}: the root is not that of the view`
      yield* ownBody(subject, delta)
    }
}

/** The own leaf says what its person may do, and nothing of others. */
async function* ownBody(subject: Subject, delta: Delta | null): AsyncGenerator<string> {
  const body = JSON.parse(delta?.bodies[`me:${subject.id ?? ''}`] ?? 'null') as null | {
    id: string
    role: string
    permissions: object[]
  }
  if (subject.role === null) return
  if (body?.id !== subject.id || body?.role !== subject.role || body.permissions.length !== subject.permissions.length)
    yield `${subject.name} is told of themselves: ${JSON.stringify(body)}`
}

/** Since a version: what changed there in the view, and of what is gone only what one saw. */
export const later: Check = async function* (world) {
  const [first] = await world.sql('select version, root from heads order by version limit 1')
  const gone = await world.sql(`select sync_key as key from sync_metadata where data_hash = '' and sync_key like '%:%'`)
  const goneKeys = gone.map(({ key }) => String(key))
  for (const subject of signedIn) {
    const delta = answer<Delta>(
      await world.try(subject, call('sync_delta', { since: first?.['version'], root: first?.['root'], budget: 0 })),
    )
    const ended = goneKeys.filter((key) =>
      places.some((place) => key.endsWith(place.institution) && sees(subject, place)),
    )
    const wanted = [...new Set([...viewOf(subject), ...ownLeaf(subject), ...ended])].filter(
      (key) => key !== 'directory',
    )
    const came = live(delta).filter((key) => key !== 'directory')
    if (!same(came, wanted.sort()))
      yield `${subject.name} is told of ${came.join()} since then, instead of ${wanted.join()}`
  }
}

/** `sync_pull` serves those of all keys there are that somebody may see. */
export const pulls: Check = async function* (world) {
  const rows = await world.sql('select sync_key as key from sync_metadata')
  const keys = [...rows.map(({ key }) => String(key)), 'roster:nothing', `me:${stranger.id ?? ''}`]
  for (const subject of signedIn)
    for (const asked of [keys, keys.filter((key) => key.startsWith('ledger:'))]) {
      const outcome = await world.try(subject, call('sync_pull', { keys: asked }))
      const pulled = (answer<{ key: string; body: string }[]>(outcome) ?? []).map(({ key }) => key).sort()
      const wanted = [...viewOf(subject), ...ownLeaf(subject)].filter((key) => asked.includes(key)).sort()
      if (!same(pulled, wanted)) yield `${subject.name} pulls ${pulled.join()} instead of ${wanted.join()}`
    }
}

/** `reseal` looks after leaves that somebody sees, and touches no other. */
export const reseals: Check = async function* (world) {
  const key = `roster:${id(11)}`
  const before = [`update public.leaf_bodies set body = body || ' ' where sync_key = ${text(key)}`]
  for (const subject of signedIn) {
    const statement = call('reseal', { keys: [key, `roster:${id(21)}`, 'directory'] })
    const outcome = await world.try(subject, statement, { before })
    const wanted = viewOf(subject).includes(key) ? [key] : []
    const resealed = answer<{ resealed: string[] }>(outcome)?.resealed
    if (!same(resealed, wanted)) yield `${subject.name} reseals ${JSON.stringify(resealed ?? refusal(outcome))}`
  }
  const other = await world.try(superuser, call('reseal', { keys: ['directory'] }), { before })
  if (!same(answer(other), { resealed: [] })) yield 'reseal mends what nobody asked about'
  const sound = await world.try(superuser, call('reseal', { keys: [`ledger:${id(11)}`] }))
  if (!same(answer(sound), { resealed: [] })) yield 'a sound leaf is made anew'
  const one = `select jsonb_agg(body) from public.leaf_bodies where sync_key = ${text(key)}`
  if (refusal(await world.try(named('admin'), one)) !== '42501') yield 'an admin reads bodies past the calls'
}
