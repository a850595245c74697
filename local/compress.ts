import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const asGzip = promisify(gzip)
const asBrotli = promisify(brotliCompress)

/** Encodings this server speaks. */
export type Encoding = 'br' | 'gzip'

/** Smaller bodies are not worth a header. */
const worthIt = 1024

const compressible = /^(text\/|application\/(json|javascript|manifest\+json|vnd\.pgrst|xml)|image\/svg)/

/** Whether a body of this type and size gets smaller by compression. */
export function isWorthCompressing(type: string | null, size: number): boolean {
  return size >= worthIt && type !== null && compressible.test(type)
}

/** The best encoding the client accepts, or null. An encoding with `q=0` is refused by it. */
export function acceptedEncoding(header: string | undefined, offered: readonly Encoding[]): Encoding | null {
  const accepted = (header ?? '').split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  )
  const takes = (name: string) => accepted.some(([coding, q]) => coding === name && !/^q=0(\.0*)?$/.test(q ?? ''))
  return offered.find(takes) ?? null
}

/** Compresses once and well: for files that are kept. */
export function compressForKeeps(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  return encoding === 'gzip'
    ? asGzip(bytes, { level: 9 })
    : asBrotli(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      })
}

/** Compresses fast: for answers made for one request. */
export const compressOnce = (bytes: Buffer): Promise<Buffer> => asGzip(bytes, { level: 2 })
