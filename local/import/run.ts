import { placesOf } from '../../src/domain/legacy/adopt.ts'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import { openCloud } from './cloud.ts'
import { readFolder } from './folder.ts'
import { idOf } from './ids.ts'
import type { ImportOptions } from './options.ts'
import { adoptCloud, pullDirectory } from './pull.ts'
import { reportLines } from './report.ts'
import { send } from './send.ts'

/**
 * Reads the folders, sends what can be taken, and tells what became of every file.
 *
 * @returns the lines to print
 * @throws ImportFailure when nothing, or not everything, could be sent; running it again finishes the rest
 */
export async function runImport(options: ImportOptions): Promise<string[]> {
  const files = await readFolder(options.dir)
  if (options.dryRun) return reportLines(planLegacyImport(files, idOf), null)
  const cloud = await openCloud(options)
  const directory = await pullDirectory(cloud)
  const planned = planLegacyImport(files, idOf, placesOf(directory))
  const { plan, ...held } = await adoptCloud(cloud, planned, directory)
  return reportLines(plan, await send(cloud, plan, held))
}
