import type { PgliteConnection } from '@supabase/lite/pglite'
import { saveDiscordUser } from '../discord/users.ts'

/** One of the people the embedded cloud comes with. */
export interface DemoPerson {
  id: string
  email: string
  name: string
  /** Their Discord id: invented, but a well-formed snowflake. */
  discordId: string
  /** What they may do, in words for the sign-in page. */
  about: string
}

/** The password of every demo person. */
export const demoPassword = 'punctaj-demo'

/** The demo people, by the name in front of `@punctaj.local`. */
export const demoPeople = {
  superuser: {
    id: '5a1e0000-0000-4000-8000-000000000001',
    email: 'superuser@punctaj.local',
    name: 'Ștefan Patron',
    discordId: '301847562910384128',
    about: 'superuser: poate orice',
  },
  admin: {
    id: '5a1e0000-0000-4000-8000-000000000002',
    email: 'admin@punctaj.local',
    name: 'Ioana Admin',
    discordId: '412958673021495240',
    about: 'admin: date, membri, sincronizare forțată',
  },
  sef: {
    id: '5a1e0000-0000-4000-8000-000000000003',
    email: 'sef@punctaj.local',
    name: 'Mihai Șeful',
    discordId: '523069784132506352',
    about: 'șef: vede, editează, punctează și resetează Poliția din Iași',
  },
  viewer: {
    id: '5a1e0000-0000-4000-8000-000000000004',
    email: 'viewer@punctaj.local',
    name: 'Elena Privește',
    discordId: '634170895243617464',
    about: 'vizitator: vede tot, nu schimbă nimic',
  },
  nou: {
    id: '5a1e0000-0000-4000-8000-000000000005',
    email: 'nou@punctaj.local',
    name: 'Andrei Nou',
    discordId: '745281906354728576',
    about: 'fără acces: tocmai s-a înscris',
  },
} as const satisfies Record<string, DemoPerson>

/** Makes the demo people where they are missing, each with a password and a Discord identity. */
export async function ensureDemoPeople({ driver }: PgliteConnection): Promise<void> {
  for (const person of Object.values(demoPeople)) {
    const { rows } = await driver.query('select 1 from auth.users where id = $1', [person.id])
    if (rows.length > 0) continue
    await saveDiscordUser(driver, person)
    await driver.query(
      `update auth.users set encrypted_password = extensions.crypt($2, extensions.gen_salt('bf', 10)) where id = $1`,
      [person.id, demoPassword],
    )
  }
}
