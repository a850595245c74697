import { parseKey } from '../../../src/domain/keys.ts'
import { idsIn } from '../../../src/domain/plan.ts'
import { rosterView } from '../../../src/db/queries.ts'
import { readState } from '../../../src/db/store.ts'
import { inOneTurn } from './gate.ts'
import type { Context, Device } from './device.ts'
import { seeOneVersion } from './reader.ts'
import { tidyUp } from './session.ts'
import type { World } from './world.ts'

/** Brings the network back and lets everybody do what a person would: wait, and click when asked to. */
export async function heal(world: World): Promise<void> {
  const { scheduler, devices } = world
  for (const { link } of devices) Object.assign(link, { isUp: true, coming: [] })
  for (const device of devices) for (const context of device.contexts) context.doom = null
  await scheduler.run()
  for (const device of devices) {
    device.contexts = device.contexts.filter(({ dead, db }) => !dead && !db.retired)
    if (device.user !== null) await device.open()
  }
  const signedIn = () => devices.filter(({ user }) => user !== null)
  for (let round = 0; round < 25; round++) {
    scheduler.now += 31_000
    const before = await versionOf(world)
    let isQuiet = true
    for (const device of signedIn()) {
      // Whoever is there already has nothing more to do; everybody polls once.
      if (round > 0 && (await isSettled(world, device))) continue
      await settle(world, device)
      if (!(await isSettled(world, device))) isQuiet = false
    }
    if (isQuiet && (await versionOf(world)) === before) return
  }
  world.wrong.push('a lock or an outbox never ends')
}

async function versionOf({ cloud }: World): Promise<number> {
  const [row] = await cloud.sql<{ version: number }>(
    `select version::int from sync_metadata where sync_key = 'global_version'`,
  )
  return row?.version ?? 0
}

async function settle(world: World, device: Device): Promise<void> {
  const context = device.contexts.at(-1)
  if (!context) return
  const act = async (work: () => Promise<unknown>) => {
    world.scheduler.begin(context, work)
    await world.scheduler.run()
  }
  await act(() => context.runner.hurry())
  if ((await inOneTurn(() => readState(context.db))).lock.is !== 'synced') await act(() => context.runtime.download())
}

/** Whether a device is where the cloud is, with nothing left to send. */
async function isSettled(world: World, device: Device): Promise<boolean> {
  const context = device.contexts.at(-1)
  if (!context) return true
  const state = await inOneTurn(() => readState(context.db))
  const [head] = await world.cloud.sql<{ version: number; data_hash: string }>(
    `select version, data_hash from sync_metadata where sync_key = 'global_version'`,
  )
  const isThere = state.head?.version === Number(head?.version) && state.head.root === head?.data_hash
  const outbox = await context.db.outbox.count()
  world.scheduler.note(
    `  ${device.name}: ${state.lock.is} v${String(state.head?.version)} of v${String(head?.version)}, outbox ${String(outbox)}`,
  )
  // What a device keeps was chosen after its copy was made ready: the next poll follows.
  return state.lock.is === 'synced' && isThere && outbox === 0 && !state.isKeepMoved
}

/** Everything that must hold once all is quiet. */
export async function judge(world: World): Promise<string[]> {
  const { wrong, devices } = world
  const live = devices.flatMap(({ contexts, user }) => (user === null ? [] : contexts.slice(-1)))
  for (const context of live) {
    void seeOneVersion(world, context)
    await world.scheduler.run()
    await sameAsCloud(world, context)
    await nothingBeyond(world, context)
  }
  world.scheduler.now += 60_000
  for (const device of devices) await nothingOfOthers(world, device)
  await everyEdit(world)
  if (!world.wentBack) await inOrder(world)
  await pointsAddUp(world)
  return wrong
}

/** outbox ∪ contained ∪ tray = every edit ever made. */
async function everyEdit(world: World): Promise<void> {
  const rows = await world.cloud.sql<{ id: string; status: string; user_id: string }>(
    'select id, status, user_id from applied_ops',
  )
  const decided = new Map(rows.map((row) => [row.id, row]))
  const trays = new Map<Device, Set<string>>()
  for (const device of world.devices) {
    if (device.user === null) continue
    const ids = await device.contexts.at(-1)?.db.tray.toCollection().primaryKeys()
    trays.set(device, new Set(ids))
  }
  for (const [id, { op, device, session, isResolved }] of world.edits) {
    const verdict = decided.get(id)
    if (verdict && verdict.user_id !== op.user) world.wrong.push(`${op.kind} ${id} is under another name`)
    if (verdict?.status === 'applied' || isResolved) continue
    // A restored cloud that has forgotten it has the same data, under the same version: there is nothing to notice, or to lose.
    if (world.wentBack && !verdict && world.withoutTrace.has(id)) continue
    // A restored cloud can only be told again by a device that still has its storage.
    if (session !== device.session || device.user === null) continue
    if (!trays.get(device)?.has(id))
      world.wrong.push(`lost: ${op.kind} ${id} (${verdict?.status ?? 'unknown to the cloud'})`)
  }
}

