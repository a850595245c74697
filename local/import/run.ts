import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import type { Directory } from '../../src/domain/model.ts'
import { openCloud } from './cloud.ts'
import { readFolder } from './folder.ts'
import { idOf } from './ids.ts'
import type { ImportOptions } from './options.ts'
import { adoptCloud, pullDirectory } from './pull.ts'
import { sendArchives } from './pushArchives.ts'
import { sendOps } from './pushOps.ts'
import { reportLines } from './report.ts'

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
  const { plan, rosters } = await adoptCloud(cloud, planned, directory)
  const sent = [...(await sendOps(cloud, plan, rosters)), ...(await sendArchives(cloud, plan))]
  return reportLines(plan, sent)
}

function placesOf({ cities, institutions }: Directory) {
  const names = new Map(cities.map(({ id, name }) => [id, name]))
  return institutions.map(({ city, name }) => ({ city: names.get(city) ?? '', institution: name }))
}
