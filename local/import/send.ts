import { type ImportWorld, type Sent, sendPlan } from '../../src/domain/legacy/send.ts'
import type { LegacyPlan } from '../../src/domain/legacy/types.ts'
import * as answers from './answers.ts'
import type { ImportCloud } from './cloud.ts'
import { ImportFailure } from './failure.ts'
import { idOf } from './ids.ts'
import { readArchive, uploadMissing } from './uploadMissing.ts'

const device = idOf('device')

/** Sends the plan and its archives' files. Run twice, the second time everything is known already. */
export async function send(
  cloud: ImportCloud,
  plan: LegacyPlan,
  held: Pick<ImportWorld, 'rosters' | 'places'>,
): Promise<Sent[]> {
  const port = {
    push: async (ops: object[]) => (await cloud.rpc('sync_push', { ops, device, keep: [] }, answers.pushed)).results,
    importArchives: async (items: object[]) => (await cloud.rpc('import_archives', { items }, answers.pushed)).results,
    archiveBody: async (id: string) => (await readArchive(cloud, id)).body,
  }
  const sent: Sent[] = []
  try {
    for await (const some of sendPlan(port, plan, { user: cloud.user, ...held, idOf })) sent.push(...some)
  } catch (error) {
    if (error instanceof ImportFailure) throw error
    throw new ImportFailure(`${(error as Error).message}: run the import again`)
  }
  await uploadMissing(cloud, new Set(plan.archives.map(({ id }) => id)))
  return sent
}
