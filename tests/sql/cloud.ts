import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { type Database, type Engine, engines, openDatabase, type Query, type Row } from './engines.ts'
import type { Envelope, Op } from './shapes.ts'

/** Signed-in people as a test needs them. */
export type Person = { id: string; name: string }
type Permission = { city?: string; institution?: string; capability: string }
type Role = 'superuser' | 'admin' | 'user' | 'viewer'

const placeholders = (args: object) =>
  Object.keys(args)
    .map((name, index) => `${name} => $${index + 1}`)
    .join(', ')

/** What may go over the wire: objects as JSON, lists of texts as arrays. */
const bound = (value: unknown) =>
  value !== null &&
  typeof value === 'object' &&
  !(Array.isArray(value) && value.every((item) => typeof item === 'string'))
    ? JSON.stringify(value)
    : value

/** The cloud under test, as its owner and as anybody. */
export class Cloud {
  readonly db: Database
  readonly engine: Engine

  constructor(db: Database, engine: Engine) {
    this.db = db
    this.engine = engine
  }

  /** Several statements as the owner. */
  script(text: string): Promise<void> {
    return this.db.script(text)
  }

  /** One statement as the owner at the SQL editor. */
  sql(text: string, values?: unknown[]): Promise<Row[]> {
    return this.db.query(text, values)
  }

  /** Statements in one transaction, as a person (null: signed out, `anon`). */
  as<T>(person: Person | null, work: (query: Query) => Promise<T>): Promise<T> {
    return this.db.transaction(async (query) => {
      const claims = person === null ? '' : JSON.stringify({ sub: person.id, role: 'authenticated' })
      await query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
        person === null ? 'anon' : 'authenticated',
        claims,
      ])
      return work(query)
    })
  }

  /** One call, as PostgREST makes it. */
  async rpc<T>(person: Person | null, name: string, args: Record<string, unknown> = {}): Promise<T> {
    const text = `select public.${name}(${placeholders(args)}) as answer`
    const rows = await this.as(person, (query) => query(text, Object.values(args).map(bound)))
    return rows[0]?.['answer'] as T
  }

  /** Pushes ops; `{}` stands for a generated op id and the person themselves. */
  push(person: Person, ...ops: Op[]): Promise<Envelope> {
    const text = 'select public.sync_push(ops => $1, device => null, keep => null) as answer'
    return this.as(person, (query) => query(text, [JSON.stringify(ops)])).then(
      (rows) => rows[0]?.['answer'] as Envelope,
    )
  }

  async version(): Promise<number> {
    const rows = await this.sql(`select version from sync_metadata where sync_key = 'global_version'`)
    return rows[0]?.['version'] as number
  }

  /** A new signed-in person with a profile. */
  async person(
    role: Role = 'user',
    permissions: Permission[] = [],
    name = `om ${randomUUID().slice(0, 6)}`,
  ): Promise<Person> {
    const id = randomUUID()
    await this.sql('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@punctaj.test`])
    await this.sql('insert into profiles (id, name, discord_id, role) values ($1, $2, $3, $4)', [
      id,
      name,
      id.slice(0, 18),
      role,
    ])
    await this.allow({ id, name }, ...permissions)
    return { id, name }
  }

  async allow(person: Person, ...permissions: Permission[]): Promise<void> {
    for (const { city, institution, capability } of permissions)
      await this.sql('insert into permissions (user_id, city, institution, capability) values ($1, $2, $3, $4)', [
        person.id,
        city ?? null,
        institution ?? null,
        capability,
      ])
  }

  /** A city with one institution and some people who have points, made by direct SQL. */
  async place(points: number[] = [], city: string = randomUUID()): Promise<Place> {
    const institution = randomUUID()
    await this.sql('insert into cities (id, name) values ($1, $2) on conflict do nothing', [
      city,
      `Oraș ${city.slice(0, 6)}`,
    ])
    await this.sql(`insert into institutions (id, city, name, ranks) values ($1, $2, $3, '{"1": "Ofițer"}')`, [
      institution,
      city,
      `Poliție ${institution.slice(0, 6)}`,
    ])
    const employees = points.map(() => randomUUID()).sort()
    for (const [index, employee] of employees.entries())
      await this.sql('insert into employees (id, institution, name, points) values ($1, $2, $3, $4)', [
        employee,
        institution,
        `Om ${index}`,
        points[index],
      ])
    return { city, institution, employees }
  }
}

/** A city, one institution in it, and its people. */
export interface Place {
  city: string
  institution: string
  employees: string[]
}

/** The same suite on every engine, each with a cloud of its own. */
export function describeCloud(
  name: string,
  suite: (cloud: () => Cloud) => void,
  { on = engines, atOnce = false }: { on?: Engine[]; atOnce?: boolean } = {},
): void {
  describe.each(on)(`${name} (%s)`, (engine) => {
    let cloud: Cloud | undefined
    beforeAll(async () => {
      cloud = new Cloud(await openDatabase(engine, atOnce), engine)
    })
    afterAll(() => cloud?.db.close())
    suite(() => {
      if (cloud === undefined) throw new Error('the cloud is made before the tests')
      return cloud
    })
  })
}
