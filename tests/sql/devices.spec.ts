import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'

interface Watch {
  now: number
  head: { version: number; root: string; epoch: number; nonce: string }
  force: { by: string; at: number; reason: string } | null
  devices: { device: string; user: string; name: string; seen_at: number; root: string | null; state: string }[]
}

describeCloud('the devices that admins watch', (cloud) => {
  it('come with the head and the last force, from one snapshot, by the cloud’s clock', async () => {
    const admin = await cloud().person('admin')
    const watch = (since: number | null = null) => cloud().rpc<Watch>(admin, 'devices_watch', { since })
    expect(await watch()).toMatchObject({ force: null, head: { epoch: 0 }, devices: [] })

    const device = randomUUID()
    const info = {
      version: 3,
      root: 'a'.repeat(64),
      epoch: 0,
      nonce: '',
      unsent: 1,
      tray: 2,
      app: '1.2',
      state: 'required',
    }
    await cloud().rpc(admin, 'report_device', { device, info })
    const forced = await cloud().rpc<{ epoch: number; nonce: string; at: number }>(admin, 'force_sync', {
      reason: 'ședință',
      device,
    })
    const seen = await watch()
    expect(seen).toMatchObject({
      head: { version: await cloud().version(), epoch: forced.epoch, nonce: forced.nonce },
      force: { by: admin.name, at: forced.at, reason: 'ședință' },
      devices: [{ ...info, device, user: admin.id, name: admin.name, root: 'a'.repeat(12) }],
    })
    const [row] = await cloud().sql('select extract(epoch from clock_timestamp()) * 1000 as now')
    expect(Math.abs(seen.now - Number(row?.['now']))).toBeLessThan(60_000)
  })

  it('are after the first answer only those that have said something since', async () => {
    const admin = await cloud().person('admin')
    const [quiet, fresh] = [randomUUID(), randomUUID()]
    await cloud().rpc(admin, 'report_device', { device: quiet, info: {} })
    await cloud().sql(`update devices set seen_at = now() - interval '1 hour' where id = $1`, [quiet])
    await cloud().rpc(admin, 'report_device', { device: fresh, info: {} })
    const { now, devices } = await cloud().rpc<Watch>(admin, 'devices_watch')
    expect(devices.map((one) => one.device)).toEqual(expect.arrayContaining([quiet, fresh]))
    const since = await cloud().rpc<Watch>(admin, 'devices_watch', { since: now - 60_000 })
    expect(since.devices.map((one) => one.device)).toContain(fresh)
    expect(since.devices.map((one) => one.device)).not.toContain(quiet)
  })

  it('are 500 in an answer of less than 200 kB, which never holds a whole root', async () => {
    const admin = await cloud().person('admin')
    await cloud().sql(
      `insert into devices (id, user_id, version, root, epoch, nonce, unsent, tray, app, state)
       select gen_random_uuid(), $1, 12345, repeat('a', 64), 7, repeat('b', 32), n % 3, n % 2, '1.2.3', 'synced'
         from generate_series(1, 500) n`,
      [admin.id],
    )
    const [row] = await cloud().as(admin, (query) =>
      query('select octet_length(public.devices_watch()::text) as bytes, public.devices_watch()::text as answer'),
    )
    expect(row?.['bytes']).toBeLessThan(200_000)
    expect(row?.['answer']).not.toContain('a'.repeat(13))
  })
})
