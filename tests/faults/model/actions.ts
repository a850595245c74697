import * as fc from 'fast-check'
import { mutate } from '../../../src/db/mutate.ts'
import { writeMeta } from '../../../src/db/meta.ts'
import { archivesView, directoryView, rosterView, trayView } from '../../../src/db/queries.ts'
import { resolveTray } from '../../../src/db/resolveTray.ts'
import type { Context, Device } from './device.ts'
import { type EditKind, editKinds, intentOf } from './edits.ts'
import { type Fault, faults } from './network.ts'
import { seeOneVersion } from './reader.ts'
import { enter, leave } from './session.ts'
import { everybody, people, type Who, type World } from './world.ts'

const device = fc.nat({ max: 2 })
const tab = fc.nat({ max: 1 })
const pick = fc.nat({ max: 11 })
const where = { device, tab }

/** What may happen next. `then` gates open before the one after it begins. */
const then = fc.oneof({ arbitrary: fc.nat({ max: 4 }), weight: 2 }, { arbitrary: fc.nat({ max: 40 }), weight: 1 })
const one = <T extends string, R extends object>(
  is: T,
  rest: { [K in keyof R]: fc.Arbitrary<R[K]> },
): fc.Arbitrary<{ is: T; then: number } & R> =>
  fc.record({ is: fc.constant(is), then, ...rest }) as unknown as fc.Arbitrary<{ is: T; then: number } & R>

const choices = {
  edit: one('edit', { ...where, kind: fc.constantFrom<EditKind>(...editKinds), pick, amount: fc.nat({ max: 7 }) }),
  step: one('step', { ...where, urgent: fc.boolean() }),
  click: one('click', where),
  cancel: one('cancel', where),
  reset: one('reset', { ...where, pick }),
  restore: one('restore', { ...where, pick, replace: fc.boolean() }),
  force: one('force', where),
  permit: one('permit', { who: fc.constantFrom<Who>('leader', 'helper'), pick }),
  keep: one('keep', { ...where, pick }),
  leave: one('leave', { ...where, discard: fc.boolean() }),
  enter: one('enter', { device, who: fc.constantFrom<Who>(...everybody) }),
  kill: one('kill', { ...where, in: fc.integer({ min: 1, max: 12 }), after: fc.boolean() }),
  link: one('link', { device, up: fc.constantFrom(true, true, false) }),
  weather: one('weather', {
    device,
    coming: fc.array(fc.constantFrom<Fault>(...faults), { minLength: 1, maxLength: 4 }),
  }),
  jump: one('jump', { device, ms: fc.constantFrom(-7_200_000, -60_000, 60_000, 86_400_000) }),
  pass: one('pass', { ms: fc.constantFrom(1_000, 5_000, 31_000, 600_000) }),
  backup: one('backup', { pick }),
  goBack: one('goBack', { pick }),
  tray: one('tray', { ...where, pick, mine: fc.boolean() }),
  sql: one('sql', { pick }),
  read: one('read', where),
  cut: one('cut', where),
} satisfies Record<string, fc.Arbitrary<{ is: string; then: number }>>

type Value<A> = A extends fc.Arbitrary<infer T> ? T : never
export type Action = Value<(typeof choices)[keyof typeof choices]>

const weights: Partial<Record<Action['is'], number>> = {
  edit: 24,
  step: 16,
  click: 7,
  weather: 4,
  kill: 3,
  link: 3,
  reset: 2,
  restore: 2,
  backup: 2,
  goBack: 2,
  tray: 2,
}

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    ...Object.entries(choices).map(([is, arbitrary]) => ({
      arbitrary: arbitrary as fc.Arbitrary<Action>,
      weight: weights[is as Action['is']] ?? 1,
    })),
  ),
  { minLength: 6, maxLength: 60, size: 'max' },
)

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

/** Does something on a device's tab, if there is one; it goes on while other things happen. */
function inTab(
  world: World,
  where: { device: number; tab: number },
  work: (context: Context) => Promise<unknown>,
): void {
  const context = at(at(world.devices, where.device)?.contexts ?? [], where.tab)
  if (context) world.scheduler.begin(context, () => work(context))
}

const theDevice = (world: World, index: number): Device => at(world.devices, index) as Device

