import { calls } from '../allowed.ts'
import { admin, id, nobody, service, superuser } from '../subjects.ts'
import { call, type Check, isKnown, refusal, text, uuids, type World } from '../world.ts'

interface Argument {
  name: string
  type: string
}

/** What somebody may send who means no good: other text in the text, other shapes, too much of it. Each as SQL of its type. */
const hostile: Record<string, string[]> = {
  text: [
    'null',
    ...[`' or true --`, `'; drop table public.profiles; --`, '$$', '%s %I %L', '\\', 'x'.repeat(1_000_000)].map(text),
  ],
  'text[]': [
    `array['directory'' or true --', 'roster:', 'roster:x', 'me:', 'ledger:'';--', '%', '_']`,
    `array[null]::text[]`,
    `array[['reset'], ['directory']]`,
    `'{}'`,
  ],
  uuid: ['null', `'00000000-0000-0000-0000-000000000000'`],
  'uuid[]': ['array[null]::uuid[]', `array[[${text(id(111))}], [${text(id(112))}]]::uuid[]`, `'{}'`, 'null'],
  integer: [`'-2147483648'`, `'2147483647'`, 'null'],
  bigint: [`'-9223372036854775808'`, `'9223372036854775807'`, 'null'],
  boolean: ['null', 'true'],
  date: [`'-infinity'`, `'infinity'`, `'0001-01-01'`, 'null'],
  json: [],
  jsonb: [],
}
const documents = [
  'null',
  'true',
  '1e300',
  `"' or true --"`,
  '{}',
  '[]',
  '[null]',
  '[[]]',
  '[{}]',
  `[{"id": "' or true --", "kind": "points.add", "institution": "x", "capability": "' or true --", "city": "x", "type": "upload", "status": "success", "at": "x", "items": "x"}]`,
  `{"type": "' or true --", "user": "'; drop table public.profiles; --", "from": "x", "to": "x", "before": "x", "limit": "x"}`,
  `{"limit": 99999999999999999999, "before": 1e30, "from": -1e30}`,
  `{"version": "x", "root": [], "unsent": "99999999999999999999", "tray": {}}`,
  `{"policy": "' or true --", "min_client": "x"}`,
  `{"min_client": 1e30}`,
]
hostile['jsonb'] = [...documents.map(text)]
hostile['json'] = [...documents.map(text), text('[{"id": "\\u0000"}]')]

/** What stands in the other arguments, so that a call comes as far as the hostile one. */
const sensible: Record<string, string> = {
  target: text(nobody.id ?? ''),
  role: text('viewer'),
  rows: text('[]'),
  ops: text('[]'),
  items: text('[]'),
  entries: text('[]'),
  institution: text(id(11)),
  device: text(id(31)),
  op: text(id(32)),
  info: text('{}'),
  employees: `array[${text(id(999))}]::uuid[]`,
  kinds: `'{}'`,
  locale: text('ro'),
}

/** Lists that need not be said. */
const optional = ['set_permissions seen']

const argumentsOf = async (world: World): Promise<{ name: string; args: Argument[] }[]> => {
  const rows = await world.sql(
    `select p.proname as name, coalesce((select jsonb_agg(jsonb_build_object('name', p.proargnames[k], 'type', format_type(t, null)) order by k)
              from unnest(p.proargtypes) with ordinality a (t, k)), '[]') as args
       from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`,
  )
  return rows as unknown as { name: string; args: Argument[] }[]
}

/** Documents; every other argument in JSON is a list. */
const isDocument = (argument: string): boolean => ['filter', 'info', 'patch'].includes(argument)
/** Of lists also one that has everything in its only element, which is a list. */
const tooMuch: Record<string, string[]> = {
  'text[]': [`array_fill('directory'::text, array[20001])`, `array_fill('directory'::text, array[1, 20001])`],
  'uuid[]': [`array_fill(gen_random_uuid(), array[20001])`, `array_fill(gen_random_uuid(), array[1, 20001])`],
  jsonb: [`(select jsonb_agg(jsonb_build_object('id', gen_random_uuid())) from generate_series(1, 10001))`],
  json: [`(select json_agg(json_build_object('id', gen_random_uuid())) from generate_series(1, 10001))`],
}

/** What a list has to be answered with: too much of it, and what is none. */
function listCases(call: string, { name, type }: Argument): [value: string, code: string][] {
  const much = tooMuch[type]
  if (much === undefined || isDocument(name)) return []
  const none = [...(optional.includes(`${call} ${name}`) ? [] : ['null']), text('null'), text('{}'), text('1')]
  return [
    ...much.map((value): [string, string] => [value, 'too_large']),
    ...(type.endsWith('[]') ? [] : none.map((value): [string, string] => [value, 'bad_op'])),
  ]
}

