import { v4 } from 'uuid'
import { readMeta, writeMeta } from '../../src/db/meta.ts'
import { forget } from '../../src/db/memory.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { archivesKey } from '../../src/domain/keys.ts'
import type { ArchiveKind, ArchiveRow } from '../../src/domain/model.ts'
import { city, institution } from './filled.ts'

interface Person {
  id: string | null
  name: string
  points: number
  discord?: string
}

export interface Week {
  id: string
  day: string
  people: Person[]
  kind?: ArchiveKind
  /** The file has not come yet. */
  away?: boolean
}

/** An archive's document as the cloud writes it. */
export const archiveText = ({ people }: Week): string =>
  `${JSON.stringify({
    columns: ['DISCORD', 'NUME IC', 'CNP', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
    rows: people.map(({ name, points, discord = '' }) => ({
      DISCORD: discord,
      'NUME IC': name,
      CNP: `cnp ${name}`,
      RANK: '1',
      ROLE: 'Agent',
      PUNCTAJ: String(points),
      ULTIMA_MOD: '2026-11-16T10:00:00Z',
    })),
    ids: { employees: people.map(({ id }) => id) },
  })}\n`

const rowOf = (week: Week): ArchiveRow => ({
  id: week.id,
  kind: week.kind ?? 'reset',
  path: `Iasi/Politia_${week.day}_21-30-05.json`,
  at: new Date(`${week.day}T21:30:05`).getTime(),
  by: 'Ștefan Patron',
  period: 1,
  employees: week.people.length,
  points: week.people.reduce((sum, { points }) => sum + points, 0),
  sha256: 's',
  bytes: 1,
})

/** Gives a filled database the archives of its institution, with their files. */
export async function addArchives(db: PunctajDb, weeks: Week[]): Promise<void> {
  forget()
  const key = archivesKey(institution)
  const names = { city: 'Iași', institution: 'Poliția' }
  const leaf = { key, hash: v4(), text: JSON.stringify({ institution, city, names, archives: weeks.map(rowOf) }) }
  await db.leaves.add(leaf)
  const index = await readMeta(db, 'index')
  await writeMeta(db, 'index', { ...index, [key]: { version: 1, hash: leaf.hash, bytes: 1 } })
  await addFiles(
    db,
    weeks.filter(({ away }) => !away),
  )
}

export const addFiles = (db: PunctajDb, weeks: Week[]): Promise<unknown> =>
  db.files.bulkAdd(weeks.map((week) => ({ id: week.id, institution, sha256: 's', text: archiveText(week) })))