/** Makes one thing happen, or begin. */
export async function perform(world: World, action: Action): Promise<void> {
  world.scheduler.note(JSON.stringify(action))
  switch (action.is) {
    case 'edit':
      return inTab(world, action, (context) => edit(world, context, action))
    case 'step':
      return inTab(world, action, ({ runner }) => (action.urgent ? runner.hurry() : runner.tick(0)))
    case 'click':
      return inTab(world, action, ({ runtime }) => runtime.download())
    case 'cancel':
      return inTab(world, action, ({ runtime }) => Promise.resolve(runtime.cancel()))
    case 'reset':
      return inTab(world, action, (context) => reset(context, action.pick))
    case 'restore':
      return inTab(world, action, (context) => restore(context, action.pick, action.replace))
    case 'force':
      return inTab(world, action, ({ runtime }) => runtime.force('because'))
    case 'permit':
      return permit(world, people[action.who], action.pick)
    case 'keep':
      return inTab(world, action, (context) => keep(world, context, action.pick))
    case 'leave':
      return inTab(world, action, (context) => leave(world, context, action.discard))
    case 'enter':
      return enter(theDevice(world, action.device), action.who)
    case 'kill':
      return inTab(world, action, async (context) => {
        context.doom = { in: action.in, after: action.after }
      })
    case 'link':
      theDevice(world, action.device).link.isUp = action.up
      return
    case 'weather':
      theDevice(world, action.device).link.coming.push(...action.coming)
      return
    case 'jump':
      theDevice(world, action.device).skew += action.ms
      return
    case 'pass':
      world.scheduler.now += action.ms
      return
    case 'backup':
      world.hasBackup = true
      return world.cloud.save('backup')
    case 'goBack':
      if (!world.hasBackup) return
      world.wentBack = true
      return world.cloud.restore('backup')
    case 'tray':
      return inTab(world, action, (context) => decide(context, action.pick, action.mine))
    case 'sql':
      return byOwner(world, action.pick)
    case 'read':
      return inTab(world, action, (context) => seeOneVersion(world, context))
    case 'cut':
      return inTab(world, action, async ({ db }) => db.close())
  }
}

async function edit(
  world: World,
  { db }: Context,
  { kind, pick, amount }: { kind: EditKind; pick: number; amount: number },
): Promise<void> {
  const intent = await intentOf(world, db, kind, pick, amount)
  if (intent === null) return
  await mutate(db, [intent])
}

const placesOf = async (context: Context) =>
  (await directoryView(context.db)).cities.flatMap((city) => city.institutions)

async function reset(context: Context, pick: number): Promise<void> {
  const place = at(
    (await placesOf(context)).filter(({ can }) => can.includes('reset')),
    pick,
  )
  const view = place && (await rosterView(context.db, place.id))
  if (view) await context.runtime.reset(view.institution.id, view.period)
}

async function restore(context: Context, pick: number, replace: boolean): Promise<void> {
  const line = at(await archivesView(context.db), pick)
  const view = line && (await rosterView(context.db, line.institution.id))
  if (view) await context.runtime.restore(line.row.id, view.period, replace)
}

/** Rights come and go: all, some of the places, or none. */
async function permit(world: World, target: string, pick: number): Promise<void> {
  const places = await world.cloud.sql<{ id: string }>('select id from institutions order by name')
  const capabilities = ['view', 'edit', 'score', 'reset', 'delete'].slice(0, 1 + (pick % 5))
  const scope = pick % 4
  const institution = at(places, pick)?.id
  const where = { city: null, institution: scope === 1 ? null : institution }
  const rows = scope === 0 ? [] : capabilities.map((capability) => ({ ...where, capability }))
  const body = JSON.stringify({ target, rows })
  await world.cloud.answer({
    user: people.owner,
    method: 'POST',
    path: '/rest/v1/rpc/set_permissions',
    query: '',
    body,
  })
}

async function keep(world: World, context: Context, pick: number): Promise<void> {
  const ids = (await placesOf(context)).map(({ id }) => id)
  const some = ids.filter((_, index) => (pick >> index) % 2 === 0).sort()
  await world.scheduler.pass(context, 'keeps', () => writeMeta(context.db, 'keep', pick % 3 === 0 ? null : some))
  await context.runner.hurry()
}

async function decide(context: Context, pick: number, isMine: boolean): Promise<void> {
  const row = at(await trayView(context.db), pick)
  if (!row) return
  const sending = row.result.code === 'period_closed' ? 'newWeek' : row.result.code === 'fork_lost' ? 'again' : 'mine'
  context.deciding = row.id
  await resolveTray(context.db, [row.id], isMine ? { is: 'send', as: sending } : { is: 'drop' }).finally(
    () => (context.deciding = null),
  )
}

/** The owner at the SQL editor: no op, no ledger. */
async function byOwner(world: World, pick: number): Promise<void> {
  const name = `sql${String(++world.made)}`
  const rows = await world.cloud.sql<{ id: string }>('select id from employees order by name')
  const row = at(rows, pick)
  if (row) await world.cloud.sql('update employees set name = $1 where id = $2', [name, row.id])
}
