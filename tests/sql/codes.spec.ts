import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/domain/catalogue.ts'
import { type Cloud, describeCloud, type Person } from './cloud.ts'
import { schemaFiles } from './engines.ts'
import { add, type Envelope, op, type Op } from './shapes.ts'

const known = new Set(Object.keys(catalogue))

/** Every way in which `sql/` says a code. */
const said = [
  /raise exception '([a-z_]+)'/g,
  /private\.(?:bad|conflict)\('([a-z_]+)'/g,
  /bad\(code text default '([a-z_]+)'/g,
  /private\.invalid\([^;]*?'([a-z_]+)'\)/g,
  /'code', '([a-z_]+)'/g,
  /"code": "([a-z_]+)"/g,
]

async function codesOfText(): Promise<Set<string>> {
  const text = (await schemaFiles()).join('\n')
  return new Set(said.flatMap((how) => [...text.matchAll(how)].map(([, code]) => code ?? '')))
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        /\.(ts|vue)$/.test(file) && ![join('domain', 'errors.ts'), join('domain', 'catalogue.ts')].includes(file),
    )
    .map((file) => readFileSync(join(folder, file), 'utf8'))

describe('the catalogue of codes', () => {
  it('has every code that the cloud can answer with', async () => {
    const codes = await codesOfText()
    expect(codes.size).toBeGreaterThan(20)
    expect([...codes].filter((code) => !known.has(code))).toEqual([])
  })

  it('has none that nobody answers with', async () => {
    const codes = await codesOfText()
    const text = sources('src').join('\n')
    expect([...known].filter((code) => !codes.has(code) && !text.includes(`'${code}'`))).toEqual([])
  })
})

const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing',
    (error: Error) => error.message,
  )

/** One op for each verdict. */
async function verdicts(cloud: Cloud, admin: Person): Promise<string[]> {
  const place = await cloud.place([1])
  const { institution, city, employees } = place
  const [employee] = employees
  const [row] = await cloud.sql('select name from cities where id = $1', [city])
  const gone = { institution: randomUUID(), employees }
  const reused = add(admin, place, 1)
  const ops: Op[] = [
    reused,
    { ...reused, delta: 2 },
    op({ id: randomUUID(), name: '' }, 'points.add'),
    op(admin, 'no.such'),
    op(admin, 'points.add', { ...place, delta: 0 }),
    add(admin, place, 1, { reason: 'x'.repeat(501) }),
    add(admin, place, 1, { period: 2 }),
    add(admin, gone, 1),
    add(admin, { institution, employees: [randomUUID()] }, 1),
    op(admin, 'points.undo', { institution, period: 1, target: randomUUID() }),
    op(admin, 'employee.edit', { institution, employee, set: { name: ['?', '!'] } }),
    op(admin, 'employee.edit', { institution, employee, set: { 'fields.CNP': ['', '1'] } }),
    op(admin, 'employee.delete', { institution, employee, seen: 9, after: [] }),
    op(admin, 'city.create', { city: randomUUID(), name: row?.['name'] }),
    op(admin, 'city.rename', { city: randomUUID(), name: ['a', 'b'] }),
  ]
  const nobody = await cloud.person()
  const { results } = await cloud.push(admin, ...ops)
  const denied = await cloud.push(nobody, add(nobody, place, 1))
  const online = async (call: string, args: object) => (await cloud.rpc<Envelope>(admin, call, { ...args })).results
  const late = await online('reset_points', { op: randomUUID(), institution, expected_period: 7 })
  const none = await online('restore_archive', { op: randomUUID(), archive: randomUUID(), expected_period: 1 })
  return [...results, ...denied.results, ...late, ...none].flatMap(({ code }) => code ?? [])
}

/** One call for each refusal. */
async function refusals(cloud: Cloud, admin: Person): Promise<string[]> {
  const superuser = await cloud.person('superuser')
  const other = await cloud.person('admin')
  const role = (by: Person, target: string, to: string) => cloud.rpc(by, 'set_role', { target, role: to })
  await cloud.sql(`update profiles set role = 'admin' where role = 'superuser' and id <> $1`, [superuser.id])
  const force = () => cloud.rpc(admin, 'force_sync', { reason: 'x' })
  await force()
  const withoutToken = cloud.db.transaction(async (query) => {
    await query(`select set_config('role', 'authenticated', true)`)
    await query('select public.sync_delta()')
  })
  return Promise.all([
    refusal(withoutToken),
    refusal(force()),
    refusal(role(admin, admin.id, 'user')),
    refusal(role(superuser, other.id, 'king')),
    refusal(role(superuser, randomUUID(), 'user')),
    refusal(cloud.rpc(await cloud.person(), 'members')),
    refusal(cloud.rpc(admin, 'archive_body', { id: randomUUID() })),
    refusal(cloud.rpc(superuser, 'night_preview', { night: '2001-01-01' })),
    refusal(cloud.rpc(admin, 'settings_set', { patch: { zone: 'Mars/Olympus' } })),
  ])
}

describeCloud('codes in a run', (cloud) => {
  it('are answered, each of them, and nothing that is not in the catalogue', async () => {
    const admin = await cloud().person('admin')
    const answered = new Set([...(await verdicts(cloud(), admin)), ...(await refusals(cloud(), admin))])
    expect([...answered].filter((code) => !known.has(code))).toEqual([])
    // Nobody changes their own role, so the guard of the last superuser is never met; the cloud's own fault is provoked below.
    const silent = [...(await codesOfText())].filter((code) => !answered.has(code))
    expect(silent.sort()).toEqual(['last_superuser', 'server_fault'])
  })

  it('tell a fault of the cloud apart: the rest of the batch goes on, the op is decided later', async () => {
    const admin = await cloud().person('admin')
    const { city, institution, employees } = await cloud().place([1])
    const [row] = await cloud().sql('select name from cities where id = $1', [city])
    const rename = op(admin, 'city.rename', { city, name: [row?.['name'], `Nou ${city}`] })
    const [text] = await cloud().sql(`select pg_get_functiondef('private.op_city_rename'::regproc) as text`)
    await cloud().script(
      `create or replace function private.op_city_rename(op jsonb) returns jsonb language plpgsql set search_path = ''
         as $$ begin return (select x from private.no_such_table x); end $$`,
    )
    const first = await cloud().push(admin, rename, add(admin, { institution, employees }, 2))
    expect(first.results).toMatchObject([
      { id: rename.id, status: 'failed', code: 'server_fault' },
      { status: 'applied' },
    ])
    expect(await cloud().sql('select id from applied_ops where id = $1', [rename.id])).toEqual([])
    await cloud().script(text?.['text'] as string)
    expect((await cloud().push(admin, rename)).results).toMatchObject([{ status: 'applied' }])
  })
})
