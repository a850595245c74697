import type { App } from '@supabase/lite'
import type { PGlite } from '@electric-sql/pglite'
import { demoPassword, demoPeople } from './people.ts'
import { seedDemo } from './seed.ts'
import { type PutFile, uploadArchives } from './upload.ts'

/** Fills a cloud in which nothing has happened yet with the demo; leaves any other as it is. */
export async function fillDemo(app: App, driver: PGlite, publishableKey: string, now: number): Promise<void> {
  if (!(await isUntouched(driver))) return
  await seedDemo(driver, now)
  await uploadArchives(driver, await storagePut(app, publishableKey))
}

async function isUntouched(driver: PGlite): Promise<boolean> {
  const { rows } = await driver.query<{ known: boolean }>(`select to_regclass('public.cities') is not null as known`)
  if (!rows[0]?.known) return false
  const { rows: found } = await driver.query(
    `select 1 from public.cities union all select 1 from public.archives limit 1`,
  )
  return found.length === 0
}

async function storagePut(app: App, apikey: string): Promise<PutFile> {
  const ask = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', body, headers: { apikey, 'content-type': 'application/json', ...headers } }
    const response = await app.fetch(new Request(`http://localhost${path}`, init))
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const credentials = JSON.stringify({ email: demoPeople.superuser.email, password: demoPassword })
  const session = await ask('/auth/v1/token?grant_type=password', credentials)
  const { access_token } = (await session.json()) as { access_token: string }
  return async (path, body) => {
    await ask(`/storage/v1/object/arhiva/${path}`, body, { authorization: `Bearer ${access_token}` })
  }
}
