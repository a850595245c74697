import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeptSchema, keptSchemas } from '../../scripts/kept-schemas.ts'
import { Cloud } from './cloud.ts'
import { applyFiles, type Engine, engines, openDatabase, openProject, schemaFiles } from './engines.ts'
import { fill, type OldCloud, rowsOf, take } from './oldCloud.ts'
import { expectRecomputable, rootOf } from './recompute.ts'
import { add, type Delta } from './shapes.ts'

const kept = keptSchemas()
/** In this process every state there has been; on a server, all files in one transaction, the oldest and the newest. */
const statesOn: Record<Engine, KeptSchema[]> = {
  PGlite: kept,
  PostgreSQL: [kept[0], kept.at(-1)].flatMap((one) => one ?? []),
}

const catalogueOf = async (cloud: Cloud) =>
  (await cloud.sql('select private.catalogue() as facts'))[0]?.['facts'] as {
    kind: string
    name: string
    value: string
  }[]

/** Each row is still there, with what it had; it may have got more. */
function expectKept(before: Map<string, object[]>, after: Map<string, object[]>, archives: boolean): void {
  for (const [table, rows] of before) {
    if (table !== 'archives' || archives) expect(rows.length, `${table}, to begin with`).toBeGreaterThan(0)
    expect(after.get(table), table).toEqual(
      expect.arrayContaining(rows.map((row) => expect.objectContaining(row) as object)),
    )
  }
}

describe.each(engines)('updates (%s)', (engine) => {
  let fresh: Awaited<ReturnType<typeof catalogueOf>>
  beforeAll(async () => {
    const database = await openDatabase(engine)
    fresh = await catalogueOf(new Cloud(database, engine))
    await database.close()
  })

  describe.each(statesOn[engine].map(({ commit, day, texts }) => [`from ${commit} of ${day}`, texts] as const))(
    '%s',
    (_, texts) => {
      const archives = texts !== kept[0]?.texts
      let cloud: Cloud
      let old: OldCloud
      let rows: Map<string, object[]>
      beforeAll(async () => {
        cloud = new Cloud(await openProject(engine), engine)
        await applyFiles(cloud.db, texts)
        old = await fill(cloud, archives)
        rows = await rowsOf(cloud)
        await applyFiles(cloud.db, await schemaFiles(), engine === 'PostgreSQL')
      })
      afterAll(() => cloud.db.close())

      it('make the same database as an installation', async () => {
        expect(await catalogueOf(cloud)).toEqual(fresh)
      })

      it('lose no row and no value that people have made', async () => {
        expectKept(rows, await rowsOf(cloud), archives)
      })

      it('leave every leaf sound', async () => {
        await expectRecomputable(cloud)
      })

      it('know the heads of devices from before, and lead them on', async () => {
        for (const device of old.devices) {
          const { person, keep, version: since, root } = device
          const delta = await cloud.rpc<Delta>(person, 'sync_delta', { since, root, ...(keep ? { keep } : {}) })
          expect(delta.forked).toBe(false)
          const { leaves } = take(device, delta)
          expect(rootOf([...leaves].map(([key, hash]) => ({ key, hash })))).toBe(delta.view_root)
        }
      })

      it('take pushes, and change nothing when they are made again', async () => {
        const { admin, institution, employee, period } = old
        const { results, before, after } = await cloud.push(
          admin,
          add(admin, { institution, employees: [employee] }, 1, { period }),
        )
        expect(results).toMatchObject([{ status: 'applied' }])
        expect(after).toBe(before + 1)
        await applyFiles(cloud.db, await schemaFiles())
        expect(await cloud.version()).toBe(after)
        await expectRecomputable(cloud)
      })
    },
  )
})
