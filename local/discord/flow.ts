import { randomUUID } from 'node:crypto'
import type { PGlite } from '@electric-sql/pglite'

/** What an application asks of `/auth/v1/authorize`: where to come back to, and the hash of its secret. */
export interface FlowRequest {
  redirectTo: string
  challenge: string
}

/** A sign-in under way. */
export interface Flow {
  id: string
  code: string
  redirectTo: string
}

/**
 * Remembers a sign-in in the table from which lite's own PKCE exchange reads it: the exchange checks the verifier,
 * accepts a code once, and makes the session.
 */
export async function openFlow(driver: PGlite, { redirectTo, challenge }: FlowRequest): Promise<string> {
  const id = randomUUID()
  await driver.query(`delete from auth.flow_state where created_at < now() - interval '1 day'`)
  await driver.query(
    `insert into auth.flow_state (id, auth_code, authentication_method, provider_type, code_challenge_method, code_challenge, referrer)
     values ($1, $2, 'oauth', 'discord', 's256', $3, $4)`,
    [id, randomUUID(), challenge, redirectTo],
  )
  return id
}

/** The sign-in of that id while it waits for a person, five minutes at most, as for lite's exchange; else null. */
export async function waitingFlow(driver: PGlite, id: string): Promise<Flow | null> {
  const { rows } = await driver.query<Flow>(
    `select id, auth_code as code, referrer as "redirectTo" from auth.flow_state
     where id::text = $1 and provider_type = 'discord' and user_id is null and created_at > now() - interval '5 minutes'`,
    [id],
  )
  return rows[0] ?? null
}

/** Joins a waiting sign-in to the person who consented; false when another answer came first. */
export async function completeFlow(driver: PGlite, id: string, userId: string): Promise<boolean> {
  const { affectedRows } = await driver.query(
    `update auth.flow_state set user_id = $2, auth_code_issued_at = now(), updated_at = now()
     where id = $1 and user_id is null`,
    [id, userId],
  )
  return affectedRows === 1
}
