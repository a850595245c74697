import * as v from 'valibot'
import { currentDb } from '../../db/current.ts'
import { directoryView } from '../../db/queries.ts'
import { parseArchives, parseDirectory, parseRoster } from '../../domain/bodies.ts'
import { chunk } from '../../domain/chunk.ts'
import { CloudError } from '../../domain/errors.ts'
import { archivesKey, directoryKey, rosterKey } from '../../domain/keys.ts'
import { adoptPeople, adoptPlaces, sharedPlaces } from '../../domain/legacy/adopt.ts'
import type { Held } from '../../domain/legacy/preview.ts'
import type { ArchiveItem, ImportPort } from '../../domain/legacy/send.ts'
import type { LegacyPlace, LegacyPlan } from '../../domain/legacy/types.ts'
import type { Directory, Id } from '../../domain/model.ts'
import type { Op } from '../../domain/op.ts'
import { useSync } from '../../stores/sync.ts'

/*
 * What an import has to know of the cloud. It is asked itself, not the replica: this device may keep only a part of it.
 */

const leavesSchema = v.array(v.object({ key: v.string(), body: v.string() }))
const bodySchema = v.object({ body: v.string() })
const keysPerCall = 20

async function ask<T extends v.GenericSchema>(schema: T, name: string, args: Record<string, unknown>) {
  const answer = v.safeParse(schema, await useSync().rpc(name, args))
  if (!answer.success) throw new CloudError('bad_answer', name)
  return answer.output
}

async function pull(keys: string[]): Promise<Map<string, string>> {
  const bodies = new Map<string, string>()
  for (const some of chunk(keys, keysPerCall))
    for (const { key, body } of await ask(leavesSchema, 'sync_pull', { keys: some, since: 0 })) bodies.set(key, body)
  return bodies
}

/** Cities and institutions as the cloud has them now. @throws CloudError */
export async function cloudDirectory(): Promise<Directory> {
  const body = (await pull([directoryKey])).get(directoryKey)
  return body === undefined ? { cities: [], institutions: [] } : parseDirectory(body)
}

/** The places that this device knows of, for when the cloud cannot be asked. */
export async function localPlaces(): Promise<LegacyPlace[]> {
  const db = currentDb()
  if (!db) throw new CloudError('session_ended')
  const { cities } = await directoryView(db)
  return cities.flatMap((city) => city.institutions.map(({ name }) => ({ city: city.name, institution: name })))
}

/** The plan under the ids that the cloud knows its places and people by, with what it holds of them. @throws CloudError */
export async function adoptCloud(plan: LegacyPlan, directory: Directory): Promise<{ plan: LegacyPlan; held: Held }> {
  const placed = adoptPlaces(plan, directory)
  const ids = sharedPlaces(placed, directory)
  const bodies = await pull(ids.flatMap((id) => [rosterKey(id), archivesKey(id)]))
  const rosters = new Map(
    ids.flatMap((id) => {
      const body = bodies.get(rosterKey(id))
      return body === undefined ? [] : [[id, parseRoster(body)] as const]
    }),
  )
  const archives = new Set<Id>()
  for (const id of ids) {
    const body = bodies.get(archivesKey(id))
    for (const row of body === undefined ? [] : parseArchives(body).archives) archives.add(row.id)
  }
  return { plan: adoptPeople(placed, rosters), held: { directory, rosters, archives } }
}

/** The calls of an import, by this device's engine: it applies what they change. */
export function importPort(): ImportPort {
  const sync = useSync()
  return {
    push: (ops: Op[]) => sync.importOps(ops),
    importArchives: (items: ArchiveItem[]) => sync.importArchives(items),
    archiveBody: async (id: Id) => (await ask(bodySchema, 'archive_body', { id })).body,
  }
}