const statementOf = (name: string, args: readonly Argument[], argument: string, value: string): string => {
  const list = args.map(
    (one) => `${one.name} => ${one.name === argument ? value : (sensible[one.name] ?? 'null')}::${one.type}`,
  )
  return `select to_jsonb((public.${name}(${list.join(', ')}))::text)`
}

/** Each argument of each call in turn, the others empty: it is taken, or refused with a code that the app can explain. */
export const hostileArguments: Check = async function* (world) {
  for (const { name, args } of await argumentsOf(world))
    for (const { name: argument, type } of args) {
      const values = hostile[type]
      if (values === undefined) {
        yield `nobody knows what is hostile in a ${type}: add it to tests/rights/checks/arguments.ts`
        continue
      }
      if (calls[name] === undefined || calls[name] === 'nobody') continue
      const statements = values.map((value) => statementOf(name, args, argument, value))
      for (const [n, outcome] of (await world.attempt(superuser, statements)).entries())
        if (!isKnown(outcome))
          yield `${name} answers ${argument} ${values[n]?.slice(0, 60) ?? ''} with ${JSON.stringify(outcome)}`
      for (const [value, code] of listCases(name, { name: argument, type })) {
        const came = refusal(await world.try(superuser, statementOf(name, args, argument, value)))
        if (came !== code)
          yield `${name} answers ${argument} ${value.slice(0, 60)} with ${came || 'success'} instead of ${code}`
      }
    }
}

const permitted = (rows: object[], seen?: unknown) => ({
  target: nobody.id,
  rows: JSON.stringify(rows),
  ...(seen === undefined ? {} : { seen: JSON.stringify(seen) }),
})

/** The call, what it is given, and the refusal. */
const wrongValues: [name: string, args: Record<string, unknown>, code: string][] = [
  ['set_role', { target: nobody.id, role: null }, 'not_allowed_role'],
  ['set_role', { target: nobody.id, role: 'king' }, 'not_allowed_role'],
  ['set_role', { target: nobody.id, role: 'viewer', seen: 'admin' }, 'changed_since'],
  ['set_permissions', permitted([], [{ capability: 'view' }]), 'changed_since'],
  ['set_permissions', permitted([], {}), 'bad_op'],
  ['set_permissions', permitted([{ institution: id(13), capability: 'view' }]), 'institution_gone'],
  ['set_permissions', permitted([{ city: id(99), capability: 'view' }]), 'city_gone'],
  ['settings_set', { patch: JSON.stringify({ schema_version: 9 }) }, 'bad_op'],
  ['settings_set', { patch: JSON.stringify({ policy: 'none' }) }, 'bad_op'],
  ['settings_set', { patch: JSON.stringify({ zone: 'Europa/Bucuresti' }) }, 'bad_zone'],
  ['night_preview', { night: '2001-01-01' }, 'night_gone'],
  ['mail_choice_set', { kinds: null, locale: 'ro' }, 'bad_op'],
  ['mail_choice_set', { kinds: ['reset', 'everything'], locale: 'ro' }, 'bad_op'],
  ['mail_choice_set', { kinds: { raw: `array['reset', null]` }, locale: 'ro' }, 'bad_op'],
  ['mail_choice_set', { kinds: ['reset'], locale: null }, 'bad_op'],
  ['mail_choice_set', { kinds: ['reset'], locale: 'de' }, 'bad_op'],
  ['erase_person', { employees: null }, 'bad_op'],
  ['erase_person', { employees: { raw: `array[[${text(id(998))}], [${text(id(999))}]]::uuid[]` } }, 'bad_op'],
  ['erase_person', { employees: uuids([id(999)]), reason: 'x'.repeat(501) }, 'too_large'],
]
/** Of server programs. */
const wrongForServers: typeof wrongValues = [null, 'lost'].map((outcome) => [
  'mail_done',
  { delivery: id(34), attempt: 1, outcome },
  'bad_op',
])

/** Values that only their own call knows to be none. */
export const ownValues: Check = async function* (world) {
  for (const [subject, cases] of [[superuser, wrongValues] as const, [service, wrongForServers] as const])
    for (const [name, args, code] of cases) {
      const statement = call(name, args)
      const came = refusal(await world.try(subject, statement))
      if (came !== code) yield `${statement} is answered with ${came || 'success'} instead of ${code}`
    }
  const before = [`select set_config('request.jwt.claims', '{"sub": "${admin.id ?? ''}"}', true)`, call('force_sync')]
  const again = refusal(await world.try(superuser, call('force_sync'), { before }))
  if (again !== 'force_too_soon') yield `a second force at once is answered with ${again || 'success'}`
}
