import { randomInt, randomUUID } from 'node:crypto'
import type { PGlite, Transaction } from '@electric-sql/pglite'

/** A person as Discord tells of them at sign-in. */
export interface DiscordUser {
  id: string
  email: string
  name: string
  discordId: string
}

/** What GoTrue keeps of a Discord profile, in the user's metadata and in the identity. */
function claims({ email, name, discordId }: DiscordUser): string {
  return JSON.stringify({
    iss: 'https://discord.com/api',
    sub: discordId,
    provider_id: discordId,
    name: `${name}#0`,
    full_name: name,
    custom_claims: { global_name: name },
    email,
    email_verified: true,
    phone_verified: false,
  })
}

/** Writes the user and the Discord identity that GoTrue would write at a first sign-in. */
export async function saveDiscordUser(tx: Transaction, user: DiscordUser): Promise<void> {
  const data = claims(user)
  const providers = JSON.stringify({ provider: 'discord', providers: ['discord'] })
  await tx.query(
    `insert into auth.users (id, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
     values ($1, $2, now(), $3, $4)`,
    [user.id, user.email, providers, data],
  )
  await tx.query(
    `insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at)
     values (gen_random_uuid(), 'discord', $2, $1, $3, now())`,
    [user.id, user.discordId, data],
  )
}

/** The user with that Discord id, else null. */
export async function findByDiscordId(driver: PGlite, discordId: string): Promise<string | null> {
  const { rows } = await driver.query<{ id: string }>(
    `select user_id as id from auth.identities where provider = 'discord' and provider_id = $1`,
    [discordId],
  )
  return rows[0]?.id ?? null
}

/** Signs a new person up under that name, as a first visit from Discord does: no permission comes with it. */
export async function signUp(driver: PGlite, name: string): Promise<string> {
  const user = { id: randomUUID(), name, discordId: newSnowflake() }
  await driver.transaction((tx) => saveDiscordUser(tx, { ...user, email: `${user.discordId}@discord.local` }))
  return user.id
}

/** A Discord id as it would be given now: milliseconds since 2015 shifted by 22 bits of machine and counter. */
function newSnowflake(): string {
  return String((BigInt(Date.now() - 1_420_070_400_000) << 22n) | BigInt(randomInt(1 << 22)))
}
