import { catalogue } from '../../src/domain/catalogue.ts'
import { isCode } from '../../src/domain/errors.ts'
import type { Fate } from '../../src/domain/legacy/fate.ts'
import { type Issue, levelOf, printable } from '../../src/domain/legacy/issues.ts'
import { issueText } from '../../src/domain/legacy/issueTexts.ts'
import type { FileReport, LegacyPlan } from '../../src/domain/legacy/types.ts'
import type { Sent } from '../../src/domain/legacy/send.ts'

/** One file's line of the table, and what is worth saying below it. */
export interface FileResult {
  file: FileReport
  taken: number
  refused: number
  points: number
  what: string
  details: string[]
}

/** A part of a file that was sent: a person with their points, or all of an archive. */
interface Part {
  name: string
  rows: number
  points: number
  fate: Fate | undefined
}

/** What became of every file, in the order of the plan. `sent` is null before anything was sent. */
export function fileResults(plan: LegacyPlan, sent: Sent[] | null): FileResult[] {
  const fates = new Map(sent?.map(({ kind, id, fate }) => [`${kind} ${id}`, fate]))
  const places = new Map(plan.institutions.map((place) => [place.path, place]))
  const archives = new Map(plan.archives.map((archive) => [archive.path, archive]))
  return plan.files.map((file) => {
    const archive = archives.get(file.path)
    const place = places.get(file.path)
    if (archive) {
      const part = { name: 'archive', rows: file.taken, points: file.points, fate: fates.get(`archive ${archive.id}`) }
      return resultOf(file, [part], part.fate ? [words[part.fate.is]] : [])
    }
    const people = (place?.employees ?? []).map(({ id, name, points }) => ({
      name,
      rows: 1,
      points,
      fate: fates.get(`employee ${id}`),
    }))
    return resultOf(file, people, [
      ...placeNotes(place && fates.get(`institution ${place.id}`)),
      ...peopleNotes(people),
    ])
  })
}

function resultOf(file: FileReport, parts: Part[], notes: string[]): FileResult {
  const kept = parts.filter(({ fate }) => fate?.is !== 'refused')
  const taken = sum(kept.map(({ rows }) => rows))
  const warnings = file.outcome === 'taken' ? file.issues.filter(({ code }) => levelOf(code) === 'warning').length : 0
  return {
    file,
    taken,
    refused: file.refused + file.taken - taken,
    points: sum(kept.map(({ points }) => points)),
    what: reasonOf(file) ?? [...notes, ...(warnings > 0 ? [count(warnings, 'warning', 'warnings')] : [])].join(', '),
    details: [...(file.outcome === 'taken' ? file.issues.map(issueLine) : []), ...parts.flatMap(fateLine)],
  }
}

function reasonOf(file: FileReport): string | null {
  if (file.outcome === 'refused') return `refused: ${file.issues.map((each) => issueText(each)).join('; ')}`
  if (file.outcome === 'zeros') return 'zeros after a reset: the file before it counts'
  return file.outcome === 'repeated' ? file.issues.map((each) => issueText(each)).join('; ') : null
}

const words: Record<Fate['is'], string> = {
  added: 'added',
  there: 'already there',
  differs: 'already there, differs: not changed',
  gone: 'deleted since: not brought back',
  refused: 'refused by the cloud',
}

function placeNotes(fate: Fate | undefined): string[] {
  if (fate?.is === 'added') return ['new institution']
  if (fate?.is === 'refused') return [`its institution was refused by the cloud: ${whyOf(fate.code)}`]
  return fate?.is === 'differs' ? ['its ranks or columns differ: not changed'] : []
}

function peopleNotes(people: Part[]): string[] {
  return (['added', 'there', 'differs', 'gone', 'refused'] as const).flatMap((is) => {
    const n = people.filter(({ fate }) => fate?.is === is).length
    return n > 0 ? [`${count(n, 'person', 'people')} ${words[is]}`] : []
  })
}

function issueLine({ code, row, about }: Issue): string {
  const where = row === null ? '' : `row ${row}: `
  return where + (levelOf(code) === 'row' ? 'refused: ' : '') + issueText({ code, about })
}

/** People and archives that are not as the file says. */
function fateLine({ name, fate }: Part): string[] {
  if (fate?.is === 'differs' || fate?.is === 'gone') return [`${printable(name, 60)}: ${words[fate.is]}`]
  if (fate?.is !== 'refused') return []
  return [`${printable(name, 60)}: ${words.refused}: ${whyOf(fate.code)}`]
}

const whyOf = (code: string): string => (isCode(code) ? catalogue[code].en.why : code)

const sum = (numbers: number[]): number => numbers.reduce((all, n) => all + n, 0)

export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
