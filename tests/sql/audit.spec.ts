import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Person, type Place } from './cloud.ts'
import { schemaFiles } from './engines.ts'
import { putBack, runJobs } from './nights.ts'
import { add, type Envelope, op, type Op } from './shapes.ts'

interface Entry {
  id: number
  action: string
  op: string | null
  user: string | null
  institution: string | null
  subject: string | null
  old: unknown
  new: unknown
  names: Record<string, string>
}

const list = (cloud: Cloud, admin: Person, filter: object = {}): Promise<Entry[]> =>
  cloud.rpc<Entry[]>(admin, 'audit_list', { filter })

/** How many entries the work wrote, by action. */
async function written(cloud: Cloud, work: () => Promise<unknown>): Promise<string[]> {
  const [before] = await cloud.sql('select coalesce(max(id), 0) as id from audit_log')
  await work()
  const rows = await cloud.sql('select action from audit_log where id > $1 order by id', [before?.['id']])
  return rows.map(({ action }) => action as string)
}

const employee = (extra: object = {}) => ({
  employee: randomUUID(),
  name: 'Ana',
  discord: 'ana',
  rank: 1,
  fields: {},
  points: 3,
  ...extra,
})

/** One op of each kind that a device pushes, each of which the place before it allows. */
function everyKind(person: Person, place: Place, other: Place): Op[] {
  const [first = '', second = ''] = place.employees
  const here = { institution: place.institution }
  const award = add(person, place, 4)
  const created = randomUUID()
  const made = randomUUID()
  const undo = op(person, 'points.undo', { ...here, period: 1, target: award.id })
  const seen = { seen: 1, after: [award.id, undo.id] }
  return [
    award,
    undo,
    op(person, 'employee.create', { ...here, ...employee({ employee: created }) }),
    op(person, 'employee.edit', { ...here, employee: created, set: { name: ['Ana', 'Ana Pop'] } }),
    op(person, 'employee.move', { ...here, employee: first, to: other.institution, ...seen }),
    op(person, 'employee.delete', { ...here, employee: second, ...seen }),
    op(person, 'city.create', { city: made, name: `Oraș nou ${made.slice(0, 6)}` }),
    op(person, 'city.rename', { city: made, name: [`Oraș nou ${made.slice(0, 6)}`, `Oraș vechi ${made.slice(0, 6)}`] }),
    op(person, 'city.order', { order: [[], [made, place.city]] }),
    op(person, 'institution.create', { institution: created, city: made, name: 'Garda', ranks: {}, columns: [] }),
    op(person, 'institution.rename', { institution: created, name: ['Garda', 'Garda mare'] }),
    op(person, 'institution.order', { city: made, order: [[], [created]] }),
    op(person, 'institution.ranks', { institution: created, ranks: [{}, { 1: 'Agent' }] }),
    op(person, 'institution.columns', { institution: created, columns: [[], ['CNP']] }),
    op(person, 'institution.delete', { institution: created, seen: 1 }),
    op(person, 'city.delete', { city: made, seen: [] }),
  ]
}

/** Calls other than a push, by the action of their one entry. */
function everyCall(cloud: Cloud, boss: Person, place: Place): Record<string, () => Promise<unknown>> {
  const reset = () =>
    cloud.rpc<Envelope>(boss, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 1 })
  return {
    'points.reset': reset,
    'points.restore': async () => {
      const [kept] = await cloud.sql('select id from archives where institution = $1', [place.institution])
      await cloud.rpc(boss, 'restore_archive', { op: randomUUID(), archive: kept?.['id'], expected_period: 2 })
    },
    'archive.import': () =>
      cloud.rpc(boss, 'import_archives', {
        items: JSON.stringify([
          { id: randomUUID(), institution: place.institution, doc: { archived_at: '2025-01-05 21:00:00', rows: [] } },
        ]),
      }),
    'night.restore': async () => {
      const night = await runJobs(cloud, '2030-06-15T12:00:00Z')
      await putBack(cloud, boss, night?.night ?? '')
    },
    'person.erase': () =>
      cloud.rpc(boss, 'erase_person', {
        employees: [place.employees[0]],
        rows: JSON.stringify([]),
        reason: '',
        dry: false,
      }),
    'role.set': async () => cloud.rpc(boss, 'set_role', { target: (await cloud.person()).id, role: 'viewer' }),
    'permissions.set': async () =>
      cloud.rpc(boss, 'set_permissions', {
        target: (await cloud.person()).id,
        rows: JSON.stringify([{ institution: place.institution, capability: 'score' }]),
      }),
    'settings.set': () => cloud.rpc(boss, 'settings_set', { patch: { policy: 'automatic' } }),
    force_sync: () => cloud.rpc(boss, 'force_sync', { reason: 'probă' }),
  }
}

