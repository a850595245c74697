import type { ArchivedPerson } from '../../src/domain/archivePeople.ts'
import type { ArchiveKind } from '../../src/domain/model.ts'
import type { ArchiveLine } from '../../src/domain/views.ts'

/** A person of an archive; without an id, as the old program wrote them. */
export const archived = (name: string, points: number, more: Partial<ArchivedPerson> = {}): ArchivedPerson => ({
  id: null,
  name,
  discord: '',
  rank: '',
  role: '',
  points,
  touched: '',
  fields: {},
  ...more,
})

/** A line of the reports; its id is its day. */
export const archiveLine = (day: string, institution = 'police', kind: ArchiveKind = 'reset'): ArchiveLine => ({
  row: {
    id: day,
    kind,
    path: `Iasi/Politia_${day}_21-30-05.json`,
    at: new Date(`${day}T21:30:05`).getTime(),
    by: 'Ștefan Patron',
    period: 1,
    employees: 2,
    points: 30,
    sha256: '',
    bytes: 0,
  },
  city: 'Iași',
  institution: { id: institution, name: institution === 'police' ? 'Poliția' : institution },
  local: true,
  can: ['view'],
})
