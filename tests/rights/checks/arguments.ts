import { catalogue } from '../../../src/domain/catalogue.ts'
import { calls } from '../allowed.ts'
import { id, nobody, superuser } from '../subjects.ts'
import { type Check, type Outcome, text, type World } from '../world.ts'

interface Argument {
  name: string
  type: string
}

/** What somebody may send who means no good: other text in the text, other shapes, too much of it. Each as SQL of its type. */
const hostile: Record<string, string[]> = {
  text: [`' or true --`, `'; drop table public.profiles; --`, '$$', '%s %I %L', '\\', 'x'.repeat(1_000_000)].map(text),
  'text[]': [
    `array['directory'' or true --', 'roster:', 'roster:x', 'me:', 'ledger:'';--', '%', '_']`,
    `array_fill('directory'::text, array[20001])`,
    `array[null]::text[]`,
    `'{}'`,
  ],
  uuid: ['null', `'00000000-0000-0000-0000-000000000000'`],
  'uuid[]': [`array_fill(gen_random_uuid(), array[20001])`, 'array[null]::uuid[]', `'{}'`, 'null'],
  integer: [`'-2147483648'`, `'2147483647'`, 'null'],
  bigint: [`'-9223372036854775808'`, `'9223372036854775807'`, 'null'],
  boolean: ['null', 'true'],
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
hostile['jsonb'] = [
  ...documents.map(text),
  `(select jsonb_agg(jsonb_build_object('id', gen_random_uuid())) from generate_series(1, 10001))`,
]
hostile['json'] = [
  ...documents.map(text),
  `(select json_agg(json_build_object('id', gen_random_uuid())) from generate_series(1, 10001))`,
  text('[{"id": "\\u0000"}]'),
]

/** What stands in the other arguments, so that a call comes as far as the hostile one. */
const sensible: Record<string, string> = {
  target: text(nobody.id ?? ''),
  role: text('viewer'),
  rows: text('[]'),
  institution: text(id(11)),
  device: text(id(31)),
  op: text(id(32)),
  info: text('{}'),
}

const argumentsOf = async (world: World): Promise<{ name: string; args: Argument[] }[]> => {
  const rows = await world.sql(
    `select p.proname as name, coalesce((select jsonb_agg(jsonb_build_object('name', p.proargnames[k], 'type', format_type(t, null)) order by k)
              from unnest(p.proargtypes) with ordinality a (t, k)), '[]') as args
       from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`,
  )
  return rows as unknown as { name: string; args: Argument[] }[]
}

const isKnown = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && (!('code' in outcome) || outcome.message in catalogue)

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
      const statements = values.map((value) => {
        const list = args.map(
          (one) => `${one.name} => ${one.name === argument ? value : (sensible[one.name] ?? 'null')}::${one.type}`,
        )
        return `select to_jsonb((public.${name}(${list.join(', ')}))::text)`
      })
      const outcomes = await world.attempt(superuser, statements)
      for (const [n, outcome] of outcomes.entries())
        if (!isKnown(outcome))
          yield `${name} answers ${argument} ${values[n]?.slice(0, 60) ?? ''} with ${JSON.stringify(outcome)}`
    }
}
