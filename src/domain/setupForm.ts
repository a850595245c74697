import { isText, limits } from './checkOp.ts'
import { isOwnColumn } from './legacy/columns.ts'
import type { Id } from './model.ts'
import { clean, isObjectWord } from './names.ts'
import type { OpBody } from './op.ts'
import { nameFault, type NameFault } from './placeName.ts'

/** Ranks and own columns of an institution, as an op carries them. */
export interface Setup {
  ranks: Record<string, string>
  columns: string[]
}

/** A column in the form. One that stood before keeps its name: the values of the employees hang on it. */
export interface ColumnEntry {
  key: number
  name: string
  stood: boolean
}

/** The form of ranks and columns: plain data, so that it survives as a draft. */
export interface SetupForm {
  /** "Câte rankuri ai?"; empty while nothing is written. */
  count: number | ''
  /** Roles by rank, also of ranks that the count hides at the moment: 12 is written as 1, then 12. */
  roles: Record<string, string>
  columns: ColumnEntry[]
  /** What stood when the form was opened: the old side of its ops. */
  was: Setup
}

/** The form of a new institution. */
export interface InstitutionForm {
  name: string
  setup: SetupForm
}

/** A form's first values: those of an institution, or of none yet. */
export function setupFormOf(was: Setup | null): SetupForm {
  const { ranks, columns } = was ?? { ranks: {}, columns: [] }
  return {
    count: was ? Object.keys(ranks).length : '',
    roles: { ...ranks },
    columns: columns.map((name, key) => ({ key, name, stood: true })),
    was: { ranks: { ...ranks }, columns: [...columns] },
  }
}

/** Whether so many ranks can be asked for; an empty field asks for none. */
export const isRankCount = (count: SetupForm['count']): boolean =>
  count === '' || (Number.isInteger(count) && count >= 0 && count <= limits.columns)

/** The ranks that the form shows: those that stood, from the lowest, then the lowest free numbers from 1. */
export function ranksShown({ count, was }: Pick<SetupForm, 'count' | 'was'>): number[] {
  const wanted = isRankCount(count) ? Number(count) : 0
  const stood = Object.keys(was.ranks)
    .map(Number)
    .sort((a, b) => a - b)
  const shown = stood.slice(0, wanted)
  for (let rank = 1; shown.length < wanted; rank += 1) if (!shown.includes(rank)) shown.push(rank)
  return shown.sort((a, b) => a - b)
}

/** A new column at the end, without a name yet. */
export function addColumn(form: SetupForm): void {
  form.columns.push({ key: Math.max(-1, ...form.columns.map(({ key }) => key)) + 1, name: '', stood: false })
}

/** What is wrong with the name of a column; nothing ever is with one that stood already. Of two alike it is the later one. */
export function columnFault({ columns }: Pick<SetupForm, 'columns'>, index: number): NameFault | null {
  const { name, stood } = columns[index] ?? { name: '', stood: true }
  if (stood) return null
  const cleaned = clean(name)
  if (isObjectWord(cleaned) || !isOwnColumn(cleaned.toUpperCase())) return 'reserved'
  const others = columns.filter((column, at) => at !== index && (column.stood || at < index))
  return nameFault(
    name,
    others.map((column) => column.name),
  )
}

/** What the form asks for: ranks without a role are none. */
export function setupOf(form: SetupForm): Setup {
  const roles = ranksShown(form).map((rank): [string, string] => [String(rank), clean(form.roles[rank] ?? '')])
  return {
    ranks: Object.fromEntries(roles.filter(([, role]) => role !== '')),
    columns: form.columns.map(({ name, stood }) => (stood ? name : clean(name))),
  }
}

/** Whether the cloud would take the form as it is. */
export const isSetup = (form: SetupForm): boolean =>
  isRankCount(form.count) &&
  form.columns.length <= limits.columns &&
  Object.values(setupOf(form).ranks).every((role) => isText(role)) &&
  form.columns.every((_, index) => columnFault(form, index) === null)

const sameRanks = (a: Setup['ranks'], b: Setup['ranks']): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([rank, role]) => b[rank] === role)
const sameColumns = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index])

/** Whether what stands now is what the form was opened on. */
export const isSameSetup = (a: Setup, b: Setup): boolean =>
  sameRanks(a.ranks, b.ranks) && sameColumns(a.columns, b.columns)

/** The ops of an edit: from what stood when the form was opened to what it asks for, where they differ. */
export function setupOps(institution: Id, form: SetupForm): OpBody[] {
  // Copies: what a form holds is reactive, and the database takes plain data.
  const was: Setup = { ranks: { ...form.was.ranks }, columns: [...form.was.columns] }
  const { ranks, columns } = setupOf(form)
  const ops: OpBody[] = []
  if (!sameRanks(was.ranks, ranks)) ops.push({ kind: 'institution.ranks', institution, ranks: [was.ranks, ranks] })
  if (!sameColumns(was.columns, columns)) {
    ops.push({ kind: 'institution.columns', institution, columns: [was.columns, columns] })
  }
  return ops
}

/** How many people have a rank that the form takes the name of. */
export function unnamedPeople(form: SetupForm, people: readonly { rank: number | null }[]): number {
  const { ranks } = setupOf(form)
  return people.filter(({ rank }) => rank !== null && String(rank) in form.was.ranks && !(String(rank) in ranks)).length
}

/** Columns that stood and that the form drops. Values hang on the very name: another letter case does not bring them back. */
export const droppedColumns = ({ was, columns }: Pick<SetupForm, 'was' | 'columns'>): string[] => {
  const left = new Set(columns.map(({ name, stood }) => (stood ? name : clean(name))))
  return was.columns.filter((name) => !left.has(name))
}