async function pointsAddUp(world: World): Promise<void> {
  const off = await world.cloud.sql<{ name: string; points: number; sum: number }>(`
    select e.name, e.points, coalesce(s.sum, 0)::int as sum
      from employees e join institutions i on i.id = e.institution
      left join lateral (select sum(p.effective) as sum from point_entries p
        where p.employee = e.id and p.institution = i.id and p.period = i.period) s on true
     where e.points <> coalesce(s.sum, 0)`)
  for (const { name, points, sum } of off) world.wrong.push(`${name} has ${points} points, the ledger says ${sum}`)
  const late = await world.cloud.sql<{ op: string }>(
    `
    select distinct p.op::text from point_entries p join unnest($1::uuid[], $2::int[]) as made (id, period) on made.id = p.op
     where p.period <> made.period`,
    [...pointOps(world)],
  )
  for (const { op } of late) world.wrong.push(`op ${op} was made in another week than it counts in`)
  const twice = await world.cloud.sql<{ op: string }>(`
    select op::text from point_entries where op is not null group by op, employee, institution, period having count(*) > 1`)
  for (const { op } of twice) world.wrong.push(`op ${op} counted twice`)
}

/** Ids and periods of the edits that give points, as two columns. */
function pointOps({ edits }: World): [string[], number[]] {
  const ops = [...edits.values()].flatMap(({ op }) => ('period' in op ? [op] : []))
  return [ops.map(({ id }) => id), ops.map(({ period }) => period)]
}

/** Edits of one device are decided in the order they were made in, as long as nobody sends one again by hand. */
async function inOrder(world: World): Promise<void> {
  const rows = await world.cloud.sql<{ id: string; version: number }>(
    `select id::text, version::int from applied_ops where status = 'applied' and version is not null`,
  )
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  for (const device of world.devices) {
    const mine = [...world.edits.values()].filter((edit) => edit.device === device && !edit.isAgain)
    let last = { version: 0, id: '' }
    for (const { op } of mine) {
      const version = versions.get(op.id)
      if (version === undefined) continue
      if (version < last.version)
        world.wrong.push(`${device.name}: ${op.kind} ${op.id} was decided before ${last.id}, made earlier`)
      last = { version, id: op.id }
    }
  }
}

/** What a person sees is what the cloud has, leaf by leaf and person by person. */
async function sameAsCloud(world: World, { db, name }: Context): Promise<void> {
  const head = (await db.meta.get('head'))?.value as { view_root: string; keep: string[] | null } | undefined
  const [view] = await world.cloud.sql<{ root: string }>(
    `select private.view_root($1, $2, (select data_hash from sync_metadata where sync_key = 'global_version')) as root`,
    [db.user, head?.keep ?? null],
  )
  if (head?.view_root !== view?.root) world.wrong.push(`${name}: another view root than the cloud's`)
  const index = ((await db.meta.get('index'))?.value ?? {}) as Record<string, unknown>
  for (const key of Object.keys(index)) {
    const leaf = parseKey(key)
    if (leaf?.kind !== 'roster') continue
    const rows = await world.cloud.sql<{ id: string; name: string; points: number }>(
      'select id, name, points from employees where institution = $1 order by id',
      [leaf.id],
    )
    const seen =
      (await inOneTurn(() => rosterView(db, leaf.id)))?.rows.map((row) => [row.id, row.name, row.points]) ?? null
    const there = rows.map((row) => [row.id, row.name, row.points])
    const isSame = seen === null || JSON.stringify([...seen].sort()) === JSON.stringify(there.sort())
    if (!isSame)
      world.wrong.push(`${name}: shows ${JSON.stringify(seen)} in ${leaf.id}, the cloud has ${JSON.stringify(there)}`)
  }
}

/** Leaves that a person may hold, by their role and permissions alone: the cloud's own way to tell is what is being tested. */
const mayHold = `
  with mine as (select * from permissions where user_id = $1),
    rights as (select exists (select from profiles where id = $1 and role in ('superuser', 'admin'))
      or exists (select from mine where city is null and institution is null) as everything)
  select m.sync_key from sync_metadata m join leaf_bodies l using (sync_key), rights r
   where m.data_hash <> '' and case when l.kind = 'directory' then r.everything or exists (select from mine)
     else (r.everything or exists (select from mine where institution = l.institution or city = l.city))
       and ($2::uuid[] is null or l.institution = any ($2::uuid[])) end`

/** Nothing outside a person's permission, or of what the device does not keep, stays on it. */
async function nothingBeyond(world: World, { db, name }: Context): Promise<void> {
  const keep = ((await db.meta.get('keep'))?.value ?? null) as string[] | null
  const rows = await world.cloud.sql<{ sync_key: string }>(mayHold, [db.user, keep])
  const seen = new Set([...rows.map((row) => row.sync_key), `me:${db.user}`])
  const places = new Set([...seen].flatMap(idsIn))
  const leaves = (await db.leaves.toCollection().primaryKeys()).map(([key]) => key)
  for (const key of leaves) if (!seen.has(key)) world.wrong.push(`${name}: still holds ${key}`)
  for (const { institution } of await db.files.toArray()) {
    if (!places.has(institution)) world.wrong.push(`${name}: still holds an archive file of ${institution}`)
  }
  for (const { changes } of await db.history.toArray()) {
    for (const { id } of changes) if (!places.has(id)) world.wrong.push(`${name}: still tells what changed in ${id}`)
  }
}

/** Of who has signed out nothing is left on a device. */
async function nothingOfOthers(world: World, device: Device): Promise<void> {
  await tidyUp(device)
  const found = (await device.indexedDB.databases()).map(({ name }) => name)
  const allowed = device.user === null ? [] : [`punctaj:${device.user}`]
  for (const name of found)
    if (!allowed.includes(name ?? '')) world.wrong.push(`${device.name}: ${name ?? ''} is still there`)
}
