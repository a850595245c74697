import { CloudError } from '../domain/errors.ts'
import { type Access, call } from './http.ts'

const most = 32_000_000
const timeoutMs = 30_000

const pathIn = (place: string, path: string): string =>
  `/storage/v1/object/${place}arhiva/${path.split('/').map(encodeURIComponent).join('/')}`

/** The stored object's text, unverified. */
export async function downloadArchive(access: Access, path: string, signal?: AbortSignal): Promise<string> {
  const answer = await call(access, { method: 'GET', path: pathIn('authenticated/', path), timeoutMs, most, signal })
  if (answer.is === 'conflict') throw new CloudError('bad_answer', path, 409)
  return answer.text
}

/** Stores an archive's file. Resolves to false when there is one of this path already. */
export async function uploadArchive(
  access: Access,
  path: string,
  body: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const answer = await call(access, { method: 'POST', path: pathIn('', path), body, timeoutMs, most, signal })
    return answer.is === 'text'
  } catch (error) {
    // Some versions of Storage say 400 and put the 409 into the body.
    if (error instanceof CloudError && error.status === 400 && /duplicate|exists|409/i.test(error.message)) return false
    throw error
  }
}

/** Removes stored files; those that the caller may not remove stay, without a word. */
export async function removeArchives(access: Access, prefixes: string[]): Promise<void> {
  const body = JSON.stringify({ prefixes })
  await call(access, { method: 'DELETE', path: '/storage/v1/object/arhiva', body, timeoutMs, most })
}
