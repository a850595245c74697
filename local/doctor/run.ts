import * as answers from './answers.ts'
import type { Check, Scene } from './check.ts'
import { catalogueChecks, sqlVersion } from './checks/catalogue.ts'
import { getCloudVersion, pollingState, syncMetadataTable } from './checks/polls.ts'
import { archiveStructure, logSyncActivity, updateCloudVersion } from './checks/rehearsed.ts'
import { clockSkew, discordSignIn } from './checks/settings.ts'
import { storageAccess } from './checks/storage.ts'
import { anonSeesNothing } from './checks/stranger.ts'
import { type Link, openLink } from './link.ts'
import type { DoctorOptions } from './options.ts'
import { type Outcome, Trouble } from './outcome.ts'
import { makeReference } from './reference.ts'

/** Everything that is looked at, in the order in which it is told. */
const checks: readonly Check[] = [
  syncMetadataTable,
  getCloudVersion,
  updateCloudVersion,
  archiveStructure,
  storageAccess,
  pollingState,
  logSyncActivity,
  sqlVersion,
  ...catalogueChecks,
  anonSeesNothing,
  discordSignIn,
  clockSkew,
]

/** A check and what it came to. */
export interface Finding {
  name: string
  outcome: Outcome
}

/**
 * Looks at a cloud and tells each finding when it is there.
 *
 * @param clock this machine's, in epoch milliseconds
 * @throws CloudError when nobody lets the doctor in
 */
export async function* examine(options: DoctorOptions, clock: () => number): AsyncGenerator<Finding, void, void> {
  const link = await openLink(options)
  try {
    const scene = sceneOf(link, clock)
    for (const { name, run } of checks) yield { name, outcome: await run(scene).catch(outcomeOf) }
  } finally {
    await link.signOut()
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Trouble) return error.outcome
  throw error
}

function sceneOf(link: Link, clock: () => number): Scene {
  return {
    link,
    clock,
    reference: once(makeReference),
    doctor: once(() => link.rpc('doctor', {}, answers.doctor)),
    rehearsal: once(() => link.rpc('doctor_rehearse', {}, answers.rehearsal)),
  }
}

function once<T>(task: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => (running ??= task())
}
