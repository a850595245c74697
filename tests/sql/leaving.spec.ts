import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import { add } from './shapes.ts'

describeCloud(
  'a member whose account is deleted',
  (cloud) => {
    it('leaves no profile, right or device, by whoever may delete accounts; what they did keeps their name, in one version', async () => {
      const place = await cloud().place([1])
      const person = await cloud().person('user', [{ institution: place.institution, capability: 'score' }], 'Plecat')
      await cloud().push(person, add(person, place, 2))
      await cloud().rpc(person, 'report_device', { device: person.id, info: { version: 1 } })
      const before = await cloud().version()
      // As Supabase Auth does it: its role knows nothing of this schema.
      await cloud().script(
        'create role auth_admin; grant usage on schema auth to auth_admin; grant select, delete on auth.users to auth_admin',
      )
      await cloud().db.transaction(async (query) => {
        await query('set local role auth_admin')
        await query('delete from auth.users where id = $1', [person.id])
      })
      for (const table of ['profiles where id', 'permissions where user_id', 'devices where user_id'])
        expect(await cloud().sql(`select 1 from ${table} = $1`, [person.id]), table).toEqual([])
      expect(await cloud().version()).toBe(before + 1)
      expect(
        await cloud().sql('select by, user_id from point_entries where institution = $1', [place.institution]),
      ).toEqual([{ by: 'Plecat', user_id: person.id }])
      await expectRecomputable(cloud())
      expect((await cloud().push(person, add(person, place, 1))).results).toMatchObject([{ status: 'denied' }])
    })
  },
  { on: ['PGlite'] },
)
