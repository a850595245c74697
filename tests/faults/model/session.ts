import { IDBKeyRange } from 'fake-indexeddb'
import { retireDb } from '../../../src/db/open.ts'
import { emptyDb, type Place, reviveDb, tidy } from '../../../src/db/remains.ts'
import { CloudError } from '../../../src/domain/errors.ts'
import { engineLock, exclusively } from '../../../src/sync/exclusive.ts'
import { pushInTurn } from '../../../src/sync/push.ts'
import type { Context, Device } from './device.ts'
import { inOneTurn } from './gate.ts'
import { people, type Who, type World } from './world.ts'

const placeOf = ({ indexedDB }: Device): Place => ({ indexedDB, IDBKeyRange })

/** Somebody signs in on a device where nobody is, with two tabs. */
export async function enter(device: Device, who: Who): Promise<void> {
  if (device.user !== null) return
  device.user = people[who]
  device.session += 1
  await reviveDb(people[who], placeOf(device))
  await device.open()
  await device.open()
}

/**
 * The way out, as a page takes it: unsent edits go first or are thrown away on purpose; then the database is emptied, the
 * other tabs hear of it, and at some later start it is deleted.
 */
export async function leave(world: World, context: Context, discard: boolean): Promise<void> {
  const { device, db, engine, runner } = context
  if (!discard) {
    await pushInTurn(engine, runner.memory, true, true)
    const { unsent, tray } = await engine.store.state()
    if (unsent + tray > 0) throw new CloudError('edits_left')
  }
  await exclusively(engineLock, true, () =>
    world.scheduler.pass(context, 'empties', async () => {
      const left = [...(await db.outbox.toArray()), ...(await db.tray.toArray())]
      for (const { id } of left) world.resolve(id)
      // By the clock that the later start goes by.
      await inOneTurn(() => emptyDb(db, world.scheduler.now))
      device.user = null
      for (const one of device.contexts) {
        one.runner.stop()
        retireDb(one.db)
      }
    }),
  )
}

/** A later start finishes what sign-outs began. */
export const tidyUp = (device: Device): Promise<unknown> => inOneTurn(() => tidy(() => device.user, placeOf(device)))
