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
