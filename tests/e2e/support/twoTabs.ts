import type { Page } from '@playwright/test'
import { enter, expectPoints, openRoster, workerReady } from './app.ts'
import type { Device } from './device.ts'
import { ana, police } from './world.ts'

/** Two tabs of an admin with the same roster. */
export async function twoTabs(device: Device): Promise<[Page, Page]> {
  const first = await enter(device, 'admin')
  await workerReady(first)
  await openRoster(first, police.name)
  const second = await device.open(new URL(first.url()).pathname)
  await expectPoints(second, ana.name, ana.points)
  return [first, second]
}
