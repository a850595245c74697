import { type KeepPlace, type KeepView, placesIn } from '../../domain/keepChoice.ts'
import { type FormKind, parseFormName } from '../../domain/formName.ts'
import { archivesKey, ledgerKey, rosterKey } from '../../domain/keys.ts'
import type { Id, Institution } from '../../domain/model.ts'
import { can } from '../../domain/permission.ts'
import { sortPlaces } from '../../domain/sortPlaces.ts'
import { readMeta } from '../meta.ts'
import { alive } from '../open.ts'
import { type Replica, readReplica, type Want } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** Forms whose loss somebody would notice: a search is none. */
const forms: ReadonlySet<FormKind> = new Set(['employee', 'points', 'cell', 'move', 'restore', 'institution'])

const held: Want = (index) => Object.keys(index).filter((key) => /^(roster|archives):/.test(key))

/** How often each institution is named. */
type Counts = ReadonlyMap<Id, number>

function countIds(ids: readonly Id[]): Counts {
  const counts = new Map<Id, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** What this device keeps, what each institution takes up here, and what of it only this device has. */
export async function keepView(db: PunctajDb): Promise<KeepView> {
  // One after the other: two that lose their connection together would each open one.
  const drafts = await readForms(db)
  const { replica, chosen, applied, tray, files } = await readAll(db)
  const me = replica.me()
  const counts = { unsent: countIds(replica.ops.flatMap(placesIn)), tray: countIds(tray), forms: countIds(drafts) }
  const { cities, institutions } = replica.directory()
  const seen = institutions.filter(({ id, city }) => me && can(me, 'view', city, id))
  const placesOf = (city: Id): Institution[] => seen.filter((one) => one.city === city)
  const lines = cities.map(({ id, name, place }) => {
    return { id, name, place, can: [], institutions: placesOf(id).map((one) => ({ ...one, can: [] })) }
  })
  return {
    chosen,
    isPending: String(chosen) !== String(applied),
    cities: sortPlaces(lines)
      .filter(({ institutions: some }) => some.length > 0)
      .map(({ id, name, institutions: some }) => {
        return { id, name, institutions: some.map((one) => placeOf(replica, files, { ...one, city: name }, counts)) }
      }),
  }
}

const readAll = (db: PunctajDb) =>
  inOneRead(db, async () => ({
    replica: await readReplica(db, held),
    chosen: (await readMeta(db, 'keep')) ?? null,
    applied: (await readMeta(db, 'head'))?.keep ?? null,
    tray: (await db.tray.toArray()).flatMap(({ op }) => placesIn(op)),
    files: new Set(await db.files.toCollection().primaryKeys()),
  }))

const readForms = async (db: PunctajDb): Promise<Id[]> => {
  const keys = await alive(db, () => db.drafts.toCollection().primaryKeys())
  return keys.flatMap((key) => {
    const name = parseFormName(key)
    return name?.institution && forms.has(name.form) ? [name.institution] : []
  })
}

function placeOf(
  replica: Replica,
  files: ReadonlySet<Id>,
  place: { id: Id; name: string; city: string },
  counts: Record<'unsent' | 'tray' | 'forms', Counts>,
): KeepPlace {
  const { id, name, city } = place
  const isHeld = replica.index[rosterKey(id)] !== undefined
  const archives = replica.archives(id)?.archives.filter((row) => files.has(row.id)) ?? []
  const bytes = [rosterKey(id), ledgerKey(id), archivesKey(id)].map((key) => replica.index[key]?.bytes ?? 0)
  const sizes = [...bytes, ...archives.map((row) => row.bytes)]
  return {
    id,
    name,
    city,
    isHeld,
    people: isHeld ? (replica.roster(id)?.roster.employees.length ?? 0) : null,
    bytes: isHeld ? sizes.reduce((sum, size) => sum + size, 0) : null,
    unsent: counts.unsent.get(id) ?? 0,
    tray: counts.tray.get(id) ?? 0,
    forms: counts.forms.get(id) ?? 0,
  }
}
