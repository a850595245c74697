import { randomUUID } from 'node:crypto'
import type { Cloud } from '../../local/cloud.ts'
import { type Person, personOf } from '../../tests/e2e/support/person.ts'
import { ana, bogdan, carmen, iasi, makeWorld, police } from '../../tests/e2e/support/world.ts'

/** The small world of the end-to-end tests, with what makes it look used: two columns, more people, a week that is over. */
export async function makeUsedWorld(cloud: Cloud): Promise<Person> {
  await makeWorld(cloud)
  await cloud.db(`insert into public.cities (id, name) values (gen_random_uuid(), 'Vaslui')`)
  await cloud.db(`update public.institutions set columns = '["SERIE DE BULETIN", "Telefon"]' where id = $1`, [
    police.id,
  ])
  for (const [n, name] of [
    'Gheorghe-Constantin Alexandrescu-Munteanu',
    'Ștefania Mârza',
    'Țuțu Împăratu',
    'Vlad Dumitru',
  ].entries())
    await cloud.db(
      `insert into public.employees (id, institution, name, discord, rank, fields, points)
       values (gen_random_uuid(), $1, $2, $3, $4, '{"SERIE DE BULETIN": "XV 123456", "Telefon": "0722 123 456"}', $5)`,
      [police.id, name, `om.${String(n)}`, n === 0 ? null : (n % 2) + 1, n * 1200],
    )
  const boss = await personOf(cloud, 'superuser')
  await award(boss, ana.id, 35, 'Patrulă de noapte în centru, împreună cu echipa de la circulație')
  await boss.rpc('reset_points', { op: randomUUID(), institution: police.id, expected_period: 1 })
  await award(boss, ana.id, 12, 'Razie', 2)
  await award(boss, ana.id, -50, 'Întârziere', 2)
  await award(boss, ana.id, 1, '', 2)
  await award(boss, bogdan.id, 20, 'Ședință', 2)
  await award(boss, carmen.id, 1340, 'Dosar', 2)
  return boss
}

/** Somebody else gives points at the cloud: every other device locks. */
export async function award(boss: Person, employee: string, delta: number, reason = '', period = 1): Promise<void> {
  const body = { kind: 'points.add', institution: police.id, period, employees: [employee], delta, reason }
  await push(boss, body)
}

/** One op of somebody else. */
export async function push(boss: Person, body: Record<string, unknown>): Promise<void> {
  const op = { id: randomUUID(), user: boss.id, at: Date.now(), ...body }
  await boss.rpc('sync_push', { ops: [op], device: randomUUID(), keep: null })
}

export { ana, bogdan, carmen, iasi, police }
