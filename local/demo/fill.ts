import type { App } from '@supabase/lite'
import type { PGlite } from '@electric-sql/pglite'
import { demoPassword, demoPeople } from './people.ts'
import { seedDemo } from './seed.ts'
import { type PutFile, uploadArchives } from './upload.ts'

/** Fills a cloud in which nothing has happened yet with the demo; leaves any other as it is. */
export async function fillDemo(app: App, driver: PGlite, publishableKey: string, now: number): Promise<void> {
  if (!(await isUntouched(driver))) return
  await seedDemo(driver, now)
  const { put, end } = await storageSession(app, publishableKey)
  await uploadArchives(driver, put)
  await end()
}

async function isUntouched(driver: PGlite): Promise<boolean> {
  const { rows } = await driver.query<{ known: boolean }>(`select to_regclass('public.cities') is not null as known`)
  if (!rows[0]?.known) return false
  const { rows: found } = await driver.query(
    `select 1 from public.cities union all select 1 from public.archives limit 1`,
  )
  return found.length === 0
}

/** Signs the superuser in, as a device would, for as long as the upload takes. */
async function storageSession(app: App, apikey: string): Promise<{ put: PutFile; end(): Promise<void> }> {
  const ask = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', body, headers: { apikey, 'content-type': 'application/json', ...headers } }
    const response = await app.fetch(new Request(`http://localhost${path}`, init))
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const credentials = JSON.stringify({ email: demoPeople.superuser.email, password: demoPassword })
  const session = await ask('/auth/v1/token?grant_type=password', credentials)
  const { access_token } = (await session.json()) as { access_token: string }
  const authorization = `Bearer ${access_token}`
  return {
    put: async (path, body) => void (await ask(`/storage/v1/object/arhiva/${path}`, body, { authorization })),
    end: async () => void (await ask('/auth/v1/logout', '{}', { authorization })),
  }
}
