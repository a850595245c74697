import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import { Storm } from './storm.ts'

/** How long the clients work, in seconds. */
const seconds = Number(process.env['PUNCTAJ_STORM_SECONDS'] ?? 60)
const clients = 16

type Entry = { op: string; effective: number }

describeCloud(
  'concurrent writers',
  (cloud) => {
    it(
      'never deadlock, make one version each, and lose no point',
      async () => {
        const storm = new Storm(cloud())
        await storm.prepare()
        const until = Date.now() + seconds * 1000
        await Promise.all(Array.from({ length: clients }, () => storm.client(until)))
        const transactions = Object.values(storm.counts).reduce((sum, count) => sum + count, 0)
        console.log(
          `${transactions} transactions in ${seconds} s by ${clients} connections: ${JSON.stringify(storm.counts)}`,
        )
        expect(transactions).toBeGreaterThan(0)
        await expectRecomputable(cloud())

        const live = await cloud().sql(`
          select i.id, coalesce((select sum(points) from employees where institution = i.id), 0) as points,
                 coalesce((select sum(effective) from point_entries where institution = i.id and period = i.period), 0) as entries
            from institutions i`)
        for (const { id, points, entries } of live) expect(points, `people and ledger of ${String(id)}`).toBe(entries)

        const archives = await cloud().sql('select path, points, body from archives')
        const kept: Entry[] = []
        for (const { path, points, body } of archives) {
          const { entries } = JSON.parse(String(body)) as { entries: Entry[] }
          expect(
            entries.reduce((sum, { effective }) => sum + effective, 0),
            String(path),
          ).toBe(points)
          kept.push(...entries)
        }
        const current = (await cloud().sql(`
          select e.op, e.effective from point_entries e join institutions i on i.id = e.institution and i.period = e.period`)) as unknown as Entry[]
        const found = new Map<string, number>()
        for (const { op, effective } of [...kept, ...current]) found.set(op, (found.get(op) ?? 0) + effective)
        for (const [op, effective] of storm.told) expect(found.get(op), `op ${op}`).toBe(effective)
      },
      (seconds + 120) * 1000,
    )
  },
  { on: ['PostgreSQL'] },
)
