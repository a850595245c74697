import { createHash, randomUUID } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { App } from '@supabase/lite'

type StorageAdapter = NonNullable<App['_storageAdapter']>
type Uploaded = Parameters<StorageAdapter['uploadObject']>[3]

/** Where stored objects live: put, get, copy and remove whole files by key. */
export interface Shelf {
  put(key: string, bytes: Buffer): Promise<void>
  get(key: string): Promise<{ bytes: Buffer; at: Date }>
  copy(from: string, to: string): Promise<void>
  remove(key: string): Promise<void>
}

/**
 * The storage adapter lite asks for, over whole files: lite's own one streams, and on Node 20 its download ends before
 * the last byte. Archives are a few kilobytes.
 */
export function storageOn(shelf: Shelf): StorageAdapter {
  const describe = (bytes: Buffer, at: Date) => ({
    cacheControl: 'no-cache',
    contentLength: bytes.length,
    size: bytes.length,
    mimetype: 'application/json',
    lastModified: at,
    eTag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    httpStatusCode: 200,
  })
  const read = async (bucket: string, key: string) => {
    const { bytes, at } = await shelf.get(`${bucket}/${key}`)
    return { bytes, metadata: describe(bytes, at) }
  }
  return {
    driver: shelf,
    async uploadObject(bucket, key, _version, body, mimetype, cacheControl) {
      const bytes = await wholeBody(body)
      await shelf.put(`${bucket}/${key}`, bytes)
      return { ...describe(bytes, new Date()), mimetype, cacheControl }
    },
    async getObject(bucket, key) {
      const { bytes, metadata } = await read(bucket, key)
      return { metadata, httpStatusCode: 200, body: bytes }
    },
    headObject: async (bucket, key) => (await read(bucket, key)).metadata,
    deleteObject: (bucket, key) => shelf.remove(`${bucket}/${key}`),
    async deleteObjects(bucket, keys) {
      for (const key of keys) await shelf.remove(`${bucket}/${key}`)
    },
    async copyObject(bucket, key, _version, toBucket, toKey) {
      await shelf.copy(`${bucket}/${key}`, `${toBucket}/${toKey}`)
      return (await read(toBucket, toKey)).metadata
    },
    privateAssetUrl: () => Promise.reject(new Error('no transformations')),
  }
}

async function wholeBody(body: Uploaded): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(await new Response(body as ReadableStream).arrayBuffer())
}

/** Objects as files under a folder; a file is complete or absent, never half written. */
export function shelfOnDisk(folder: string): Shelf {
  const root = resolve(folder)
  const place = (key: string) => {
    const path = resolve(join(root, key))
    if (!path.startsWith(root + sep)) throw new Error(`Key outside the storage folder: ${key}`)
    return path
  }
  const replace = async (key: string, fill: (path: string) => Promise<void>) => {
    const path = place(key)
    const draft = `${path}.${randomUUID()}`
    await mkdir(dirname(path), { recursive: true })
    await fill(draft)
    await rename(draft, path)
  }
  return {
    put: (key, bytes) => replace(key, (path) => writeFile(path, bytes)),
    get: async (key) => ({ bytes: await readFile(place(key)), at: (await stat(place(key))).mtime }),
    copy: (from, to) => replace(to, (path) => copyFile(place(from), path)),
    remove: (key) => rm(place(key), { force: true }),
  }
}

/** Objects kept in this process. */
export function shelfInMemory(): Shelf {
  const files = new Map<string, { bytes: Buffer; at: Date }>()
  const get = async (key: string) => {
    const file = files.get(key)
    if (!file) throw new Error(`No such object: ${key}`)
    return file
  }
  return {
    put: async (key, bytes) => void files.set(key, { bytes, at: new Date() }),
    get,
    copy: async (from, to) => void files.set(to, await get(from)),
    remove: async (key) => void files.delete(key),
  }
}
