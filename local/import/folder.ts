import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { LegacyFile } from '../../src/domain/legacy/types.ts'
import { ImportFailure } from './failure.ts'

const parts = ['data', 'arhiva']
const largest = 16 * 1024 * 1024

/**
 * Every file of the old program's folders, with paths that begin with `data/` or `arhiva/`.
 *
 * @throws ImportFailure when there is no such folder, or neither of the two in it
 */
export async function readFolder(dir: string): Promise<LegacyFile[]> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => null,
  )
  if (isFolder === null) throw new ImportFailure(`There is no folder ${dir}`)
  if (!isFolder) throw new ImportFailure(`${dir} is not a folder`)
  const own = basename(dir)
  const roots = parts.includes(own)
    ? [dir]
    : (await foldersIn(dir)).filter((name) => parts.includes(name)).map((name) => join(dir, name))
  if (roots.length === 0) throw new ImportFailure(`${dir} holds neither data/ nor arhiva/`)
  const files = await Promise.all(roots.map((root) => readBelow(root)))
  return files.flat()
}

const foldersIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)

async function readBelow(root: string): Promise<LegacyFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new ImportFailure(`The folder cannot be read: ${(error as Error).message}`)
  })
  const files: LegacyFile[] = []
  // One after the other: a thousand archives are not a thousand open files.
  for (const entry of entries.filter((each) => !each.isDirectory())) {
    const path = join(entry.parentPath, entry.name)
    files.push(await readText(path, [basename(root), ...relative(root, path).split(sep)].join('/')))
  }
  return files
}

async function readText(from: string, path: string): Promise<LegacyFile> {
  try {
    const found = await stat(from)
    if (!found.isFile()) return { path, unreadable: 'unreadable' }
    if (found.size > largest) return { path, unreadable: 'too_large' }
    const bytes = await readFile(from)
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    return { path, unreadable: error instanceof TypeError ? 'not_utf8' : 'unreadable' }
  }
}
