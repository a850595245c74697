import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'

type Member = { id: string; role: string; permissions: object[] }

describeCloud('people', (cloud) => {
  const setRole = (by: Person, target: string, role: string | null) =>
    cloud().rpc<Member>(by, 'set_role', { target, role })
  const permit = (by: Person, target: string, rows: object) =>
    cloud().rpc<Member>(by, 'set_permissions', { target, rows: JSON.stringify(rows) })

  it('sign in without permission, under their Discord name and id, whatever their metadata says', async () => {
    const id = randomUUID()
    await cloud().sql(
      `insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, '{"name": "Șeful", "role": "superuser"}')`,
      [id, `${id}@punctaj.test`],
    )
    const me = { id, name: '' }
    expect(await cloud().rpc(me, 'refresh_profile')).toEqual({
      id,
      name: id,
      discord_id: null,
      role: 'user',
      permissions: [],
    })
    await cloud().sql(
      `insert into auth.identities (provider, provider_id, user_id, identity_data) values ('discord', $2, $1, $3)`,
      [
        id,
        `99${id.slice(0, 8)}`,
        JSON.stringify({ full_name: 'luca_8215', custom_claims: { global_name: ' Luca ' }, provider_id: 'forged' }),
      ],
    )
    expect(await cloud().rpc(me, 'refresh_profile')).toMatchObject({ name: 'Luca', discord_id: `99${id.slice(0, 8)}` })
    const version = await cloud().version()
    await cloud().rpc(me, 'refresh_profile')
    expect(await cloud().version()).toBe(version)
    expect(
      await cloud().sql(
        `select count(*) as n from notifications where kind = 'member_waiting' and payload ->> 'user' = $1`,
        [id],
      ),
    ).toEqual([{ n: 1 }])
  })

  it('have a first owner by SQL', async () => {
    const id = randomUUID()
    await cloud().sql('insert into auth.users (id, email) values ($1, $2)', [id, `Owner${id}@punctaj.test`])
    await cloud().sql('select private.make_owner($1)', [`owner${id}@PUNCTAJ.test`])
    expect(await cloud().rpc({ id, name: '' }, 'refresh_profile')).toMatchObject({ role: 'superuser' })
    await cloud().sql(`insert into auth.identities (provider, provider_id, user_id) values ('discord', $2, $1)`, [
      id,
      id,
    ])
    await cloud().sql('select private.make_owner($1)', [id])
    await expect(cloud().sql(`select private.make_owner('nobody')`)).rejects.toThrow('nobody has signed in')
  })

  it('are given roles by admins; superusers by superusers only, nobody their own', async () => {
    const [superuser, admin, user] = [
      await cloud().person('superuser'),
      await cloud().person('admin'),
      await cloud().person('user'),
    ]
    await expect(setRole(user, admin.id, 'user')).rejects.toThrow('denied')
    await expect(setRole(admin, admin.id, 'user')).rejects.toThrow('self_change')
    await expect(setRole(superuser, superuser.id, 'user')).rejects.toThrow('self_change')
    await expect(setRole(admin, superuser.id, 'user')).rejects.toThrow('denied')
    await expect(setRole(admin, user.id, 'superuser')).rejects.toThrow('denied')
    await expect(setRole(admin, user.id, 'king')).rejects.toThrow('not_allowed_role')
    await expect(setRole(admin, user.id, null)).rejects.toThrow('not_allowed_role')
    await expect(setRole(admin, randomUUID(), 'user')).rejects.toThrow('member_gone')
    expect(await setRole(admin, user.id, 'viewer')).toMatchObject({ id: user.id, role: 'viewer' })
    expect(await setRole(superuser, user.id, 'superuser')).toMatchObject({ role: 'superuser' })
    expect(await cloud().sql(`select by, old, new from audit_log where subject = $1 order by id`, [user.id])).toEqual([
      { by: admin.name, old: { role: 'user' }, new: { role: 'viewer' } },
      { by: superuser.name, old: { role: 'viewer' }, new: { role: 'superuser' } },
    ])
  })

  it('cannot be left without a superuser, also when two demote each other at once', async () => {
    await cloud().sql(`update profiles set role = 'user' where role = 'superuser'`)
    const [a, b] = [await cloud().person('superuser'), await cloud().person('superuser')]
    const outcomes = await Promise.allSettled([setRole(a, b.id, 'user'), setRole(b, a.id, 'user')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await cloud().sql(`select count(*) as n from profiles where role = 'superuser'`)).toEqual([{ n: 1 }])
  })

  it('get all permissions in one transaction, one version, with the old ones in the log', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place()
    const user = await cloud().person('user', [{ capability: 'view' }])
    const rows = [
      { city: null, institution: place.institution, capability: 'score' },
      { city: place.city, institution: null, capability: 'edit' },
    ]
    const before = await cloud().version()
    expect((await permit(admin, user.id, [...rows, ...rows])).permissions).toHaveLength(2)
    expect(await cloud().version()).toBe(before + 1)
    await permit(admin, user.id, rows)
    expect(await cloud().version()).toBe(before + 1)
    expect((await cloud().sql('select old from audit_log where subject = $1', [user.id]))[0]).toMatchObject({
      old: [{ capability: 'view' }],
    })
    for (const bad of [
      [{ city: null, institution: null, capability: 'fly' }],
      [{ city: place.city, institution: place.institution, capability: 'view' }],
      { capability: 'view' },
    ])
      await expect(permit(admin, user.id, bad)).rejects.toThrow('bad_op')
    await expect(permit(admin, admin.id, [])).rejects.toThrow('self_change')
    await expect(permit(user, admin.id, [])).rejects.toThrow('denied')
    await expect(permit(admin, (await cloud().person('superuser')).id, [])).rejects.toThrow('denied')
    const members = await cloud().rpc<Member[]>(admin, 'members')
    expect(members.find(({ id }) => id === user.id)?.permissions).toEqual(expect.arrayContaining(rows))
  })

  it('who are no admins see no list and change no setting', async () => {
    const user = await cloud().person('user', [{ capability: 'edit' }])
    for (const [name, args] of [
      ['members', {}],
      ['devices_list', {}],
      ['sync_log_list', {}],
      ['audit_list', {}],
      ['settings_get', {}],
      ['settings_set', { patch: {} }],
      ['force_sync', {}],
      ['import_archives', { items: '[]' }],
    ] as const)
      await expect(cloud().rpc(user, name, args), name).rejects.toThrow('denied')
  })
})
