import { existsSync } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { generateApiKey } from '@supabase/lite'
import { CloudError } from './cloud-error.ts'

/** What one installation signs and recognises callers with; made once, kept beside the data. */
export interface Keys {
  jwtSecret: string
  publishableKey: string
}

/** A data folder taken by this process: Postgres' files, the archives' files, the keys. */
export interface DataDir {
  postgres: string
  files: string
  keys: Keys
  /** Says that the first start is over: from now on what is in the folder is somebody's data. */
  settled(): Promise<void>
  /** Gives the folder free for another process. */
  release(): Promise<void>
}

/** New random keys. */
export async function makeKeys(): Promise<Keys> {
  const { key } = await generateApiKey('publishable')
  return { jwtSecret: randomBytes(48).toString('base64url'), publishableKey: key }
}

/** Opens (or makes) the data folder. Refuses one that cannot be written, is another program's, or is in use. */
export async function openDataDir(path: string): Promise<DataDir> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    return await take(path)
  } catch (error) {
    if (error instanceof CloudError) throw error
    throw new CloudError(`Cannot use the data folder ${path}: ${(error as Error).message}`)
  }
}

async function take(path: string): Promise<DataDir> {
  const [lock, keys, unsettled] = [join(path, 'lock'), join(path, 'keys.json'), join(path, 'unsettled')]
  const [postgres, files] = [join(path, 'postgres'), join(path, 'files')]
  const strangers = (await readdir(path)).filter((name) => name !== 'lock')
  if (strangers.length > 0 && !existsSync(keys))
    throw new CloudError(`The folder ${path} holds something else than Punctaj's data`)
  await takeLock(lock, path)
  const isFirst = strangers.length === 0 || existsSync(unsettled)
  if (isFirst) {
    // A first start that was cut off left half a demo and nobody's data.
    await rm(postgres, { recursive: true, force: true })
    await rm(files, { recursive: true, force: true })
    await writeFile(unsettled, '')
  }
  return {
    postgres,
    files,
    keys: await keptKeys(keys),
    settled: () => rm(unsettled, { force: true }),
    release: () => rm(lock, { force: true }),
  }
}

async function keptKeys(file: string): Promise<Keys> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text !== null) return JSON.parse(text) as Keys
  const keys = await makeKeys()
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 })
  await rename(`${file}.new`, file)
  return keys
}

/** Two processes on one Postgres folder destroy it, and PGlite itself does not look. */
async function takeLock(lock: string, path: string): Promise<void> {
  const taken = await open(lock, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null
    throw error
  })
  if (!taken) {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (isAlive(owner)) throw new CloudError(`The data folder ${path} is in use by process ${owner}`)
    await rm(lock, { force: true })
    return takeLock(lock, path)
  }
  await taken.writeFile(String(process.pid))
  await taken.close()
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
