import type { Cloud } from '../../local/cloud.ts'

/** How much a cloud is filled with before it is measured. */
export interface Size {
  cities: number
  institutions: number
  employees: number
}

const uuid = (kind: string, n: string) => `('0b${kind}0000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`

/** Id of the n-th seeded institution, from 1. */
export const institutionId = (n: number): string => `0b020000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

/** Id of the n-th seeded employee, from 1. */
export const employeeId = (n: number): string => `0b030000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const cities = `insert into public.cities (id, name) select ${uuid('01', 'g')}, 'Orașul ' || g from generate_series(1, $1::int) g`

const institutions = `
insert into public.institutions (id, city, name, ranks, columns)
select ${uuid('02', 'g')}, ${uuid('01', '1 + g % $2::int')}, 'Instituția ' || g,
  '{"1": "Stagiar", "2": "Agent", "3": "Ofițer"}', '["SERIE DE BULETIN", "NUME IC"]'
from generate_series(1, $1::int) g`

const employees = `
insert into public.employees (id, institution, name, discord, rank, points, fields)
select ${uuid('03', 'g')}, ${uuid('02', '1 + g % $2::int')}, 'Angajatul Țurcanu ' || g, 'discord_' || g, 1 + g % 3, g % 500,
  jsonb_build_object('SERIE DE BULETIN', 'XB' || lpad(g::text, 6, '0'), 'NUME IC', 'Șerban_' || g)
from generate_series(1, $1::int) g`

/** Fills an empty cloud by SQL, as its owner; the triggers seal it like any other write. */
export async function seed({ db }: Pick<Cloud, 'db'>, size: Size): Promise<void> {
  await db(cities, [size.cities])
  await db(institutions, [size.institutions, size.cities])
  await db(employees, [size.employees, size.institutions])
}
