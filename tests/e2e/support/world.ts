import type { Cloud } from '../../../local/cloud.ts'

const id = (n: number) => `0e2e0000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The small world that tests start from, with ids that a test can name. */
export const iasi = { id: id(1), name: 'Iași' }
export const police = { id: id(11), name: 'Poliția', city: iasi }
export const hospital = { id: id(12), name: 'Spitalul „Sf. Spiridon”', city: iasi }

const person = (n: number, name: string, points: number) => ({
  id: id(100 + n),
  name,
  discord: `om${String(n)}`,
  points,
})

export const ana = person(1, 'Ana Țurcanu', 10)
export const bogdan = person(2, 'Bogdan Șerban', 20)
export const carmen = person(3, 'Carmen Pârvu', 30)
export const dan = person(4, 'Dan Ilie', 40)

const insert = `
with places as (
  insert into public.cities (id, name) values ($1, $2) returning id
), institutions as (
  insert into public.institutions (id, city, name, ranks, columns)
  select x.id, places.id, x.name, '{"1": "Agent", "2": "Ofițer"}', '["SERIE DE BULETIN"]'
  from places, jsonb_to_recordset($3) x(id uuid, name text) returning id
)
insert into public.employees (id, institution, name, discord, rank, points)
select x.id, institutions.id, x.name, x.discord, 1, x.points
from institutions join jsonb_to_recordset($4) x(id uuid, institution uuid, name text, discord text, points int)
  on x.institution = institutions.id`

const clear = [
  'delete from public.cities',
  'delete from public.archives',
  // The same people come back in each world: who was erased in another must not be left out of its restores.
  'delete from private.erased_people',
  `delete from public.permissions where user_id not in (select id from public.profiles where role = 'viewer')`,
]

/** Makes the small world all that a cloud has: one city, two institutions, four employees. The demo people stay. */
export async function makeWorld({ db }: Cloud): Promise<void> {
  for (const statement of clear) await db(statement)
  const people = [ana, bogdan, carmen].map((one) => ({ ...one, institution: police.id }))
  people.push({ ...dan, institution: hospital.id })
  await db(insert, [iasi.id, iasi.name, JSON.stringify([police, hospital]), JSON.stringify(people)])
}
