import type { Page } from '@playwright/test'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { enter, expectLocked, expectPoints, lockOf, openRoster, quickPoints, takeDownload } from './support/app.ts'
import { cloudHead, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { Device } from './support/device.ts'
import { readReplica, rootOf } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, makeWorld, police } from './support/world.ts'

/** A cloud on a folder, at one address for all its lives. */
class KeptCloud {
  readonly folder: string
  private now: Cloud | undefined
  private port = 0

  constructor(folder: string) {
    this.folder = folder
  }

  get cloud(): Cloud {
    if (!this.now) throw new Error('the cloud is not running')
    return this.now
  }

  get data(): string {
    return join(this.folder, 'data')
  }

  async start(): Promise<void> {
    this.now = await startCloud({ port: this.port, dataDir: this.data, empty: true })
    this.port = Number(new URL(this.now.url).port)
  }

  async stop(): Promise<void> {
    await this.now?.stop()
    this.now = undefined
  }

  /** What a host's snapshot of the disk would be. */
  async copy(): Promise<void> {
    await this.stop()
    await cp(this.data, join(this.folder, 'copy'), { recursive: true })
    await this.start()
  }

  async putBack(): Promise<void> {
    await this.stop()
    await rm(this.data, { recursive: true })
    await cp(join(this.folder, 'copy'), this.data, { recursive: true })
    await this.start()
  }
}

const isSettled = async (page: Page): Promise<boolean> => (await readReplica(page)).outbox.length === 0

test('a database put back from an earlier copy: both devices recover, and each is offered its own edits that the cloud lost', async () => {
  test.setTimeout(240_000)
  const folder = await mkdtemp(join(tmpdir(), 'punctaj-restored-'))
  const kept = new KeptCloud(folder)
  const devices: Device[] = []
  const boot = async (name: string): Promise<Device> => {
    const device = await Device.boot(name, kept.cloud.url)
    // Nobody answers while the cloud is down.
    device.tolerated.push(/offline|server_down|timeout/)
    devices.push(device)
    return device
  }
  try {
    await kept.start()
    await makeWorld(kept.cloud)
    const office = await enter(await boot('office'), 'admin')
    const tablet = await enter(await boot('tablet'), 'superuser')
    await openRoster(office, police.name)
    await openRoster(tablet, police.name)
    await quickPoints(office, carmen.name, '+1')
    await expectCloudPoints(kept.cloud, carmen.id, carmen.points + 1)
    await expectLocked(tablet)
    await takeDownload(tablet)
    await kept.copy()
    const copied = await cloudHead(kept.cloud)

    await quickPoints(office, ana.name, '+5')
    await expect.poll(() => cloudPoints(kept.cloud, ana.id), { timeout: 60_000 }).toBe(ana.points + 5)
    await expect(lockOf(tablet)).toBeVisible({ timeout: 60_000 })
    await takeDownload(tablet)
    await quickPoints(tablet, bogdan.name, '+1')
    await expectCloudPoints(kept.cloud, bogdan.id, bogdan.points + 1)
    await expectLocked(office)
    await takeDownload(office)
    await expect.poll(() => isSettled(office)).toBe(true)
    await expect.poll(() => isSettled(tablet)).toBe(true)

    await kept.putBack()
    expect(await cloudHead(kept.cloud)).toEqual(copied)
    for (const page of [office, tablet]) {
      await expect(lockOf(page)).toContainText('Cloudul a fost restaurat dintr-o copie', { timeout: 90_000 })
      await takeDownload(page)
      expect(rootOf(await readReplica(page))).toBe(copied.root)
      await expectPoints(page, ana.name, ana.points)
      await expectPoints(page, bogdan.name, bogdan.points)
      // What the copy holds is nobody's to decide about again.
      await expectPoints(page, carmen.name, carmen.points + 1)
    }

    for (const [page, name] of [
      [office, ana.name],
      [tablet, bogdan.name],
    ] as const) {
      await page.getByRole('link', { name: /De rezolvat/ }).click()
      const card = page.getByRole('article')
      await expect(card).toHaveCount(1)
      await expect(card).toContainText(name)
      await expect(card).toContainText('restaurat dintr-o copie mai veche')
    }
    await office.getByRole('button', { name: 'Trimite din nou' }).click()
    await expectCloudPoints(kept.cloud, ana.id, ana.points + 5)
    await expectLocked(tablet)
    await takeDownload(tablet)
    await tablet.getByRole('button', { name: 'Trimite din nou' }).click()
    await expectCloudPoints(kept.cloud, bogdan.id, bogdan.points + 1)
    expect(await cloudPoints(kept.cloud, carmen.id)).toBe(carmen.points + 1)
    expect(devices.flatMap(({ complaints }) => complaints)).toEqual([])
  } finally {
    await Promise.all(devices.map((device) => device.dispose()))
    await kept.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
