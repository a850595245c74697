import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder as the build would leave it: a page, and the given files by path. The caller removes it. */
export async function builtApp(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'punctaj-dist-'))
  for (const [path, text] of Object.entries({ 'index.html': '<!doctype html><title>Punctaj</title>', ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}
