import { randomUUID } from 'node:crypto'
import { demoPeople } from '../../local/demo/people.ts'
import { ana, bogdan, carmen, dan, hospital, iasi, police } from '../../tests/e2e/support/world.ts'

const { admin, superuser } = demoPeople
const made = Date.parse('2026-11-20T18:42:00+02:00')
const met = { by: superuser.name, at: made + 3_600_000 }

const op = (body: Record<string, unknown>) => ({ id: randomUUID(), user: admin.id, at: made, ...body })

const gone = { person: randomUUID(), city: randomUUID() }
const names = {
  ...Object.fromEntries([iasi, police, hospital, ana, bogdan, carmen, dan].map(({ id, name }) => [id, name])),
  [gone.person]: 'Ion Plecatu',
  [gone.city]: 'Bârlad',
}

/** A file's row of an edit that the cloud refused. */
function refused(body: Record<string, unknown>, code: string, status = 'conflict') {
  const one = op(body)
  return { op: one, result: { id: one.id, status, code, theirs: met }, at: made, names }
}

const points = (employees: string[], delta: number, reason: string) => ({
  kind: 'points.add',
  institution: police.id,
  period: 1,
  employees,
  delta,
  reason,
})

/** One card of each sort that there is. */
const cards = () => [
  refused(points([ana.id], 5, 'Patrulă de noapte'), 'period_closed'),
  refused(points([ana.id, bogdan.id, carmen.id], -2, ''), 'period_closed'),
  refused(
    {
      kind: 'employee.edit',
      institution: police.id,
      employee: ana.id,
      set: { name: ['Ana Țurcanu', 'Ana-Maria Țurcanu'], rank: [1, 2], 'fields.Telefon': ['', '0722 000 111'] },
    },
    'clash',
  ),
  refused(
    { kind: 'institution.ranks', institution: police.id, ranks: [{ '1': 'Agent' }, { '1': 'Agent', '2': 'Comisar' }] },
    'clash',
  ),
  refused({ kind: 'city.rename', city: iasi.id, name: ['Iași', 'Vaslui'] }, 'name_taken', 'invalid'),
  refused(
    {
      kind: 'employee.edit',
      institution: police.id,
      employee: gone.person,
      set: { name: ['Ion Plecatu', 'Ion Sosit'] },
    },
    'employee_gone',
  ),
  refused({ kind: 'employee.delete', institution: hospital.id, employee: dan.id, seen: 1, after: [] }, 'changed_since'),
  refused(
    {
      kind: 'institution.create',
      institution: randomUUID(),
      city: gone.city,
      name: 'Pompierii',
      ranks: {},
      columns: [],
    },
    'city_gone',
  ),
]

/** A file of unsent edits as another device of the administrator exported it. */
export function unsentFile(user: string = admin.id, name: string = admin.name): string {
  const fresh = ['Elena Nouă', 'Mihai Nou'].map((one) =>
    op({
      kind: 'employee.create',
      institution: police.id,
      employee: randomUUID(),
      name: one,
      discord: '',
      rank: 1,
      fields: {},
      points: 3,
    }),
  )
  const outbox = [...fresh, op({ ...points([bogdan.id], 3, 'Ordine publică'), period: 2 })]
  const damaged = op({ ...points([bogdan.id], 0, ''), period: 2 })
  const rows = [...outbox, damaged].map((one) => ({ op: one, state: 'unsent', names }))
  return JSON.stringify({ format: 'punctaj-unsent', version: 1, user, name, at: made, outbox: rows, tray: cards() })
}
