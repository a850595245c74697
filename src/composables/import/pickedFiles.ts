import type { LegacyFile } from '../../domain/legacy/types.ts'
import { rootedPath } from '../../domain/legacy/unplaced.ts'

/** A file that a person chose, with its path below what was chosen; null when the browser could not open it. */
export interface Picked {
  path: string
  file: File | null
}

const largest = 16 * 1024 * 1024

/** The files of a file field, of single files or of a folder. */
export const chosenFiles = (files: Iterable<File>): Picked[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }))

/** Everything in what was dropped, folders too. Must be called while the drop is handled: later the browser gives nothing. */
export function droppedFiles({ items, files }: DataTransfer): Promise<Picked[]> {
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
  const loose = chosenFiles(files)
  return entries.length > 0 ? filesIn(entries) : Promise.resolve(loose)
}

async function filesIn(entries: FileSystemEntry[]): Promise<Picked[]> {
  const all: Picked[] = []
  for (const entry of entries) {
    if (isFolder(entry)) all.push(...(await filesIn(await entriesOf(entry))))
    else if (isFile(entry)) all.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) })
  }
  return all
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

/** A folder is given a hundred entries at a time, until there are none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])))
    if (some.length === 0) return all
    all.push(...some)
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(null)))

/** A chosen file as text, or why it has none. What is no `.json` is not read: only its name matters. */
export async function readPicked({ path, file }: Picked): Promise<LegacyFile> {
  const rooted = rootedPath(path)
  if (!path.endsWith('.json')) return { path: rooted, text: '' }
  if (file === null) return { path: rooted, unreadable: 'unreadable' }
  if (file.size > largest) return { path: rooted, unreadable: 'too_large' }
  const bytes = await file.arrayBuffer().catch(() => null)
  if (bytes === null) return { path: rooted, unreadable: 'unreadable' }
  try {
    return { path: rooted, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { path: rooted, unreadable: 'not_utf8' }
  }
}
