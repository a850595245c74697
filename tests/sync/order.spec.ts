import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { directoryView, trayView } from '../../src/db/queries.ts'
import { resolveTray } from '../../src/db/resolveTray.ts'
import type { Id } from '../../src/domain/model.ts'
import { sortPlaces } from '../../src/domain/sortPlaces.ts'
import { type Device, id, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())

test('an order made offline goes up, clashes with another, and is made again over it', async () => {
  const [mine, theirs] = [await openDevice(cloud), await openDevice(cloud, 'admin')]
  await mine.sync()
  const { city, institution: first } = await makePlace(mine, 'Iași', [])
  const second = id()
  await mine.mutate({
    kind: 'institution.create',
    institution: second,
    city,
    name: 'Armata',
    ranks: {},
    columns: [],
  })
  await mine.sync()
  await theirs.sync()
  const shown = async ({ db }: Device): Promise<Id[]> =>
    sortPlaces((await directoryView(db)).cities)[0]?.institutions.map((one) => one.id) ?? []
  const sort = (old: Id[], fresh: Id[]) => ({
    kind: 'institution.order' as const,
    city,
    order: [old, fresh] as [Id[], Id[]],
  })
  expect(await shown(mine)).toEqual([second, first])

  await theirs.mutate(sort([], [second, first]))
  await theirs.sync()
  await mine.mutate(sort([], [first, second]))
  expect(await shown(mine)).toEqual([first, second])
  await mine.sync()
  await mine.download()
  expect(await shown(mine)).toEqual([second, first])
  const [row] = await trayView(mine.db)
  expect(row?.result).toMatchObject({ code: 'clash', theirs: { order: [second, first] } })

  await resolveTray(mine.db, [row?.id ?? ''], { is: 'send', as: 'mine' })
  await mine.sync()
  await theirs.sync()
  await theirs.download()
  expect([await shown(mine), await shown(theirs)]).toEqual([
    [first, second],
    [first, second],
  ])
  expect(await mine.db.outbox.count()).toBe(0)
})
