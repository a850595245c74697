import type { PgliteConnection } from '@supabase/lite/pglite'
import { saveDiscordUser } from '../discord/users.ts'
import { actAs, actAsOwner, call } from './act.ts'

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

/**
 * Makes the demo people where they are missing, each with a password, a Discord identity, a profile and a role; with a
 * schema that has no profiles (a test's own) without the last two.
 */
export async function ensureDemoPeople({ driver }: PgliteConnection): Promise<void> {
  const { superuser, admin, viewer } = demoPeople
  const { rows } = await driver.query('select 1 from auth.users where id = $1', [superuser.id])
  if (rows.length > 0) return
  await driver.transaction(async (tx) => {
    for (const person of Object.values(demoPeople)) {
      await saveDiscordUser(tx, person)
      await tx.query(setPassword, [person.id, demoPassword])
    }
    const known = await tx.query<{ yes: boolean }>(`select to_regproc('private.make_owner') is not null as yes`)
    if (!known.rows[0]?.yes) return
    for (const { id } of Object.values(demoPeople)) {
      await actAs(tx, id)
      await call(tx, 'refresh_profile')
    }
    await actAsOwner(tx)
    await tx.query('select private.make_owner($1)', [superuser.email])
    await actAs(tx, superuser.id)
    await call(tx, 'set_role', { target: admin.id, role: 'admin' })
    await call(tx, 'set_role', { target: viewer.id, role: 'viewer' })
    await call(tx, 'set_permissions', {
      target: viewer.id,
      rows: [{ city: null, institution: null, capability: 'view' }],
    })
  })
}

const setPassword = `update auth.users set encrypted_password = extensions.crypt($2, extensions.gen_salt('bf', 8)) where id = $1`
