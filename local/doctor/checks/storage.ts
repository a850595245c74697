import { createHash } from 'node:crypto'
import * as answers from '../answers.ts'
import type { Check, Scene } from '../check.ts'
import { failed, ok, type Outcome } from '../outcome.ts'

/** The bucket can be listed, and the newest file in it is its archive. Nothing is uploaded: it could not be taken back. */
export const storageAccess: Check = {
  name: 'Supabase Storage Access',
  async run(scene) {
    const list = await scene.link.asPerson({
      method: 'POST',
      path: '/storage/v1/object/list/arhiva',
      body: { prefix: '', limit: 1 },
    })
    if (list.status >= 300 || !Array.isArray(list.json))
      return failed(`the bucket arhiva cannot be listed: ${list.reason}`, makeBucket)
    const { archives } = await scene.doctor()
    return archives.stored ? readFile(scene, archives.stored) : ok('the bucket arhiva answers; no file is in it yet')
  },
}

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

const makeBucket =
  'Storage must be switched on; then apply sql/47_storage.sql, which makes the bucket and its policies.'

async function readFile(
  { link }: Scene,
  { id, path, sha256 }: { id: string; path: string; sha256: string },
): Promise<Outcome> {
  const file = await link.asPerson({ method: 'GET', path: `/storage/v1/object/authenticated/arhiva/${path}` })
  const hash = sha256Of(file.text)
  if (file.status === 200 && hash === sha256) return ok(`the bucket arhiva answers; ${path} is what it should be`)
  const what = file.status === 200 ? 'is another file than its archive' : `cannot be read: ${file.reason}`
  const { body } = await link.rpc('archive_body', { id }, answers.archiveBody)
  const isSafe = sha256Of(body) === sha256
  return failed(`${path} ${what}`, isSafe ? `${replace} The week itself is safe, in the database.` : replace)
}

const replace =
  'Delete the file in the dashboard (Storage → arhiva), and in the SQL editor set uploaded_at of its row in public.archives to null: an app uploads it again.'
