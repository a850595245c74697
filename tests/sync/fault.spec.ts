import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rosterView, trayView } from '../../src/db/queries.ts'
import { award, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())

const broken = `create or replace function private.op_employee_edit(op jsonb) returns jsonb language plpgsql
  set search_path = '' as $$ begin return (select x from private.no_such_table x); end $$`

test('an edit over which the cloud makes a mistake stays, is tried again, and needs a person only after five times', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const device = await openDevice(cloud)
  await device.sync()
  const { institution, first } = await makePlace(device, 'Iași')
  const rename = (old: string, fresh: string) =>
    device.mutate({ kind: 'employee.edit', institution, employee: first, set: { name: [old, fresh] } })
  const row = async () => (await rosterView(device.db, institution))?.rows[0]
  const [sound] = await cloud.db<{ text: string }>(
    `select pg_get_functiondef('private.op_employee_edit'::regproc) as text`,
  )

  await cloud.db(broken)
  await rename('Ion', 'Ioan')
  await device.mutate(award(institution, first, 5))
  await device.sync()
  expect(await row()).toMatchObject({ name: 'Ioan', points: 15 })
  expect(await device.state()).toMatchObject({ unsent: 1, tray: 0 })
  expect(device.memory.push.failures).toBe(1)
  await cloud.db(sound?.text ?? '')
  await device.sync()
  expect(await device.state()).toMatchObject({ unsent: 0, tray: 0 })
  expect(await row()).toMatchObject({ name: 'Ioan', pending: false })

  await cloud.db(broken)
  await rename('Ioan', 'Iancu')
  for (let n = 1; n < 5; n += 1) await device.sync()
  expect(await device.state()).toMatchObject({ unsent: 1, tray: 0 })
  await device.sync()
  expect(await device.state()).toMatchObject({ unsent: 0, tray: 1 })
  expect((await trayView(device.db))[0]?.result).toMatchObject({ status: 'failed', code: 'server_fault' })
  await cloud.db(sound?.text ?? '')
})
