import { randomUUID } from 'node:crypto'
import type { Cloud as Embedded } from '../../local/cloud.ts'
import { openDatabase } from '../sql/engines.ts'
import { Cloud } from '../sql/cloud.ts'
import type { Envelope } from '../sql/shapes.ts'
import { ms, type Line } from './report.ts'
import { employeeId, institutionId, seed } from './seed.ts'
import { large } from './stage.ts'

/*
 * How long PostgreSQL works on the calls that touch everything, each in one statement: Supabase ends a signed-in person's after
 * eight seconds unless the function asks for more.
 */

const night = '2031-03-15'

/** What a call must answer with to have been measured. */
function applied({ results }: Envelope): void {
  if (results[0]?.status !== 'applied') throw new Error(`refused: ${JSON.stringify(results)}`)
}

async function timed(what: string, work: () => Promise<unknown>): Promise<Line> {
  const start = performance.now()
  await work()
  return { what, ours: ms(performance.now() - start), against: '–', ratio: '–' }
}

/** Deltas, a bulk award, a reset, the nightly copy, and the way back of a cloud of 50,000 people. */
export async function heavyCalls(): Promise<Line[]> {
  const cloud = new Cloud(await openDatabase('PostgreSQL'), 'PostgreSQL')
  try {
    await seed({ db: cloud.sql.bind(cloud) as Embedded['db'] }, large)
    const boss = await cloud.person('superuser')
    const people = large.employees.toLocaleString('en')
    const lines: Line[] = []
    const measure = async (what: string, work: () => Promise<unknown>) => void lines.push(await timed(what, work))
    await cloud.sql(`update employees set institution = $1 where id <= $2`, [institutionId(1), employeeId(10_000)])
    await measure(`first delta of ${people} people`, () => cloud.rpc(boss, 'sync_delta', { since: 0 }))
    const everybody = Array.from({ length: 500 }, (_, n) => employeeId(n + 1))
    const award = {
      id: randomUUID(),
      user: boss.id,
      at: 1,
      kind: 'points.add',
      institution: institutionId(1),
      period: 1,
    }
    await measure('points for 500 people in a roster of 10,000', async () =>
      applied(await cloud.push(boss, { ...award, employees: everybody, delta: 1, reason: '' })),
    )
    const reset = { op: randomUUID(), institution: institutionId(1), expected_period: 1 }
    await measure('reset of a roster of 10,000', async () => applied(await cloud.rpc(boss, 'reset_points', reset)))
    await measure(`nightly copy of ${people} people, none copied before`, () =>
      cloud.sql('select private.run_jobs($1::timestamptz)', [`${night}T12:00:00Z`]),
    )
    await cloud.sql('update employees set points = points + 1')
    let expected = ''
    await measure(`what going back to a night would change, all of ${people} people`, async () => {
      expected = (await cloud.rpc<{ expected: string }>(boss, 'night_preview', { night })).expected
    })
    const back = { op: randomUUID(), night, expected, replace: false }
    await measure(`going back to a night, all of ${people} people`, async () =>
      applied(await cloud.rpc(boss, 'restore_night', back)),
    )
    return lines
  } finally {
    await cloud.db.close()
  }
}
