import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { run } from '../../scripts/run.ts'
import { sampleFolder } from '../fixtures/legacyFiles.ts'

/** Runs the real command to its end. */
export const importInto = async (cloud: Pick<Cloud, 'url'>, ...args: string[]) => {
  const ended = await run(process.execPath, ['--import', 'tsx', 'local/import.ts', ...args, '--url', cloud.url], {
    capture: true,
  })
  return { ...ended, lines: ended.output.trimEnd().split('\n') }
}

/** A copy of the sample folder, to be changed by the test. */
export async function copyOfSample(): Promise<string> {
  const folder = await emptyFolder()
  await cp(sampleFolder, folder, { recursive: true })
  return folder
}

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'punctaj-import-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Rewrites one file of a folder. */
export const write = (folder: string, path: string, text: string | Uint8Array) => writeFile(join(folder, path), text)

/** Everything an import may change, to be compared before and after. */
export const everything = (cloud: Cloud) =>
  cloud.db(`select (select version from sync_metadata where sync_key = 'global_version') as version,
    (select data_hash from sync_metadata where sync_key = 'global_version') as root,
    (select count(*)::int from employees) as employees, (select count(*)::int from archives) as archives,
    (select count(*)::int from point_entries) as entries, (select count(*)::int from storage.objects) as files`)

/** Gives a demo person a role, as no call would: there are other superusers. */
export const makeRole = (cloud: Cloud, email: string, role: string) =>
  cloud.db('update profiles set role = $2 where id = (select id from auth.users where email = $1)', [email, role])
