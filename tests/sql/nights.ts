import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Cloud, Person, Place } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import type { Envelope } from './shapes.ts'

/** A night as `private.run_jobs` answers with it. */
interface Night {
  night: string
  copied: number
  kept: number
  failed: number
  done_at: string | null
  pruned_at: string | null
}

/** Runs the jobs as if it were that moment; null when nothing was due. */
export async function runJobs(cloud: Cloud, at: string): Promise<Night | null> {
  const [row] = await cloud.sql('select private.run_jobs($1::timestamptz) as night', [at])
  return (row?.['night'] ?? null) as Night | null
}

interface Preview {
  expected: string
  cities: string[]
  places: { id: string; name: string; is: string; was: object | null; now: object | null; added: object }[]
}

export const previewOf = (cloud: Cloud, by: Person, night: string) => cloud.rpc<Preview>(by, 'night_preview', { night })

interface Choice {
  op?: string
  expected?: string
  replace?: boolean
}

/** Looks and puts back, as one person does. */
export async function putBack(cloud: Cloud, by: Person, night: string, choice: Choice = {}): Promise<Envelope> {
  const expected = choice.expected ?? (await previewOf(cloud, by, night)).expected
  return cloud.rpc<Envelope>(by, 'restore_night', {
    op: choice.op ?? randomUUID(),
    night,
    expected,
    replace: choice.replace ?? false,
  })
}

export const peopleOf = (cloud: Cloud, { institution }: Place) =>
  cloud.sql('select id, name, points from employees where institution = $1 order by id', [institution])
export const periodOf = async (cloud: Cloud, { institution }: Place) =>
  (await cloud.sql('select period from institutions where id = $1', [institution]))[0]?.['period']
export const archivesOf = async (cloud: Cloud, { institution }: Place) =>
  (
    await cloud.sql(`select kind, points from archives where institution = $1 and kind <> 'backup' order by at, id`, [
      institution,
    ])
  ).map(({ kind, points }) => `${String(kind)} ${String(points)}`)

/** People and ledger say the same of every institution. */
export async function expectBalanced(cloud: Cloud, ...places: Place[]): Promise<void> {
  for (const { institution } of places) {
    const [row] = await cloud.sql(
      `select coalesce((select sum(points)::int from employees where institution = i.id), 0) as points,
              coalesce((select sum(effective)::int from point_entries where institution = i.id and period = i.period), 0) as entries
         from institutions i where i.id = $1`,
      [institution],
    )
    expect(row?.['points'], institution).toBe(row?.['entries'])
  }
  await expectRecomputable(cloud)
}
