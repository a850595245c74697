import { fateOf } from '../../src/domain/legacy/fate.ts'
import { opsOfPlan } from '../../src/domain/legacy/ops.ts'
import type { LegacyPlan } from '../../src/domain/legacy/types.ts'
import type { Id, Roster } from '../../src/domain/model.ts'
import type { Op, OpResult } from '../../src/domain/op.ts'
import * as answers from './answers.ts'
import { chunks } from './chunks.ts'
import type { ImportCloud } from './cloud.ts'
import { ImportFailure } from './failure.ts'
import { idOf } from './ids.ts'
import type { Sent } from './sent.ts'

const opsPerCall = 250
const device = idOf('device')

/** Pushes cities, institutions and people. Run twice, the second time every op is known already. */
export async function sendOps(cloud: ImportCloud, plan: LegacyPlan, rosters: ReadonlyMap<Id, Roster>): Promise<Sent[]> {
  const sent: Sent[] = []
  for (const ops of chunks(opsOfPlan(plan, cloud.user, idOf), opsPerCall)) {
    const { results } = await cloud.rpc('sync_push', { ops, device, keep: [] }, answers.pushed)
    const byId = new Map(results.map((result): [Id, OpResult] => [result.id, result]))
    for (const op of ops) {
      const result = byId.get(op.id)
      if (!result) throw new ImportFailure('The cloud did not answer every op: run the import again')
      sent.push({
        ...subjectOf(op),
        fate: fateOf(op, result, 'institution' in op ? rosters.get(op.institution) : undefined),
      })
    }
  }
  return sent
}

function subjectOf(op: Op): Pick<Sent, 'kind' | 'id'> {
  if (op.kind === 'city.create') return { kind: 'city', id: op.city }
  if (op.kind === 'institution.create') return { kind: 'institution', id: op.institution }
  if (op.kind === 'employee.create') return { kind: 'employee', id: op.employee }
  throw new Error(`An import makes no ${op.kind}`)
}
