import { deviceOf } from '../fixture.ts'
import { isAdmin, type Subject } from '../model.ts'
import { admin, id, named, nobody, service, signedIn, stranger, superuser } from '../subjects.ts'
import { answer, call, type Check, hasChanged, refusal, same, text } from '../world.ts'

const roles = ['superuser', 'admin', 'user', 'viewer'] as const
const targets: Subject[] = [superuser, admin, nobody, named('viewer with everything at city')]
/** Two more of each, so that admins meet admins and superusers superusers. */
const others = { admin: id(3001), superuser: id(3002) }
const more = [
  `insert into auth.users (id) values (${text(others.admin)}), (${text(others.superuser)})`,
  `insert into public.profiles (id, name, role) values (${text(others.admin)}, 'a', 'admin'), (${text(others.superuser)}, 's', 'superuser')`,
]

interface Target {
  id: string | null
  role: Subject['role']
}

/** Nobody changes themselves; admins change everybody but superusers, and make none; superusers change everybody. */
function told(by: Subject, target: Target, role: string | null): string {
  if (!isAdmin(by)) return 'denied'
  if (by.id === target.id) return 'self_change'
  if (target.role === null) return 'member_gone'
  return by.role !== 'superuser' && (target.role === 'superuser' || role === 'superuser') ? 'denied' : ''
}

const everyTarget: Target[] = [
  ...targets,
  { id: others.admin, role: 'admin' },
  { id: others.superuser, role: 'superuser' },
  { id: stranger.id, role: null },
]

/** Roles and permissions are given by admins to others. */
export const rightsOfOthers: Check = async function* (world) {
  for (const by of signedIn)
    for (const target of everyTarget) {
      const statements = [
        ...roles.map((role) => call('set_role', { target: target.id, role })),
        call('set_permissions', { target: target.id, rows: JSON.stringify([{ capability: 'view' }]) }),
      ]
      const outcomes = await world.attempt(by, statements, { before: more })
      for (const [n, outcome] of outcomes.entries()) {
        const role = roles[n] ?? null
        const wanted = told(by, target, role)
        if (refusal(outcome) !== wanted)
          yield `${by.name} makes ${target.id ?? ''} (${target.role ?? 'nobody'}) ${role ?? 'permitted'}: ${refusal(outcome) || 'done'}`
      }
    }
}

interface Member {
  id: string
  role: string
  permissions: object[]
  seen_at: number | null
}

/** What is given is what was asked for, to that person only; what was there and is not asked for goes. */
export const given: Check = async function* (world) {
  const holder = named('user with score at city')
  const bystander = named('user with edit at city')
  const rows = [{ institution: id(21), capability: 'edit' }]
  const before = [
    `select set_config('request.jwt.claims', '{"sub": "${admin.id ?? ''}"}', true)`,
    call('set_permissions', { target: holder.id, rows: JSON.stringify(rows) }),
  ]
  const list = answer<Member[]>(await world.try(admin, call('members'), { before })) ?? []
  const of = (subject: Subject) => list.find((member) => member.id === subject.id)
  if (of(holder)?.permissions.length !== 1 || of(bystander)?.permissions.length !== 1)
    yield `permissions are ${JSON.stringify([of(holder), of(bystander)])}`
  if (of(nobody)?.seen_at !== null || of(admin)?.seen_at === null) yield 'a device counts as another person’s'
  const made = await world.try(admin, call('set_role', { target: nobody.id, role: 'viewer' }))
  if (answer<Member>(made)?.role !== 'viewer') yield 'a role is not given'
}

/** A profile is its person's own: neither role nor rights come from it, and nobody else's is touched. */
export const profiles: Check = async function* (world) {
  for (const subject of signedIn) {
    const before = [
      `update auth.users set raw_user_meta_data = '{"role": "superuser", "name": "Șeful"}'`,
      `update auth.identities set identity_data = identity_data || '{"role": "superuser"}'`,
    ]
    const outcome = await world.try(subject, call('refresh_profile'), { before })
    const me = answer<{ id: string; name: string; role: string; permissions: object[] }>(outcome)
    const wanted = [subject.id, `om ${subject.id?.slice(-4) ?? ''}`, subject.role ?? 'user', subject.permissions.length]
    const waiting = await world.try(
      subject,
      call('refresh_profile').replace('select to_jsonb(', 'select rights.waiting('),
      {
        before: [
          `create function rights.waiting(x json) returns jsonb language sql security definer as
           $$ select to_jsonb(count(*)) from public.notifications where kind = 'member_waiting' $$`,
        ],
      },
    )
    if (answer(waiting) !== (subject.role === null ? 1 : 0))
      yield `${subject.name} is announced: ${JSON.stringify(waiting)}`
    if (!same([me?.id, me?.name, me?.role, me?.permissions.length], wanted))
      yield `${subject.name} becomes ${JSON.stringify(outcome)}`
  }
}

