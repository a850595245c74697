import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { add } from './shapes.ts'

describeCloud('bookkeeping', (cloud) => {
  it('takes what a device says of itself, per person', async () => {
    const [a, b] = [await cloud().person('admin'), await cloud().person('user')]
    const device = randomUUID()
    const report = (info: object) => ({ device, info })
    expect(
      await cloud().rpc(
        a,
        'report_device',
        report({ version: 7, root: 'r', epoch: 1, nonce: 'n', unsent: 2, tray: 1, app: '1.0', state: 'synced' }),
      ),
    ).toEqual({})
    await cloud().rpc(b, 'report_device', report({ unsent: 9, more: 'x'.repeat(999) }))
    await cloud().rpc(a, 'report_device', report({ version: 8, state: 'y'.repeat(99) }))
    const list = await cloud().rpc<{ device: string; user: string }[]>(a, 'devices_list')
    const ours = list.filter((row) => row.device === device)
    expect(ours).toHaveLength(2)
    expect(ours.find(({ user }) => user === a.id)).toMatchObject({
      version: 8,
      unsent: 0,
      name: a.name,
      state: 'y'.repeat(50),
    })
  })

  it('logs synchronisations once each, under the session’s Discord id', async () => {
    const [admin, person] = [await cloud().person('admin'), await cloud().person('user')]
    const entry = (fields: object) => ({
      id: randomUUID(),
      type: 'download',
      status: 'success',
      items: 3,
      at: Date.now(),
      ...fields,
    })
    const entries = [
      entry({ discord_id: 'forged', version: 5, duration_ms: 12 }),
      entry({ type: 'reset', status: 'failed', error: 'e'.repeat(2000) }),
      entry({ type: 'reset' }),
      entry({ type: 'force_sync' }),
      entry({ type: 'nonsense' }),
    ]
    expect(await cloud().rpc(person, 'log_sync', { entries })).toEqual({ logged: 2 })
    expect(await cloud().rpc(person, 'log_sync', { entries })).toEqual({ logged: 0 })
    const list = await cloud().rpc<object[]>(admin, 'sync_log_list', { filter: { user: person.id, type: 'download' } })
    expect(list).toMatchObject([
      { discord_id: person.id.slice(0, 18), name: person.name, items: 3, version: 5, duration_ms: 12 },
    ])
    expect(await cloud().rpc<object[]>(admin, 'sync_log_list', { filter: { user: person.id, limit: 1 } })).toHaveLength(
      1,
    )
  })

  it('keeps logs that only grow, also for the owner', async () => {
    for (const table of ['sync_log', 'audit_log'])
      for (const write of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table}`])
        await expect(cloud().sql(write), write).rejects.toThrow(/not allowed/)
  })

  it('audits every op from old to new', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([4])
    const [employee = ''] = place.employees
    const award = add(admin, place, 3)
    await cloud().push(admin, award)
    const list = await cloud().rpc<object[]>(admin, 'audit_list', { filter: { institution: place.institution } })
    expect(list).toMatchObject([
      {
        action: 'points.add',
        op: award.id,
        user: admin.id,
        by: admin.name,
        old: { [employee]: 4 },
        new: { [employee]: 7 },
      },
    ])
  })

  it('forces everybody once in 30 seconds, moving neither version nor root', async () => {
    const admin = await cloud().person('admin')
    const control = () =>
      cloud().sql(
        `select version, data_hash from sync_metadata where sync_key in ('global_version', 'force_sync') order by sync_key`,
      )
    const [before, head] = await control()
    const forced = await cloud().rpc<{ epoch: number; nonce: string }>(admin, 'force_sync', {
      reason: 'ședință',
      device: randomUUID(),
    })
    const [after, sameHead] = await control()
    expect(sameHead).toEqual(head)
    expect(after).toEqual({ version: Number(before?.['version']) + 1, data_hash: forced.nonce })
    await expect(cloud().rpc(admin, 'force_sync', { reason: 'iar' })).rejects.toThrow('force_too_soon')
    await cloud().sql(
      `update sync_metadata set last_modified_at = now() - interval '31 seconds' where sync_key = 'force_sync'`,
    )
    const both = await Promise.allSettled([cloud().rpc(admin, 'force_sync'), cloud().rpc(admin, 'force_sync')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await cloud().rpc<object[]>(admin, 'sync_log_list', { filter: { type: 'force_sync' } })).toHaveLength(2)
    expect(await cloud().rpc<object[]>(admin, 'audit_list', { filter: { action: 'force_sync' } })).toMatchObject([
      {},
      { new: { reason: 'ședință' } },
    ])
  })

  it('keeps the settings that admins change', async () => {
    const admin = await cloud().person('admin')
    expect(await cloud().rpc(admin, 'settings_get')).toMatchObject({
      policy: 'strict',
      min_client: 1,
      schema_version: expect.any(Number) as number,
    })
    expect(await cloud().rpc(admin, 'settings_set', { patch: { policy: 'automatic', min_client: 2 } })).toMatchObject({
      policy: 'automatic',
      min_client: 2,
    })
    const row = await cloud().as(admin, (query) =>
      query(`select version from sync_metadata where sync_key = 'min_client'`),
    )
    expect(row).toEqual([{ version: 2 }])
    for (const patch of [
      { policy: 'none' },
      { policy: null },
      { min_client: 0 },
      { min_client: 'x' },
      { other: 1 },
      [],
    ])
      await expect(
        cloud().rpc(admin, 'settings_set', { patch: JSON.stringify(patch) }),
        JSON.stringify(patch),
      ).rejects.toThrow()
    expect(await cloud().rpc(admin, 'schema_version')).toBeGreaterThan(1)
  })
})
