import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { run } from '../../scripts/run.ts'
import { sampleFolder } from '../fixtures/legacyFiles.ts'
import {
  adminPath,
  enter,
  expectLocked,
  expectPoints,
  forceSync,
  lockOf,
  openReports,
  prepareReset,
  quickPoints,
  reportLines,
  sidebar,
  takeDownload,
} from './support/app.ts'
import { cloudHead } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { readReplica, rootOf } from './support/replica.ts'
import { expect, test } from './support/test.ts'

const openPolice = (page: Page) => sidebar(page).getByRole('link', { name: 'Politie 11 angajați' }).click()

test('the old program’s files are imported, edited on two devices, forced, reset, archived and reported', async ({
  cloud,
  boot,
}) => {
  await cloud.db('delete from public.cities')
  const args = ['--import', 'tsx', 'local/import.ts', sampleFolder, '--url', cloud.url]
  const { code, output } = await run(process.execPath, args, { capture: true })
  expect({ code, last: output.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    last: 'added: 36, already there: 0, refused: 1',
  })

  const [office, home] = [await boot('office'), await boot('home')]
  const [admin, owner] = [await enter(office, 'admin'), await enter(home, 'superuser')]
  for (const page of [admin, owner]) await openPolice(page)
  await expectPoints(admin, 'Dana Neagu', 40)
  await quickPoints(admin, 'Dana Neagu', '+5')
  await expectLocked(owner)
  await takeDownload(owner)
  await expectPoints(owner, 'Dana Neagu', 45)
  await quickPoints(owner, 'Luca Neagu', '+1')
  await expectLocked(admin)
  await takeDownload(admin)
  await expectPoints(admin, 'Luca Neagu', 37)

  await admin.goto(adminPath)
  await forceSync(admin, 'Săptămâna se închide')
  await expect(lockOf(owner)).toContainText('Săptămâna se închide')
  await takeDownload(owner)

  await (
    await prepareReset(owner, 'Politie')
  )()
  await expect(owner.getByText(/BlackWater\/Politie_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.json/).first()).toBeVisible()
  await expectLocked(admin)
  await takeDownload(admin)
  await openPolice(admin)
  await expectPoints(admin, 'Dana Neagu', 0)

  const archive = () =>
    cloud.db(`select path, sha256, points::int as points, uploaded_at is not null as uploaded
              from public.archives where kind = 'reset'`)
  await expect.poll(archive).toMatchObject([{ points: 213 + 6, uploaded: true }])
  const [row] = await archive()
  const file = await (await personOf(cloud, 'admin')).file(String(row?.['path']))
  expect(createHash('sha256').update(file.text).digest('hex')).toBe(row?.['sha256'])

  await openReports(admin)
  const week = reportLines(admin).filter({ hasText: '219' })
  await expect(week).toContainText('Ștefan Patron')
  await week.getByRole('link', { name: '👥 Vezi Angajații' }).click()
  const people = admin.getByRole('table', { name: 'Angajații din raport' })
  await expect(people.getByRole('row').filter({ hasText: 'Dana Neagu' })).toContainText('45')
  for (const page of [admin, owner]) expect(rootOf(await readReplica(page))).toBe((await cloudHead(cloud)).root)
})
