import { calls, type Caller } from '../allowed.ts'
import { isAdmin, type Subject } from '../model.ts'
import { everybody, service, signedIn } from '../subjects.ts'
import { type Check, isKnown, type Outcome, refusal, type World } from '../world.ts'
import { openFunctions } from './privileges.ts'

/** A function of a schema, with arguments that say nothing. */
interface Function {
  name: string
  statement: string
}

const functionsOf = (world: World, schema: string) =>
  world.sql(
    `select p.proname as name, format('select to_jsonb((%I.%I(%s))::text)', n.nspname, p.proname,
            (select string_agg('null::' || format_type(t, null), ', ' order by k) from unnest(p.proargtypes) with ordinality a (t, k))) as statement
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = $1 and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype order by 1`,
    [schema],
  ) as unknown as Promise<Function[]>

const mayCall = (subject: Subject, caller: Caller): boolean => {
  switch (caller) {
    case 'token':
      return subject.as === 'authenticated'
    case 'person':
    case 'by place':
      return subject.id !== null
    case 'admin':
      return isAdmin(subject)
    case 'superuser':
      return subject.role === 'superuser'
    case 'nobody':
      return false
  }
}

/** How somebody without the right to a call is told: by the grant, as a token that names nobody, or by the call's own check. */
const refusalFor = (subject: Subject, caller: Caller): string =>
  subject.as === 'anon' || caller === 'nobody' ? '42501' : subject.id === null ? 'not_signed_in' : 'denied'

const isAccess = (outcome: Outcome | undefined): boolean =>
  ['42501', 'denied', 'not_signed_in'].includes(refusal(outcome))

/** Every call is made by exactly those whom the table names. */
export const callers: Check = async function* (world) {
  const functions = await functionsOf(world, 'public')
  for (const { name } of functions)
    if (!(name in calls))
      yield `who may call public.${name}? Say it in \`calls\` of tests/rights/allowed.ts: '${name}: "person"', "admin", "superuser" or "nobody"`
  const there = new Set(functions.map(({ name }) => name))
  for (const name of Object.keys(calls))
    if (!there.has(name)) yield `tests/rights/allowed.ts names ${name}, which is no function`
  for (const subject of everybody) {
    const outcomes = await world.attempt(
      subject,
      functions.map(({ statement }) => statement),
    )
    for (const [n, { name }] of functions.entries()) {
      const caller = calls[name] ?? 'nobody'
      const came = refusal(outcomes[n])
      // Without a place there is none to have a right at.
      if (caller === 'by place' && subject.id !== null && came === 'denied') continue
      if (
        mayCall(subject, caller) ? isAccess(outcomes[n]) || !isKnown(outcomes[n]) : came !== refusalFor(subject, caller)
      )
        yield `${subject.name} calls ${name} and is answered ${came || 'as if allowed'}`
    }
  }
}

/** The calls of server programs are theirs, and no person's, even where somebody has granted them by mistake. */
export const serverCalls: Check = async function* (world) {
  const functions = (await functionsOf(world, 'public')).filter(({ name }) => calls[name] === 'nobody')
  const statements = functions.map(({ statement }) => statement)
  const before = ['grant execute on all functions in schema public to anon, authenticated']
  for (const subject of [service, ...signedIn]) {
    const outcomes = await world.attempt(subject, statements, { before })
    for (const [n, { name }] of functions.entries())
      if (subject === service ? !isKnown(outcomes[n]) || isAccess(outcomes[n]) : refusal(outcomes[n]) !== 'denied')
        yield `${subject.name} calls ${name} and is answered ${JSON.stringify(outcomes[n])}`
  }
}

/** Nothing internal can be called from outside, with whatever rights. */
export const internals: Check = async function* (world) {
  for (const name of await openFunctions(world.sql)) yield `may execute: ${name}`
  const functions = await functionsOf(world, 'private')
  const subjects = [...everybody.filter(({ role, as }) => as === 'anon' || role === 'superuser'), service]
  for (const subject of subjects) {
    const outcomes = await world.attempt(
      subject,
      functions.map(({ statement }) => statement),
    )
    for (const [n, { name }] of functions.entries())
      if (refusal(outcomes[n]) !== '42501') yield `${subject.name} may call private.${name}`
  }
}
