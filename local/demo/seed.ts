import type { PGlite, Transaction } from '@electric-sql/pglite'
import { actAs, actAsOwner, call } from './act.ts'
import { backdateArchive, backdateOps, markJournals } from './backdate.ts'
import { demoPeople } from './people.ts'
import { type PlannedOp, type PlannedWeek, planDemo } from './plan.ts'

interface Envelope {
  results: { id: string; status: string; code?: string }[]
}

/**
 * Fills an empty cloud with the demo: everything goes through the calls a device would make, then gets its date.
 *
 * @param now the moment up to which things have happened, in epoch milliseconds
 */
export async function seedDemo(driver: PGlite, now: number): Promise<void> {
  const plan = planDemo(now)
  await driver.transaction((tx) => push(tx, plan.cities))
  for (const week of plan.weeks) {
    await driver.transaction((tx) => liveThrough(tx, week))
    if (week.period === 1 && week.institution === plan.sefInstitution) await grantSef(driver, plan.sefInstitution)
  }
  await driver.exec('select private.reseal()')
}

async function liveThrough(tx: Transaction, { institution, period, ops, reset }: PlannedWeek): Promise<void> {
  const mark = await markJournals(tx)
  await push(tx, ops)
  await backdateOps(tx, institution, mark)
  if (!reset) return
  await tx.exec(`set local session_replication_role = origin`)
  await actAs(tx, reset.user)
  check(await call(tx, 'reset_points', { op: reset.op, institution, expected_period: period, keep: nothing }))
  await backdateArchive(tx, institution, period, reset.at, mark)
}

/** Asks for no leaves back. */
const nothing = '{}'

/** Pushes ops in order, as whoever made each; neighbours of one author go together. */
async function push(tx: Transaction, ops: PlannedOp[]): Promise<void> {
  for (let from = 0, to = 0; from < ops.length; from = to) {
    const user = (ops[from] as PlannedOp).user
    while (ops[to]?.user === user) to++
    await actAs(tx, user)
    check(await call(tx, 'sync_push', { ops: await seenNow(tx, ops.slice(from, to)), keep: nothing }))
  }
}

/** A delete names the row's version its author saw: here, the present one. */
async function seenNow(tx: Transaction, ops: PlannedOp[]): Promise<PlannedOp[]> {
  const known: PlannedOp[] = []
  for (const op of ops) {
    if (op.kind !== 'employee.delete') known.push(op)
    else {
      await actAsOwner(tx)
      const { rows } = await tx.query<{ rev: number }>('select rev from public.employees where id = $1', [
        op['employee'],
      ])
      await actAs(tx, op.user)
      known.push({ ...op, seen: rows[0]?.rev })
    }
  }
  return known
}

function check({ results }: Envelope): void {
  const refused = results.find(({ status }) => status !== 'applied')
  if (refused) throw new Error(`The demo's op was refused: ${JSON.stringify(refused)}`)
}

async function grantSef(driver: PGlite, institution: string): Promise<void> {
  const rows = ['view', 'edit', 'score', 'reset'].map((capability) => ({ city: null, institution, capability }))
  await driver.transaction(async (tx) => {
    await actAs(tx, demoPeople.superuser.id)
    await call(tx, 'set_permissions', { target: demoPeople.sef.id, rows })
  })
}