describeCloud('the audit log', (cloud) => {
  it('has exactly one entry for every kind of op, none for its second arrival, and none for what was refused', async () => {
    const boss = await cloud().person('superuser')
    const [place, other] = [await cloud().place([5, 6]), await cloud().place([1])]
    const ops = everyKind(boss, place, other)
    const kinds = [
      ...(await schemaFiles()).join('\n').matchAll(/when '([a-z_.]+)' then (?:case when online then )?private\.op_/g),
    ]
    const online = ['points.reset', 'points.restore', 'night.restore']
    expect([...new Set([...ops.map(({ kind }) => kind), ...online])].sort()).toEqual(
      kinds.map(([, kind]) => kind).sort(),
    )

    for (const one of ops) {
      const { results } = await cloud().push(boss, one)
      expect(results, one.kind).toMatchObject([{ status: 'applied' }])
      expect(await cloud().sql('select action from audit_log where op = $1', [one.id]), one.kind).toEqual([
        { action: one.kind },
      ])
    }
    expect(await written(cloud(), () => cloud().push(boss, ...ops))).toEqual([])
    const nobody = await cloud().person()
    const again = everyKind(nobody, place, other)
    expect(await written(cloud(), () => cloud().push(nobody, ...again))).toEqual([])
  })

  it('has exactly one entry for every reset, restore, import, erasure, right, setting and force', async () => {
    const boss = await cloud().person('superuser')
    const place = await cloud().place([5])
    for (const [action, work] of Object.entries(everyCall(cloud(), boss, place)))
      expect(await written(cloud(), work), action).toEqual([action])
  })

  it('is written by nobody but the calls: no grant, and a trigger that stops the owner too', async () => {
    const boss = await cloud().person('superuser')
    const writes = [
      `insert into public.audit_log (action) values ('x')`,
      `update public.audit_log set by = 'x'`,
      'delete from public.audit_log',
      'truncate public.audit_log',
      'select * from public.audit_log',
      `select private.audit('x', null, null, null, null, null)`,
      `insert into public.sync_log (sync_type, status) values ('upload', 'success')`,
      'delete from public.sync_log',
    ]
    for (const write of writes)
      for (const person of [boss, null])
        await expect(
          cloud().as(person, (query) => query(write)),
          write,
        ).rejects.toThrow(/permission denied/)
    for (const write of writes.slice(1, 4)) await expect(cloud().sql(write), write).rejects.toThrow(/not allowed/)
  })

  it('is read by admins only', async () => {
    const person = await cloud().person('user', [{ capability: 'view' }])
    for (const call of ['audit_list', 'sync_log_list', 'devices_watch']) {
      await expect(cloud().rpc(person, call), call).rejects.toThrow('denied')
      await expect(cloud().rpc(null, call), call).rejects.toThrow(/permission denied/)
    }
  })

  it('names places and people that are gone', async () => {
    const boss = await cloud().person('superuser')
    const place = await cloud().place([5, 6])
    const [lost = '', deleted = ''] = place.employees
    const given = add(boss, place, 1)
    const row = { institution: place.institution, employee: deleted, seen: 1, after: [given.id] }
    await cloud().push(boss, given, op(boss, 'employee.delete', row))
    const [{ name } = {}] = await cloud().sql('select name from institutions where id = $1', [place.institution])
    const [{ name: city } = {}] = await cloud().sql('select name from cities where id = $1', [place.city])
    await cloud().push(boss, op(boss, 'city.delete', { city: place.city, seen: [place.institution] }))

    const [award] = (await list(cloud(), boss, { institution: place.institution })).reverse()
    expect(award).toMatchObject({ action: 'points.add', old: { [lost]: 5, [deleted]: 6 } })
    // Nothing but the archive that was made before the delete knows the first one.
    expect(award?.names).toEqual({ [place.institution]: name, [lost]: 'Om 0', [deleted]: 'Om 1' })
    const [gone] = await list(cloud(), boss, { action: 'city.delete', subject: place.city })
    expect(gone?.names).toEqual({ [place.city]: city, [place.institution]: name })
  })

  it('is narrowed by actions, person, place, subject and time, and goes on before an id', async () => {
    const boss = await cloud().person('superuser')
    const place = await cloud().place([5])
    for (const delta of [1, 2, 3]) await cloud().push(boss, add(boss, place, delta))
    const created = employee()
    await cloud().push(boss, op(boss, 'employee.create', { institution: place.institution, ...created }))
    const actions = async (filter: object) => (await list(cloud(), boss, filter)).map(({ action }) => action)
    const here = { institution: place.institution }
    expect(await actions({ ...here, actions: ['points.add', 'points.undo'] })).toEqual(Array(3).fill('points.add'))
    expect(await actions({ user: boss.id })).toEqual(['employee.create', ...Array<string>(3).fill('points.add')])
    expect(await actions({ subject: created.employee })).toEqual(['employee.create'])
    expect(await actions({ ...here, from: Date.now() + 3_600_000 })).toEqual([])
    expect(await actions({ ...here, to: Date.now() - 3_600_000 })).toEqual([])
    const page = await list(cloud(), boss, { ...here, limit: 2 })
    const next = await list(cloud(), boss, { ...here, limit: 2, before: page[1]?.id })
    const ids = [...page, ...next].map(({ id }) => id)
    expect(ids).toHaveLength(4)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
  })
})
