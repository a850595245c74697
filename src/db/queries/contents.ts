import type { Id } from '../../domain/model.ts'
import type { PlaceContents } from '../../domain/views.ts'
import { readReplica, rosterLeaves } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** What is in one institution, or in all of a city: what deleting it would take. */
export const contentsView = (db: PunctajDb, city: Id, institution: Id | null): Promise<PlaceContents[]> =>
  inOneRead(db, async () => {
    const { institutions } = (await readReplica(db)).directory()
    const places = institutions.filter((one) => one.city === city && (institution === null || one.id === institution))
    const replica = await readReplica(db, (index, ops) => places.flatMap(({ id }) => rosterLeaves(id)(index, ops)))
    return places.map(({ id, name }) => {
      const roster = replica.roster(id)?.roster
      return { id, name, period: roster?.period ?? null, people: roster?.employees ?? [] }
    })
  })
