import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { MutateError } from '../../src/db/mutate.ts'
import { trayView } from '../../src/db/queries.ts'
import { type Command, command, intentsOf, type Known } from './optimistic/commands.ts'
import { essence, look } from './optimistic/view.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())

/** A device with two cities in it, and points that were given before it went offline. */
async function prepare(): Promise<{ device: Device; known: Known }> {
  await cloud.db('delete from cities')
  const device = await openDevice(cloud)
  await device.sync()
  const places = [await makePlace(device, 'Iași', ['Ion', 'Ana']), await makePlace(device, 'Vaslui', ['Dan'])]
  const known: Known = { cities: [], institutions: [], points: [] }
  for (const { city, institution, first } of places) {
    const [op] = await device.mutate(award(institution, first, -25))
    known.cities.push(city)
    known.institutions.push(institution)
    known.points.push({ institution, op: op?.id ?? '' })
  }
  await device.sync()
  return { device, known }
}

/** What a form refuses at once is no edit. */
async function perform({ db, mutate }: Device, known: Known, one: Command): Promise<void> {
  const ops = await mutate(...intentsOf(await look(db), known, one)).catch((error: unknown) => {
    if (error instanceof MutateError) return []
    throw error
  })
  for (const op of ops) {
    if (op.kind === 'city.create') known.cities.push(op.city)
    if (op.kind === 'institution.create') known.institutions.push(op.institution)
    if (op.kind === 'points.add' || op.kind === 'points.undo')
      known.points.push({ institution: op.institution, op: op.id })
  }
}

test('what edits show offline is what the cloud makes of them', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const week = fc.array(command, { minLength: 1, maxLength: 20 })
  const runs = Number(process.env['PUNCTAJ_RUNS'] ?? 25)
  await fc.assert(
    fc.asyncProperty(fc.array(week, { minLength: 1, maxLength: 2 }), async (offline) => {
      const { device, known } = await prepare()
      for (const commands of offline) {
        for (const one of commands) await perform(device, known, one)
        const { db } = device
        const undone = (await db.outbox.toArray()).flatMap(({ op }) => (op.kind === 'points.undo' ? [op.target] : []))
        const before = await look(db)
        await device.sync()
        const refused = (await trayView(db)).map(({ op, result }) => `${op.kind} ${result.code ?? ''}`)
        expect(await db.outbox.count()).toBe(0)
        expect(essence(await look(db)), refused.join(', ')).toEqual(essence(before))
        // What was undone is in the ledger by now, which does not say so: the steps of undo offer it no more.
        known.points = known.points.filter(({ op }) => !undone.includes(op))
      }
      device.db.close()
    }),
    { numRuns: runs },
  )
}, 600_000)
