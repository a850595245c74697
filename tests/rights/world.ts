import { readFile } from 'node:fs/promises'
import { catalogue } from '../../src/domain/catalogue.ts'
import type { Database, Query } from '../sql/engines.ts'
import { fixture } from './fixture.ts'
import type { Subject, Where } from './model.ts'
import { schemaTexts } from './mutants/mutants.ts'

/** What came of one statement: its value (rows written, for one that has none) or the refusal. */
export type Outcome = { answer: unknown; changed: boolean } | { code: string; message: string }

/** An archive of the fixture. */
export interface Archive extends Where {
  id: string
  city: string
  institution: string
  path: string
  kind: string
  /** Who made it. */
  by: string | null
  isStored: boolean
}

/** Text as a literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
/** Anything as a literal that PostgreSQL takes for the type it needs. */
export const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return `${value.length === 0 ? "'{}'" : `array[${value.map(text).join(', ')}]`}`
  return text(JSON.stringify(value))
}
/** A list of ids. */
export const uuids = (ids: readonly string[]): Raw => ({ raw: `array[${ids.map(text).join(', ')}]::uuid[]` })
/** An argument that is SQL already. */
interface Raw {
  raw: string
}
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && 'raw' in value

/** The statement of a call, as PostgREST makes it. */
export const call = (name: string, args: Record<string, unknown> = {}): string =>
  `select to_jsonb(public.${name}(${Object.entries(args)
    .map(([key, value]) => `${key} => ${isRaw(value) ? value.raw : literal(value)}`)
    .join(', ')}))`

/** Ends a transaction without keeping anything of it. */
class Undone extends Error {}

/** A cloud with places, archives and people of every right, in which anything can be tried: nothing stays. */
export class World {
  readonly db: Database
  /** The files of `sql/` that it was made of, by name. */
  readonly texts: ReadonlyMap<string, string>
  archives: Archive[] = []

  private constructor(db: Database, texts: ReadonlyMap<string, string>) {
    this.db = db
    this.texts = texts
  }

  /** Fills an empty cloud, made of these files. */
  static async make(db: Database, texts: ReadonlyMap<string, string> = schemaTexts()): Promise<World> {
    const world = new World(db, texts)
    await db.script(await readFile(new URL('harness.sql', import.meta.url), 'utf8'))
    for (const script of fixture()) await db.script(script)
    world.archives = (await db.query(
      `select a.id, a.city, a.institution, a.path, a.kind, a.user_id as by, a.uploaded_at is not null as "isStored"
         from public.archives a order by a.path`,
    )) as unknown as Archive[]
    return world
  }

  /** A statement of the owner; what it writes stays. */
  sql: Query = (statement, values) => this.db.query(statement, values)

  /** Works as the owner in a transaction of which nothing stays but the answer. */
  async undone<T>(work: (query: Query) => Promise<T>): Promise<T> {
    let done: { answer: T } | undefined
    await this.db
      .transaction(async (query) => {
        done = { answer: await work(query) }
        throw new Undone()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error
      })
    if (done === undefined) throw new Error('nothing was done')
    return done.answer
  }

  /**
   * Tries statements as somebody, each by itself and undone. `before`: what the owner does first, undone as well.
   * `isWatched`: also whether each one changed a row of any table.
   */
  async attempt(
    subject: Subject,
    statements: readonly string[],
    { isWatched = false, before = [] }: { isWatched?: boolean; before?: readonly string[] } = {},
  ): Promise<Outcome[]> {
    const claims = subject.id === null ? '' : JSON.stringify({ sub: subject.id, role: subject.as })
    return this.undone(async (query) => {
      for (const statement of before) await query(statement)
      await query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
        subject.as,
        claims,
      ])
      const rows = await query(
        `with was as materialized (select case when $2 then rights.state() end as state)
         select jsonb_agg(rights.attempt(s.text, (select state from was)) order by s.n) as outcomes
           from jsonb_array_elements_text($1::jsonb) with ordinality s (text, n)`,
        [JSON.stringify(statements), isWatched],
      )
      return (rows[0]?.['outcomes'] ?? []) as Outcome[]
    })
  }

  /** The same for one statement. */
  async try(
    subject: Subject,
    statement: string,
    options: { isWatched?: boolean; before?: readonly string[] } = {},
  ): Promise<Outcome> {
    const [outcome] = await this.attempt(subject, [statement], options)
    if (outcome === undefined) throw new Error('nothing was tried')
    return outcome
  }
}

/** How a check is run: it says each thing that is not as it should be, one after another. */
export type Check = (world: World) => AsyncGenerator<string>

/** The code of a refusal by the cloud itself, else the SQLSTATE; '' when it was no refusal. */
export const refusal = (outcome: Outcome | undefined): string =>
  outcome === undefined || !('code' in outcome)
    ? ''
    : /^[a-z_]+$/.test(outcome.message)
      ? outcome.message
      : outcome.code

/** Whether it went well, or was refused with a code that the app can explain. */
export const isKnown = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && (!('code' in outcome) || outcome.message in catalogue)

/** What was answered; null for a refusal. */
export const answer = <T>(outcome: Outcome | undefined): T | null =>
  outcome !== undefined && 'answer' in outcome ? (outcome.answer as T) : null

export const hasChanged = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && 'changed' in outcome && outcome.changed

/** Compares by content. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
