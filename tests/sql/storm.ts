import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Cloud, Person } from './cloud.ts'
import { hashOf, rootOf } from './recompute.ts'
import { add, type Delta, type Envelope, op, type Op } from './shapes.ts'

const pick = <T>(list: T[]): T => list[Math.floor(Math.random() * list.length)] as T

/** Many clients at once, each doing at random what people, owners and devices do. */
export class Storm {
  readonly people: Person[] = []
  readonly told = new Map<string, number>()
  readonly counts: Record<string, number> = {}
  readonly versions = new Set<number>()
  readonly cloud: Cloud
  users: Person[] = []

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }

  async prepare(): Promise<void> {
    for (let n = 0; n < 4; n++) this.people.push(await this.cloud.person(n === 0 ? 'superuser' : 'admin'))
    for (let n = 0; n < 3; n++) this.users.push(await this.cloud.person('user'))
    for (let n = 0; n < 3; n++) {
      const { city } = await this.cloud.place([0, 0, 0, 0])
      await this.cloud.place([0, 0, 0], city)
    }
  }

  /** Works until the time is up. Any error ends the test. */
  async client(until: number): Promise<void> {
    const kinds = [
      ...Array<() => Promise<void>>(10).fill(() => this.award()),
      () => this.undo(),
      () => this.move(),
      () => this.reset(),
      () => this.restore(),
      () => this.replaceCity(),
      () => this.permit(),
      () => this.cascade(),
      () => this.directly(),
      () => this.look(),
    ]
    while (Date.now() < until) await pick(kinds)()
  }

  #done(kind: string, envelope?: Envelope): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    if (envelope === undefined) return
    const applied = envelope.results.some(({ status }) => status === 'applied')
    expect(envelope.after - envelope.before, kind).toBe(applied ? 1 : 0)
    if (!applied) return
    expect(this.versions.has(envelope.after), `version ${envelope.after} twice`).toBe(false)
    this.versions.add(envelope.after)
    for (const { id, effective } of envelope.results)
      if (effective)
        this.told.set(
          id,
          Object.values(effective).reduce((sum, value) => sum + value, 0),
        )
  }

  async #push(kind: string, person: Person, ...ops: Op[]): Promise<void> {
    this.#done(kind, await this.cloud.push(person, ...ops))
  }

  /** A live institution with its period, city and people, as a device would know it: perhaps outdated when used. */
  async #somewhere() {
    const rows = await this.cloud.sql(
      `select i.id as institution, i.period, i.city, coalesce(array_agg(e.id::text) filter (where e.id is not null), '{}') as employees
         from institutions i left join employees e on e.institution = i.id where i.name not like 'victim%'
        group by i.id order by random() limit 1`,
    )
    return rows[0] as { institution: string; period: number; city: string; employees: string[] } | undefined
  }

  async award(): Promise<void> {
    const place = await this.#somewhere()
    if (!place?.employees.length) return
    const person = pick(this.people)
    const delta = pick([-3, -1, 1, 2, 5])
    await this.#push(
      'award',
      person,
      add(person, place, delta, { period: place.period }),
      add(person, place, 1, { period: place.period }),
    )
  }

  async undo(): Promise<void> {
    const [entry] = await this.cloud.sql(
      `select op, institution, period from point_entries where kind in ('add', 'undo') order by random() limit 1`,
    )
    if (entry === undefined) return
    const person = pick(this.people)
    await this.#push(
      'undo',
      person,
      op(person, 'points.undo', { institution: entry['institution'], period: entry['period'], target: entry['op'] }),
    )
  }

  async move(): Promise<void> {
    const [from, to] = [await this.#somewhere(), await this.#somewhere()]
    if (!from || !to || from.employees.length === 0) return
    const employee = pick(from.employees)
    const [row] = await this.cloud.sql('select rev from employees where id = $1', [employee])
    const person = pick(this.people)
    const fields = { institution: from.institution, employee, to: to.institution, seen: row?.['rev'] ?? 0, after: [] }
    await this.#push('move', person, op(person, 'employee.move', fields))
  }

  async reset(): Promise<void> {
    const place = await this.#somewhere()
    if (!place) return
    const args = { op: randomUUID(), institution: place.institution, expected_period: place.period }
    this.#done('reset', await this.cloud.rpc<Envelope>(pick(this.people), 'reset_points', args))
  }

  async restore(): Promise<void> {
    const [row] = await this.cloud.sql(
      `select a.id, i.period from archives a join institutions i on i.id = a.institution order by random() limit 1`,
    )
    if (row === undefined) return
    const args = { op: randomUUID(), archive: row['id'], expected_period: row['period'], replace: Math.random() < 0.3 }
    this.#done('restore', await this.cloud.rpc<Envelope>(pick(this.people), 'restore_archive', args))
  }

  /** Deletes a city as a person does, and founds another one. */
  async replaceCity(): Promise<void> {
    const place = await this.#somewhere()
    if (!place) return
    const seen = (await this.cloud.sql('select id from institutions where city = $1', [place.city])).map(({ id }) => id)
    const person = pick(this.people)
    const [city, institution] = [randomUUID(), randomUUID()]
    const create = () => op(person, 'employee.create', { institution, employee: randomUUID(), name: 'Nou', points: 2 })
    await this.#push(
      'city',
      person,
      op(person, 'city.delete', { city: place.city, seen }),
      op(person, 'city.create', { city, name: `Oraș ${city}` }),
      op(person, 'institution.create', { institution, city, name: 'Gardă' }),
      create(),
      create(),
      create(),
    )
  }

  async permit(): Promise<void> {
    const user = pick(this.users)
    const capability = pick(['view', 'edit', 'score', 'reset', 'delete'])
    await this.cloud.rpc(pick(this.people.slice(0, 1)), 'set_permissions', { target: user.id, rows: [{ capability }] })
    this.#done('permissions')
  }

  /** The owner at the SQL editor makes a city with everything in it, and drops it. */
  async cascade(): Promise<void> {
    const city = randomUUID()
    await this.cloud.db.transaction(async (query) => {
      const values = [city]
      await query('insert into cities (id, name) values ($1, $2)', [city, city])
      await query(`insert into institutions (city, name) select $1, 'victim' || g from generate_series(1, 3) g`, values)
      await query(
        `insert into employees (institution, name) select i.id, 'N' from institutions i where i.city = $1`,
        values,
      )
      await query(
        `insert into point_entries (institution, period, employee, delta, effective)
         select e.institution, 1, e.id, 0, 0 from employees e join institutions i on i.id = e.institution where i.city = $1`,
        values,
      )
    })
    await this.cloud.sql('delete from cities where id = $1', [city])
    this.#done('cascade')
    this.#done('cascade')
  }

  /** Direct writes in the order that would deadlock, were the head not locked first. */
  async directly(): Promise<void> {
    await this.cloud.db.transaction(async (query) => {
      for (const table of pick([
        ['employees', 'institutions'],
        ['institutions', 'employees'],
      ])) {
        const column = table === 'employees' ? 'discord' : 'ranks'
        const value =
          table === 'employees'
            ? `left(md5(random()::text), 8)`
            : `jsonb_build_object('1', left(md5(random()::text), 8))`
        await query(
          `update ${table} set ${column} = ${value} where id in (select id from ${table} order by random() limit 3)`,
        )
      }
    })
    this.#done('direct')
  }

  /** What a device downloads at any moment is one snapshot: all hashes fit. */
  async look(): Promise<void> {
    const delta = await this.cloud.rpc<Delta>(pick(this.people), 'sync_delta', { budget: 8_000_000 })
    for (const { key, hash } of delta.entries) {
      const body = delta.bodies[key]
      if (body !== undefined) expect(hashOf(key, body), key).toBe(hash)
    }
    expect(rootOf(delta.entries)).toBe(delta.root)
    expect(delta.view_root).toBe(delta.root)
    this.#done('look')
  }
}