/** What a device says is about its person's own device, whatever id it gives. */
export const devices: Check = async function* (world) {
  const report = call('report_device', { device: deviceOf(superuser), info: JSON.stringify({ app: 'x', unsent: 7 }) })
  const outcome = await world.try(nobody, report.replace('select to_jsonb(', 'select rights.devices_after('), {
    before: [
      `create function rights.devices_after(x json) returns jsonb language sql security definer as
         $$ select jsonb_agg(user_id order by user_id) from public.devices where unsent = 7 $$`,
    ],
  })
  if (!same(answer(outcome), [nobody.id])) yield `a report wrote to the devices of ${JSON.stringify(outcome)}`
  const without = await world.try(stranger, report, { isWatched: true })
  if (hasChanged(without)) yield 'a person without profile has a device'
}

/** The owner names the first superuser by e-mail, Discord id or user id: that person, and nobody else. */
export const owners: Check = async function* (world) {
  const [n, supers] = [
    nobody.id?.slice(-4) ?? '',
    `select id from public.profiles where role = 'superuser' and id <> '${superuser.id ?? ''}'`,
  ]
  for (const who of [`discord-${n}`, `${nobody.id ?? ''}@PUNCTAJ.test`, nobody.id ?? '']) {
    const statement = `select coalesce((select jsonb_agg(id) from (${supers}) x), '[]')`
    const outcome = await world.try(service, 'select rights.state_of_roles()', {
      before: [
        `select private.make_owner(${text(who)})`,
        `create function rights.state_of_roles() returns jsonb language sql security definer as $$ ${statement} $$`,
      ],
    })
    if (!same(answer(outcome), [nobody.id])) yield `make_owner('${who}') makes ${JSON.stringify(outcome)}`
  }
  const none = await world.sql(`select private.make_owner('nobody')`).then(
    () => '',
    (error: Error) => error.message,
  )
  if (!none.includes('nobody has signed in')) yield `make_owner of nobody says: ${none}`
}

const entry = (type: string, status: string, n: number) => ({ id: id(800_000 + n), type, status })
/** Of forces, resets and restores only failures are told by devices; no device tells of backups. */
const mayLog = (type: string, status: string): boolean =>
  ['upload', 'download'].includes(type) || (['force_sync', 'reset', 'restore'].includes(type) && status === 'failed')

/** The log takes from devices what they may say, in their person's name. */
export const logs: Check = async function* (world) {
  const types = ['upload', 'download', 'force_sync', 'reset', 'restore', 'backup', 'other']
  for (const [n, type] of types.entries())
    for (const [m, status] of ['pending', 'success', 'failed', 'other'].entries()) {
      const entries = JSON.stringify([entry(type, status, n * 10 + m)])
      const outcome = await world.try(nobody, call('log_sync', { entries }))
      const logged = answer<{ logged: number }>(outcome)?.logged
      if (logged !== (mayLog(type, status) && status !== 'other' ? 1 : 0))
        yield `${type} ${status} is logged: ${JSON.stringify(outcome)}`
    }
  const line = call('log_sync', { entries: JSON.stringify([entry('upload', 'success', 98)]) })
  if (hasChanged(await world.try(stranger, line, { isWatched: true })))
    yield 'a person without profile writes to the log'
  const forged = JSON.stringify([
    { ...entry('upload', 'success', 99), user_id: superuser.id, user: superuser.id, discord_id: 'x' },
  ])
  const by = admin // not the first of all profiles
  const statement = call('log_sync', { entries: forged }).replace('select to_jsonb(', 'select rights.last_log(')
  const written = await world.try(by, statement, {
    before: [
      `create function rights.last_log(x json) returns jsonb language sql security definer as
         $$ select jsonb_build_array(user_id, discord_id) from public.sync_log order by id desc limit 1 $$`,
    ],
  })
  if (!same(answer(written), [by.id, `discord-${by.id?.slice(-4) ?? ''}`]))
    yield `an entry is logged as ${JSON.stringify(written)}`
  for (const name of ['sync_log_list', 'audit_list']) {
    const list = await world.try(admin, call(name, { filter: JSON.stringify({ user: nobody.id }) }))
    if (!same(answer(list), [])) yield `${name} of one person lists others`
  }
}
