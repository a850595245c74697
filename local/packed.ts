import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'

const folder = fileURLToPath(new URL('../node_modules/.cache/punctaj', import.meta.url))
const madeBy = ['demo', 'discord', 'bootstrap.sql', 'schema.ts'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
)
const twoDays = 2 * 86_400_000

/** A database that was made once and is unpacked from then on; making it again gives the same. */
export interface Packed {
  /** The packed database, or null when nobody made it yet. */
  read(): Promise<Blob | null>
  /** Keeps a database as it is now. Not being able to is no error. */
  write(driver: PGlite): Promise<void>
}

/** An empty Postgres cluster: making one takes seconds, unpacking it a fraction. */
export const emptyCluster = (): Packed => packed(`postgres-${versionOf('@electric-sql/pglite')}`)

/**
 * A cloud after its first start. Named by all that decides what is in it: the sources that fill it, the schema, and
 * `story`, which tells the demo's options and day.
 */
export async function freshCloud(sql: string, story: string): Promise<Packed> {
  const hash = createHash('sha256').update(
    `${versionOf('@electric-sql/pglite')} ${versionOf('@supabase/lite')}\n${story}`,
  )
  for (const file of await sourcesIn([...madeBy, sql])) hash.update(`\n${file}\n`).update(await readFile(file))
  return packed(`cloud-${hash.digest('hex').slice(0, 20)}`)
}

async function sourcesIn(places: readonly string[]): Promise<string[]> {
  const found = places.map(async (place) => {
    const names = await readdir(place, { recursive: true }).catch(() => null)
    return names ? names.map((name) => join(place, name)) : [place]
  })
  return (await Promise.all(found))
    .flat()
    .filter((file) => /\.(ts|sql)$/.test(file))
    .sort()
}

function packed(name: string): Packed {
  const file = join(folder, `${name}.tar.gz`)
  return {
    read: async () => {
      const bytes = await readFile(file).catch(() => null)
      return bytes && new Blob([bytes], { type: 'application/x-gzip' })
    },
    write: (driver) => write(file, driver).catch(() => undefined),
  }
}

async function write(file: string, driver: PGlite): Promise<void> {
  await mkdir(folder, { recursive: true })
  await removeOld()
  await driver.exec('checkpoint')
  const bytes = await (await driver.dumpDataDir('gzip')).arrayBuffer()
  const draft = `${file}.${process.pid}.${Date.now()}`
  await writeFile(draft, Buffer.from(bytes))
  await rename(draft, file)
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    if (!name.startsWith('postgres-') && (await stat(file)).mtimeMs < Date.now() - twoDays)
      await rm(file, { force: true })
  }
}

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
