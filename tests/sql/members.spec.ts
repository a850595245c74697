import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { schemaFiles } from './engines.ts'

type Row = { city: string | null; institution: string | null; capability: string }
type Member = { id: string; role: string; permissions: Row[] }

const everywhere = (capability: string): Row => ({ city: null, institution: null, capability })

describeCloud('two admins at one person', (cloud) => {
  const admins = async () => [await cloud().person('admin'), await cloud().person('admin')] as const
  const permit = (by: Person, target: Person, rows: Row[], seen?: unknown) =>
    cloud().rpc<Member>(by, 'set_permissions', {
      target: target.id,
      rows: JSON.stringify(rows),
      ...(seen !== undefined && { seen: JSON.stringify(seen) }),
    })
  const setRole = (by: Person, target: Person, role: string, seen?: string) =>
    cloud().rpc<Member>(by, 'set_role', { target: target.id, role, ...(seen !== undefined && { seen }) })
  const held = async (target: Person) =>
    (await cloud().sql('select capability from permissions where user_id = $1 order by 1', [target.id])).map(
      ({ capability }) => capability,
    )

  it('do not go over each other: who saw older permissions is refused, and nothing of it is done', async () => {
    const [first, second] = await admins()
    const user = await cloud().person('user', [{ capability: 'view' }])
    const seen = [everywhere('view')]
    await permit(first, user, [...seen, everywhere('score')], seen)
    const version = await cloud().version()
    await expect(permit(second, user, [everywhere('edit')], seen)).rejects.toThrow('changed_since')
    expect(await held(user)).toEqual(['score', 'view'])
    expect(await cloud().version()).toBe(version)
    const now = [everywhere('view'), everywhere('score')]
    expect((await permit(second, user, [everywhere('edit')], now)).permissions).toEqual([everywhere('edit')])
  })

  it('at the same moment: one of them is first', async () => {
    const [first, second] = await admins()
    const user = await cloud().person('user')
    const outcomes = await Promise.allSettled([
      permit(first, user, [everywhere('score')], []),
      permit(second, user, [everywhere('edit')], []),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await held(user)).toHaveLength(1)
  })

  it('may have seen the same in another order, and twice', async () => {
    const [admin] = await admins()
    const { city, institution } = await cloud().place()
    const user = await cloud().person('user', [
      { city, capability: 'view' },
      { institution, capability: 'score' },
    ])
    const seen = [
      { capability: 'score', institution, city: null },
      { city, institution: null, capability: 'view' },
      { city, institution: null, capability: 'view' },
    ]
    expect((await permit(admin, user, [], seen)).permissions).toEqual([])
  })

  it('do not go over a role either', async () => {
    const [first, second] = await admins()
    const user = await cloud().person('user')
    await setRole(first, user, 'viewer', 'user')
    await expect(setRole(second, user, 'admin', 'user')).rejects.toThrow('changed_since')
    expect(await setRole(second, user, 'admin', 'viewer')).toMatchObject({ role: 'admin' })
  })

  it('who do not say what they saw change it all the same, as older apps do', async () => {
    const [admin] = await admins()
    const user = await cloud().person('user', [{ capability: 'view' }])
    expect((await permit(admin, user, [everywhere('score')])).permissions).toEqual([everywhere('score')])
    expect(await setRole(admin, user, 'viewer')).toMatchObject({ role: 'viewer' })
  })

  it('who saw no list are refused', async () => {
    const [admin] = await admins()
    const user = await cloud().person('user')
    await expect(permit(admin, user, [], { capability: 'view' })).rejects.toThrow('bad_op')
  })

  it('learn that a place was deleted, and that its permissions went with it', async () => {
    const [admin] = await admins()
    const { city, institution } = await cloud().place()
    const user = await cloud().person('user', [{ institution, capability: 'view' }])
    const [ofCity, ofInstitution] = [
      { city, institution: null, capability: 'view' },
      { city: null, institution, capability: 'view' },
    ]
    await cloud().sql('delete from institutions where id = $1', [institution])
    await expect(permit(admin, user, [], [ofInstitution])).rejects.toThrow('changed_since')
    await expect(permit(admin, user, [ofInstitution], [])).rejects.toThrow('institution_gone')
    await cloud().sql('delete from cities where id = $1', [city])
    await expect(permit(admin, user, [ofCity], [])).rejects.toThrow('city_gone')
    expect(await held(user)).toEqual([])
  })

  it('learn that the person is gone', async () => {
    const [admin] = await admins()
    const gone = { id: randomUUID(), name: '' }
    await expect(permit(admin, gone, [], [])).rejects.toThrow('member_gone')
    await expect(setRole(admin, gone, 'viewer', 'user')).rejects.toThrow('member_gone')
  })

  it('have one function of each name, also over a schema from before', async () => {
    await cloud().script(
      `create function public.set_role(target uuid, role text) returns jsonb language sql as 'select null::jsonb';
       create function public.set_permissions(target uuid, rows jsonb) returns jsonb language sql as 'select null::jsonb';`,
    )
    for (const text of await schemaFiles()) await cloud().script(text)
    expect(
      await cloud().sql(
        `select proname as name, count(*) as n from pg_proc where proname in ('set_role', 'set_permissions') group by 1 order by 1`,
      ),
    ).toEqual([
      { name: 'set_permissions', n: 1 },
      { name: 'set_role', n: 1 },
    ])
  })
})
