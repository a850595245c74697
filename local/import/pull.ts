import type { GenericSchema, InferOutput } from 'valibot'
import * as v from 'valibot'
import { chunk } from '../../src/domain/chunk.ts'
import { rosterKey } from '../../src/domain/keys.ts'
import { adoptPeople, adoptPlaces, placeIds, sharedPlaces } from '../../src/domain/legacy/adopt.ts'
import type { LegacyPlan } from '../../src/domain/legacy/types.ts'
import type { Directory, Id, Roster } from '../../src/domain/model.ts'
import * as answers from './answers.ts'
import type { ImportCloud } from './cloud.ts'
import { ImportFailure } from './failure.ts'

/** The cloud's cities and institutions as they stand. */
export async function pullDirectory(cloud: ImportCloud): Promise<Directory> {
  const [body] = await pullLeaves(cloud, ['directory'], answers.directory)
  return body ?? { cities: [], institutions: [] }
}

/** The plan under the ids the cloud knows its places and people by, with the rosters it holds of them. */
export async function adoptCloud(cloud: ImportCloud, plan: LegacyPlan, directory: Directory) {
  const placed = adoptPlaces(plan, directory)
  const keys = sharedPlaces(placed, directory).map(rosterKey)
  const bodies = await pullLeaves(cloud, keys, answers.roster)
  const rosters = new Map(bodies.map((roster): [Id, Roster] => [roster.institution, roster]))
  return { plan: adoptPeople(placed, rosters), rosters, places: placeIds(directory) }
}

async function pullLeaves<Shape extends GenericSchema>(
  cloud: ImportCloud,
  keys: string[],
  shape: Shape,
): Promise<InferOutput<Shape>[]> {
  const bodies: InferOutput<Shape>[] = []
  for (const some of chunk(keys, 20)) {
    const leaves = await cloud.rpc('sync_pull', { keys: some, since: 0 }, answers.leaves)
    for (const { key, body } of leaves) {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), body)
      if (!parsed.success) throw new ImportFailure(`The cloud's ${key} makes no sense (${parsed.issues[0].message})`)
      bodies.push(parsed.output)
    }
  }
  return bodies
}
