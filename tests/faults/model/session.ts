import { retireDb, wipeDb } from '../../../src/db/open.ts'
import { CloudError } from '../../../src/domain/errors.ts'
import { engineLock, exclusively } from '../../../src/sync/exclusive.ts'
import { push } from '../../../src/sync/push.ts'
import type { Context, Device } from './device.ts'
import { people, type Who, type World } from './world.ts'

/** Somebody signs in on a device where nobody is, with two tabs. */
export async function enter(device: Device, who: Who): Promise<void> {
  if (device.user !== null) return
  device.user = people[who]
  device.session += 1
  await device.open()
  await device.open()
}

/** The way out, as a page takes it: unsent edits go first or are thrown away on purpose, then everything is deleted. */
export async function leave(world: World, context: Context, discard: boolean): Promise<void> {
  const { device, db, engine, runner } = context
  if (!discard) {
    await exclusively(engineLock, true, () => push(engine, runner.memory, true))
    if ((await engine.store.state()).unsent > 0) throw new CloudError('offline')
  }
  for (const other of device.contexts.filter((one) => one !== context)) {
    other.runner.stop()
    retireDb(other.db)
  }
  await exclusively(engineLock, true, () =>
    world.scheduler.pass(context, 'wipes', async () => {
      const left = [...(await db.outbox.toArray()), ...(await db.tray.toArray())]
      for (const { id } of left) world.resolve(id)
      runner.stop()
      await wipeDb(db)
      device.user = null
    }),
  )
}
