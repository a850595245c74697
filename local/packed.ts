import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'

const folder = fileURLToPath(new URL('../node_modules/.cache/punctaj', import.meta.url))
const ownSources = fileURLToPath(new URL('.', import.meta.url))
const twoDays = 2 * 86_400_000

/** A database that was made once and is unpacked from then on; making it again gives the same. */
export interface Packed {
  /** The packed database, or null when nobody made it yet. */
  read(): Promise<Blob | null>
  /** Keeps a database as it is now. Not being able to is no error. */
  write(driver: PGlite): Promise<void>
}

/** An empty Postgres cluster: making one takes seconds, unpacking it a fraction. */
export const emptyCluster = (): Packed => packed(`postgres-${pgliteVersion()}`)

/**
 * A cloud after its first start. Named by all that decides what is in it: the sources here, the schema, and `story`, which
 * tells the demo's options and day.
 */
export async function freshCloud(sql: string, story: string): Promise<Packed> {
  const hash = createHash('sha256').update(`${pgliteVersion()}\n${story}`)
  for (const place of [ownSources, sql]) {
    const names = await readdir(place, { recursive: true }).catch(() => [])
    for (const name of names.filter((file) => /\.(ts|sql)$/.test(file)).sort()) {
      hash.update(`\n${name}\n`).update(await readFile(join(place, name)))
    }
  }
  return packed(`cloud-${hash.digest('hex').slice(0, 20)}`)
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

function pgliteVersion(): string {
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  return (createRequire(pglite)('../package.json') as { version: string }).version
}
