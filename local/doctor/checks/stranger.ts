import type { Fact } from '../answers.ts'
import type { Answer, Ask } from '../ask.ts'
import type { Check } from '../check.ts'
import { failed, listed, ok } from '../outcome.ts'

/** Requests under way at once. */
const abreast = 4

/** A request that a stranger might make, and how it is called in what is told. */
interface Attempt {
  what: string
  request: Ask
}

const publicName = (name: string) => name.replace(/^public\./, '')

/** Every table that there is. Only calls of ours: each refuses strangers by itself, and what another one does nobody knows. */
function attempts(found: readonly Fact[], wanted: readonly Fact[], file: string): Attempt[] {
  const inPublic = (facts: readonly Fact[], kind: string) =>
    facts.filter((fact) => fact.kind === kind && fact.name.startsWith('public.'))
  const tables = inPublic(found, 'table').map(({ name }) => ({
    what: `table ${name}`,
    request: { method: 'GET', path: `/rest/v1/${publicName(name)}?limit=1` } as const,
  }))
  const calls = inPublic(wanted, 'function').map(({ name, value }) => ({
    what: `call ${name}`,
    request: {
      method: 'POST',
      path: `/rest/v1/rpc/${publicName(name).replace(/\(.*/, '')}`,
      body: nothing(value),
    } as const,
  }))
  const list = { method: 'POST', path: '/storage/v1/object/list/arhiva', body: { prefix: '', limit: 1 } } as const
  const reads = ['', 'public/', 'authenticated/'].map((kind) => ({
    what: `file by /object/${kind}`,
    request: { method: 'GET', path: `/storage/v1/object/${kind}arhiva/${file}` } as const,
  }))
  return [...tables, ...calls, { what: 'list of files', request: list }, ...reads]
}

/** Arguments by the names that the call has, all null: without the names PostgREST would not find it. */
function nothing(signature: string): Record<string, null> {
  const args = /\((.*)\) returns /.exec(signature)?.[1] ?? ''
  const names = args.split(', ').flatMap((arg) => /^"?([a-z_]+)"? /.exec(arg)?.[1] ?? [])
  return Object.fromEntries(names.map((name) => [name, null]))
}

/** An empty list shows nothing: what may be asked for at all is a matter of grants. */
const showsSomething = ({ status, json }: Answer): boolean =>
  status < 300 && !(Array.isArray(json) && json.length === 0)

/** Really tries everything with nothing but the key that is in every build. */
export const anonSeesNothing: Check = {
  name: 'Anon Sees Nothing',
  async run({ link, doctor, reference }) {
    const [{ facts, archives }, wanted] = [await doctor(), await reference()]
    const queue = attempts(facts, wanted.facts, archives.stored?.path ?? 'Oras/Institutie.json')
    const count = queue.length
    const open: string[] = []
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift())
        if (showsSomething(await link.asStranger(next.request))) open.push(next.what)
    }
    await Promise.all(Array.from({ length: abreast }, work))
    return open.length === 0
      ? ok(`${count} tables, calls and files were tried without signing in; all were refused or empty`)
      : failed(`whoever has the key may see: ${listed(open.sort())}`, close)
  },
}

const close =
  'Revoke what “Grants” names, drop the policies that “Row Level Security” and “Archive Bucket” name, then apply sql/ again.'
