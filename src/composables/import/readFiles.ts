import type { LegacyFile } from '../../domain/legacy/types.ts'
import { type FileSort, sortFile } from '../../domain/legacy/unplaced.ts'
import { pacer } from './pacer.ts'
import { type Picked, readPicked } from './pickedFiles.ts'

export interface SortedFile {
  file: LegacyFile
  sort: FileSort
}

/** The chosen files, read and sorted, with the page's turns in between. @throws CloudError `cancelled` */
export async function readFiles(
  picked: Picked[],
  signal: AbortSignal,
  tell: (done: number) => void,
): Promise<{ sorted: SortedFile[]; unsent: File | null; skipped: number }> {
  const turn = pacer(signal)
  const sorted: SortedFile[] = []
  let unsent: File | null = null
  for (const [done, one] of picked.entries()) {
    const file = await readPicked(one)
    const sort = sortFile(file)
    if (sort.is === 'unsent') unsent ??= one.file
    sorted.push({ file, sort })
    await turn(() => tell(done))
  }
  return { sorted, unsent, skipped: sorted.filter(({ sort }) => sort.is === 'skipped').length }
}
