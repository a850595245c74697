import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Cloud, Person, Place } from './cloud.ts'
import type { ArchiveRow, Envelope } from './shapes.ts'

export interface Found {
  employee: string | null
  name: string
  discord: string
  rosters: number
  archives: number
}
export interface Spot {
  archive: string | null
  row: number | null
  employee: string | null
  kind: string
  title: string
}
export type Erased = Envelope & { erased?: string[]; done: Record<string, number> }

export const oldProgram = fileURLToPath(new URL('../fixtures/legacy/', import.meta.url))
export const columns = '["CNP"]'

/** Everything that the database holds, as text: of the project's own tables, wherever they are. */
export async function everything(cloud: Cloud): Promise<string> {
  const tables = await cloud.sql(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'private')`,
  )
  const texts = await Promise.all(
    tables.map(({ name }) =>
      cloud.sql(`select coalesce(string_agg(t::text, E'\\n'), '') as text from ${String(name)} t`),
    ),
  )
  return texts.map(([row]) => String(row?.['text'])).join('\n')
}

/** Somebody with a name of their own in an institution with others, who did all that leaves a name behind. */
export async function known(cloud: Cloud, word = `Ștefana${randomUUID().slice(0, 4)} Țurcanu`) {
  const superuser = await cloud.person('superuser', [], 'Șef')
  const place = await cloud.place([3, 4])
  const [one = '', other = ''] = place.employees
  const nick = `nick_${randomUUID().slice(0, 8)}`
  await cloud.sql(`update institutions set columns = $2 where id = $1`, [place.institution, columns])
  await cloud.sql(
    `update employees set name = $2, discord = $3, fields = jsonb_build_object('CNP', '29901' || $3::text) where id = $1`,
    [one, word, nick],
  )
  await cloud.sql(`update employees set fields = jsonb_build_object('CNP', 'soțul ' || $2::text) where id = $1`, [
    other,
    word,
  ])
  return { superuser, place, one, other, word, nick }
}

/** The calls of an erasure. */
export function eraser(cloud: () => Cloud) {
  const find = (person: Person, query: string) => cloud().rpc<Found[]>(person, 'find_person', { query })
  const spots = (person: Person, args: { employee?: string; name?: string; discord?: string }) =>
    cloud().rpc<Spot[]>(person, 'person_places', args)
  const erase = (person: Person, employees: string[], rows: object[] = [], more: object = {}) =>
    cloud().as(person, async (query) => {
      const args = { reason: '', dry: false, ...more }
      const [row] = await query(
        'select public.erase_person(employees => $1::uuid[], rows => $2::jsonb, reason => $3, dry => $4) as answer',
        [employees, JSON.stringify(rows), args.reason, args.dry],
      )
      return row?.['answer'] as Erased
    })
  const reset = (person: Person, { institution }: Place, period = 1) =>
    cloud()
      .rpc<Envelope>(person, 'reset_points', { op: randomUUID(), institution, expected_period: period })
      .then(({ results }) => results[0]?.archive as ArchiveRow)
  const rowsOf = (list: Spot[]) => list.flatMap(({ archive, row }) => (archive === null ? [] : [{ archive, row }]))
  return { find, spots, erase, reset, rowsOf }
}
