import type { PGlite } from '@electric-sql/pglite'

/** What the demo made up has happened to nobody: no mail tells it. A schema without notifications has nothing to tell. */
export async function tellNobody(driver: PGlite): Promise<void> {
  const { rows } = await driver.query<{ known: boolean }>(
    `select to_regclass('public.notifications') is not null as known`,
  )
  if (rows[0]?.known) await driver.exec('update public.notifications set sent_at = now() where sent_at is null')
}
