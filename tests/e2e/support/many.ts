import type { Cloud } from '../../../local/cloud.ts'
import { police } from './world.ts'

/** Names by which their order by points is known: the first has the most. */
export const nameOf = (n: number): string => `Agent ${String(n).padStart(5, '0')}`

/** Puts so many more people into the police, above those who are there: `most` less one, less two, … points. */
export async function addPeople(cloud: Cloud, count: number, most = 20_000): Promise<void> {
  await cloud.db(
    `insert into public.employees (id, institution, name, discord, rank, points)
     select gen_random_uuid(), $1, 'Agent ' || lpad(n::text, 5, '0'), '', 1, $3 - n from generate_series(1, $2) n`,
    [police.id, count, most],
  )
}

/** Devices of people of their own, standing where most devices do; ids are as random as real ones, so that they pack no better. */
export async function simulateDevices(cloud: Cloud, many: number): Promise<void> {
  await cloud.db('delete from public.devices')
  await cloud.db(
    `insert into auth.users (id, email)
     select md5('user ' || n)::uuid, 'simulat' || n || '@punctaj.local'
       from generate_series(1, $1::int) n on conflict do nothing`,
    [many],
  )
  await cloud.db(
    `insert into public.profiles (id, name)
     select md5('user ' || n)::uuid, 'Simulat ' || lpad(n::text, 3, '0')
       from generate_series(1, $1::int) n on conflict do nothing`,
    [many],
  )
  await cloud.db(
    `insert into public.devices (id, user_id, version, root, epoch, nonce, unsent, tray, app, state, seen_at)
     select md5('device ' || n)::uuid, md5('user ' || n)::uuid,
            g.version - case when n between 11 and 30 then n - 10 else 0 end, g.data_hash, f.version, f.data_hash,
            case when n = 7 then 4 else 0 end, case when n = 8 then 2 else 0 end, '1.0.0',
            case when n between 31 and 35 then 'required' when n between 36 and 38 then 'downloading'
                 when n = 39 then 'failed' when n = 40 then 'outdated' else 'synced' end,
            now() - n * interval '7 milliseconds' - case when n between 41 and 60 then interval '3 hours' when n between 61 and 70 then interval '40 days'
                         else interval '0' end
       from generate_series(1, $1::int) n, public.sync_metadata g, public.sync_metadata f
      where g.sync_key = 'global_version' and f.sync_key = 'force_sync'`,
    [many],
  )
}
