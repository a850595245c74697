import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Cloud, Person } from './cloud.ts'
import type { Row } from './engines.ts'
import { add, type Delta, type Envelope, op } from './shapes.ts'

/** What a device holds of the cloud: the hash of each leaf, at a head. */
export interface Device {
  person: Person
  keep: string[] | null
  version: number
  root: string
  leaves: Map<string, string>
}

/** A cloud of an earlier version in which everything has happened at least once, by its own calls. */
export interface OldCloud {
  admin: Person
  institution: string
  employee: string
  period: number
  devices: Device[]
}

/**
 * Lives a while in a cloud of whatever version.
 *
 * @param archives whether that version could make archives: the very first could not
 */
export async function fill(cloud: Cloud, archives: boolean): Promise<OldCloud> {
  const admin = await cloud.person('superuser')
  const [city, institution, other, closed] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const employees = [randomUUID(), randomUUID(), randomUUID()].sort()
  const [first = '', second = '', third = ''] = employees
  const place = { institution, employees }
  const scored = add(admin, place, 5)
  await applied(cloud, admin, [
    op(admin, 'city.create', { city, name: 'Iași' }),
    ...[institution, other, closed].map((id, n) =>
      op(admin, 'institution.create', {
        institution: id,
        city,
        name: `Poliția ${n}`,
        ranks: { 1: 'Ofițer' },
        columns: ['CNP'],
      }),
    ),
    ...employees.map((employee, n) =>
      op(admin, 'employee.create', {
        institution,
        employee,
        name: `Om ${n}`,
        discord: `om_${n}`,
        rank: 1,
        fields: { CNP: '1' },
        points: n,
      }),
    ),
    op(admin, 'employee.create', { institution: closed, employee: randomUUID(), name: 'Al patrulea', points: 2 }),
    scored,
    add(admin, place, 9, { set: true }),
    op(admin, 'points.undo', { institution, period: 1, target: scored.id }),
    op(admin, 'employee.edit', {
      institution,
      employee: first,
      set: { name: ['Om 0', 'Ștefan'], 'fields.CNP': ['1', '2'] },
    }),
    op(admin, 'institution.ranks', { institution, ranks: [{ 1: 'Ofițer' }, { 1: 'Ofițer', 2: 'Șef' }] }),
    op(admin, 'institution.rename', { institution: other, name: ['Poliția 1', 'Spitalul'] }),
  ])
  await cloud.push(admin, op(admin, 'points.add', { institution, period: 1, employees: [first], delta: 0, reason: '' }))
  const week = archives ? await online(cloud, admin, 'reset_points', { institution, expected_period: 1 }) : undefined
  const period = archives ? 3 : 1
  await applied(cloud, admin, [add(admin, place, 4, { period: archives ? 2 : 1 })])
  await applied(cloud, admin, [
    op(admin, 'employee.move', {
      institution,
      employee: second,
      to: other,
      seen: await revOf(cloud, second),
      after: [],
    }),
    op(admin, 'employee.delete', { institution, employee: third, seen: await revOf(cloud, third), after: [] }),
  ])
  if (week) await online(cloud, admin, 'restore_archive', { archive: week.archive?.id, expected_period: 2 })
  await applied(cloud, admin, [add(admin, { institution, employees: [first] }, 3, { period })])
  if (archives) await cloud.rpc(admin, 'import_archives', { items: JSON.stringify([imported(institution)]) })
  await administer(cloud, admin, institution)
  if (archives)
    await applied(cloud, admin, [op(admin, 'institution.delete', { institution: closed, seen: 1, after: [] })])
  else await cloud.sql('delete from institutions where id = $1', [closed])
  const scoped = await cloud.person('user', [{ institution, capability: 'score' }])
  const devices = await Promise.all([hold(cloud, admin, null), hold(cloud, admin, [other]), hold(cloud, scoped, null)])
  return { admin, institution, employee: first, period, devices }
}

const revOf = async (cloud: Cloud, employee: string) =>
  (await cloud.sql('select rev from employees where id = $1', [employee]))[0]?.['rev']

const imported = (institution: string) => ({
  id: randomUUID(),
  institution,
  doc: {
    archived_at: '2025-01-02T03:04:05',
    columns: ['DISCORD', 'NUME IC', 'PUNCTAJ'],
    rows: [{ 'NUME IC': 'Vechi', PUNCTAJ: '3' }],
  },
})

async function administer(cloud: Cloud, admin: Person, institution: string): Promise<void> {
  const person = await cloud.person('user')
  await cloud.rpc(admin, 'set_role', { target: person.id, role: 'viewer' })
  const rows = JSON.stringify([{ city: null, institution, capability: 'view' }])
  await cloud.rpc(admin, 'set_permissions', { target: person.id, rows })
  await cloud.rpc(admin, 'settings_set', { patch: { policy: 'relevant' } })
  await cloud.rpc(admin, 'force_sync', { reason: 'ședință' })
  await cloud.rpc(person, 'report_device', { device: randomUUID(), info: { version: 1, unsent: 2, state: 'synced' } })
  const entry = { id: randomUUID(), type: 'download', status: 'failed', items: 1, error: 'offline', at: Date.now() }
  await cloud.rpc(person, 'log_sync', { entries: JSON.stringify([entry]) })
}

async function applied(cloud: Cloud, person: Person, ops: Parameters<Cloud['push']>[1][]): Promise<void> {
  const { results } = await cloud.push(person, ...ops)
  expect(results.filter(({ status }) => status !== 'applied')).toEqual([])
}

async function online(cloud: Cloud, person: Person, name: string, args: object) {
  const { results } = await cloud.rpc<Envelope>(person, name, { op: randomUUID(), ...args })
  expect(results).toMatchObject([{ status: 'applied' }])
  return results[0] ?? { archive: undefined }
}

async function hold(cloud: Cloud, person: Person, keep: string[] | null): Promise<Device> {
  const delta = await cloud.rpc<Delta>(person, 'sync_delta', keep ? { keep } : {})
  const device = { person, keep, version: 0, root: '', leaves: new Map<string, string>() }
  return take(device, delta)
}

/** What a device makes of a delta. */
export function take(device: Device, { version, root, entries }: Delta): Device {
  const leaves = new Map(device.leaves)
  for (const { key, hash } of entries)
    if (hash === '') leaves.delete(key)
    else leaves.set(key, hash)
  return { ...device, version, root, leaves }
}

/** What people have made: every row of the tables that no seal writes. */
export async function rowsOf(cloud: Cloud): Promise<Map<string, Row[]>> {
  const sealed = ['sync_metadata', 'leaf_bodies', 'ledger_batches', 'settings']
  const tables = await cloud.sql(`select tablename from pg_tables where schemaname = 'public' order by 1`)
  const names = tables.map(({ tablename }) => String(tablename)).filter((name) => !sealed.includes(name))
  const all = new Map<string, Row[]>()
  for (const name of names)
    all.set(
      name,
      (await cloud.sql(`select to_jsonb(t) as row from public.${name} t`)).map(({ row }) => row as Row),
    )
  return all
}
