import type { Cloud } from '../../local/cloud.ts'
import { enter, expectPoints, openRoster, prepareReset } from './support/app.ts'
import { cloudPoints } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const total = ana.points + bogdan.points + carmen.points

interface Stored {
  path: string
  sha256: string
  body: string
  points: number
  uploaded: boolean
}

const archives = ({ db }: Cloud): Promise<Stored[]> =>
  db(`select path, sha256, body, points::int as points, uploaded_at is not null as uploaded
      from public.archives where kind = 'reset' order by at`)

test('a reset puts the week into storage at its path, with its hash, and zeroes the points', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await (
    await prepareReset(page, police.name)
  )()

  await expect(page.getByText(/Iasi\/Politia_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.json/).first()).toBeVisible()
  await expect.poll(() => archives(cloud)).toMatchObject([{ points: total, uploaded: true }])
  const [archive] = await archives(cloud)
  const file = await (await personOf(cloud, 'admin')).file(archive?.path ?? '')
  expect(file).toEqual({ status: 200, text: archive?.body, sha256: archive?.sha256 })
  expect(await cloudPoints(cloud, ana.id)).toBe(0)
})

test('when the upload fails the week is safe, the screen says so, and the file arrives later by itself', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const broken = device.proxy.rule('upload', { is: 'status', status: 503 })
  await (
    await prepareReset(page, police.name)
  )()
  await broken.hit()

  await expect(page.getByText('se încarcă singur mai târziu', { exact: false })).toBeVisible()
  expect(await archives(cloud)).toMatchObject([{ points: total, uploaded: false }])
  expect(await cloudPoints(cloud, bogdan.id)).toBe(0)

  broken.end()
  await expect.poll(async () => (await archives(cloud))[0]?.uploaded, { timeout: 45_000 }).toBe(true)
  const [archive] = await archives(cloud)
  expect((await (await personOf(cloud, 'admin')).file(archive?.path ?? '')).sha256).toBe(archive?.sha256)
})

test('of two admins who reset at once one wins, and the other is shown that archive', async ({ cloud, boot }) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const first = await enter(office, 'admin')
  const second = await enter(home, 'superuser')
  await Promise.all([openRoster(first, police.name), openRoster(second, police.name)])
  let release = () => {}
  const held = home.proxy.rule('rpc:reset_points', { is: 'hold', until: new Promise<void>((go) => (release = go)) })

  const [confirmFirst, confirmSecond] = [
    await prepareReset(first, police.name),
    await prepareReset(second, police.name),
  ]
  await confirmSecond()
  await held.hit()
  await confirmFirst()
  await expect.poll(() => archives(cloud)).toHaveLength(1)
  release()

  const [archive] = await archives(cloud)
  await expect(second.getByText(archive?.path ?? 'no archive').first()).toBeVisible()
  await expectPoints(first, ana.name, 0)
  expect(await archives(cloud)).toHaveLength(1)
})
