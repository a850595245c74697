import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sampleFiles } from '../../fixtures/legacyFiles.ts'

/**
 * The folders of an old installation in cities of their own: a cloud knows what was imported into it for ever, also when the
 * next test has deleted it.
 *
 * @returns the folder that holds `data` and `arhiva`
 */
export async function sampleOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'punctaj-sample-'))
  for (const file of sampleFiles()) {
    if (!('text' in file)) continue
    const path = join(folder, file.path.replace(/\/(BlackWater|Saint_Denis|BW)\//, `/$1_${name}/`))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, file.text.replace(/"city": "(\w+)"/, `"city": "$1 ${name}"`))
  }
  return folder
}
