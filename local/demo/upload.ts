import type { PGlite } from '@electric-sql/pglite'
import { actAs, call } from './act.ts'
import { demoPeople } from './people.ts'

interface Missing {
  id: string
  path: string
}

/** Sends one file to the storage API as the bearer of a token. */
export type PutFile = (path: string, body: string) => Promise<void>

/** Puts the archives that storage does not have there, the way a device does: upload, then have it noted. */
export async function uploadArchives(driver: PGlite, put: PutFile): Promise<void> {
  const asOwner = <T>(name: string, args?: Record<string, unknown>) =>
    driver.transaction(async (tx) => {
      await actAs(tx, demoPeople.superuser.id)
      return call<T>(tx, name, args)
    })
  for (const { id, path } of await asOwner<Missing[]>('archives_missing')) {
    const { body } = await asOwner<{ body: string }>('archive_body', { id })
    await put(path, body)
    const { uploaded } = await asOwner<{ uploaded: boolean }>('archive_uploaded', { id })
    if (!uploaded) throw new Error(`The archive ${path} did not arrive in storage`)
  }
}
