import type { Check } from '../check.ts'
import type { Fact } from '../answers.ts'
import { compareFacts } from '../compare.ts'
import { applySql, failed, listed, ok } from '../outcome.ts'

/** A check that facts of some kinds are as `sql/` makes them. */
interface Aspect {
  name: string
  kinds: readonly string[]
  /** Whether something besides is a fault; without, it is mentioned. */
  isFault: (surplus: Fact) => boolean
  fix: string
}

const aspects: readonly Aspect[] = [
  {
    name: 'Tables and Functions',
    kinds: ['table', 'sequence', 'column', 'constraint', 'index', 'type', 'function', 'comment'],
    // A constraint more refuses writes; a table, an index, a function of somebody else's may be.
    isFault: ({ kind }) => kind === 'constraint',
    fix: applySql,
  },
  {
    name: 'Triggers',
    kinds: ['trigger'],
    isFault: () => true,
    fix: `${applySql} Drop a trigger that is not from there, or switch it on again: alter table … enable trigger ….`,
  },
  {
    name: 'Row Level Security',
    kinds: ['rls', 'policy'],
    isFault: ({ kind, value }) => kind === 'policy' || value === 'off',
    fix: `${applySql} Drop a policy that is not from there; a table of somebody else's needs: alter table … enable row level security.`,
  },
  {
    name: 'Grants',
    kinds: ['grant'],
    isFault: () => true,
    fix: `${applySql} What is granted besides is taken away by: revoke … from public, anon, authenticated.`,
  },
  {
    name: 'Archive Bucket',
    kinds: ['bucket'],
    isFault: () => true,
    fix: "Private, and insert-only: update storage.buckets set public = false where id = 'arhiva'; drop policies on storage.objects that are not from sql/; then apply sql/47_storage.sql.",
  },
]

const told = ({ kind, name, value }: Fact): string =>
  kind === 'grant' ? `${value} on ${name} is granted besides` : `${kind} ${name} is there besides`

/** What the database is, against what `sql/` makes. */
export const catalogueChecks: readonly Check[] = aspects.map(({ name, kinds, isFault, fix }) => ({
  name,
  async run({ doctor, reference }) {
    const [{ facts }, wanted] = [await doctor(), await reference()]
    const { wrong, surplus } = compareFacts(wanted.facts, facts, kinds)
    const all = [...wrong, ...surplus.filter(isFault).map(told)]
    if (all.length > 0) return failed(listed(all), fix)
    const count = wanted.facts.filter(({ kind }) => kinds.includes(kind)).length
    const more = surplus.length > 0 ? `; besides: ${listed(surplus.map(({ kind, name }) => `${kind} ${name}`))}` : ''
    return ok(`${count} facts, all as sql/ makes them${more}`)
  },
}))

/** The cloud has this project's version of `sql/`. */
export const sqlVersion: Check = {
  name: 'SQL Version',
  async run({ doctor, reference }) {
    const [{ schema_version: has }, { schemaVersion: wants }] = [await doctor(), await reference()]
    if (has === wants) return ok(`version ${has}`)
    return has < wants
      ? failed(`the cloud is at version ${has}, this program at ${wants}`, applySql)
      : failed(
          `the cloud is at version ${has}, this program only at ${wants}`,
          'Take the newest release of Punctaj, and build the app from it.',
        )
  },
}
