import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { install } from './debian.ts'

const debian = '/usr/lib/postgresql'
const oldest = 15

/** Major version of the server in a folder; 0 where there is none. */
function majorOf(folder: string): number {
  if (!['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) return 0
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\d+/.exec(version)?.[0] ?? 0)
}

/** Folder with the programs of the newest PostgreSQL server here; undefined when none is new enough. */
function findPostgres(): string | undefined {
  const packaged = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...packaged]
  const found = folders.map((folder) => ({ folder, major: majorOf(folder) })).filter(({ major }) => major >= oldest)
  return found.sort((a, b) => b.major - a.major)[0]?.folder
}

/** Folder with the programs of a PostgreSQL server, installing Debian's where there is none and that is possible. */
export async function ensurePostgres(): Promise<string> {
  const found = findPostgres() ?? ((await install(['postgresql'])) ? findPostgres() : undefined)
  if (found === undefined)
    throw new Error(`No PostgreSQL ${oldest} server: install one, or put its programs on the PATH.`)
  return found
}
