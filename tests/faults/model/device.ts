import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { onlineCloud } from '../../../src/cloud/admin.ts'
import { httpCloud } from '../../../src/cloud/cloud.ts'
import type { Access } from '../../../src/cloud/http.ts'
import { openDb } from '../../../src/db/open.ts'
import type { PunctajDb } from '../../../src/db/schema.ts'
import { localStore } from '../../../src/db/store.ts'
import { runtimeOf } from '../../../src/page/runtime.ts'
import type { Tab } from '../../../src/page/tab.ts'
import type { Lock } from '../../../src/domain/lock.ts'
import type { Op } from '../../../src/domain/op.ts'
import type { Runtime } from '../../../src/stores/runtime.ts'
import type { Engine } from '../../../src/sync/ports.ts'
import { createRunner, type Runner } from '../../../src/sync/runner.ts'
import { takeTurns } from './gate.ts'
import { Locks } from './locks.ts'
import { freshLink, type Link } from './network.ts'
import type { Actor } from './scheduler.ts'
import type { World } from './world.ts'

/** A browser profile: its storage outlives its tabs. */
export class Device {
  readonly name: string
  readonly world: World
  readonly indexedDB = new IDBFactory()
  readonly locks: Locks
  readonly link: Link = freshLink()
  /** How far this device's clock is off, ms. */
  skew = 0
  user: string | null = null
  /** Counts sign-ins: what was made in an earlier one is no longer this device's. */
  session = 0
  contexts: Context[] = []

  constructor(world: World, name: string) {
    this.world = world
    this.name = name
    this.locks = new Locks(world.scheduler)
  }

  /** Opens a tab for whoever is signed in. */
  async open(): Promise<Context> {
    if (this.user === null) throw new Error('nobody is signed in')
    const db = await openDb(this.user, { indexedDB: this.indexedDB, IDBKeyRange })
    const context = new Context(this, db)
    this.contexts.push(context)
    return context
  }
}

/** A tab, or the worker: a run of the app with its own memory and its own connection. */
export class Context implements Actor {
  readonly device: Device
  readonly name: string
  readonly db: PunctajDb
  readonly engine: Engine
  readonly runner: Runner
  readonly runtime: Runtime
  /** The line of the tray that a person is about to decide. */
  deciding: string | null = null
  private fresh: Op[] = []
  dead = false
  doom: Actor['doom'] = null

  constructor(device: Device, db: PunctajDb) {
    const { world } = device
    this.device = device
    this.db = db
    this.name = `${device.name}.${String(++world.contexts)}`
    const access = this.accessTo(world, db.user)
    takeTurns(db, (work) => world.scheduler.pass(this, 'stores', () => this.watched(work)))
    this.listen()
    this.engine = {
      cloud: httpCloud(access, db.user),
      store: named(localStore(db), (label) => world.scheduler.note(`  ${this.name} ${label}`)),
      tabs: { tell: () => undefined, open: () => new Set() },
      clock: {
        now: () => this.now(),
        random: () => world.random.next(),
        wait: (ms) =>
          world.scheduler.pass(this, `waits ${String(ms)}`, () => undefined, world.scheduler.now + Math.max(0, ms)),
      },
      app: 'model',
      cancel: { current: new AbortController() },
    }
    this.runner = createRunner(this.engine)
    const online = onlineCloud(access)
    const tab = {
      db,
      runner: this.runner,
      online,
      tell: () => undefined,
      wake: () => void this.runner.hurry(),
      cancel: () => device.contexts.forEach((one) => one.runner.cancel()),
      prove: () => Promise.resolve(),
      stop: () => this.runner.stop(),
    } satisfies Tab
    this.runtime = runtimeOf(tab, 'https://cloud.test')
  }

  /** Notes what a turn has made for good, and that no edit is taken under the lock. */
  private async watched<T>(work: () => Promise<T>): Promise<T> {
    this.fresh = []
    const result = await work()
    if (this.fresh.length > 0 && ((await this.db.meta.get('lock'))?.value as Lock | undefined)?.is !== 'synced')
      this.device.world.wrong.push(`${this.name}: an edit was taken under the lock`)
    return result
  }

  /** An edit counts as made once its transaction has committed, even if the tab dies before it hears of it. */
  private listen(): void {
    const { device, db } = this
    const { world } = device
    const add = (op: Op) => {
      this.fresh.push(op)
      world.noteEdit(device, op, this.deciding !== null)
    }
    const decided = (id: string) => id === this.deciding && world.resolve(id)
    db.outbox.hook('creating', (_, row, transaction) => void transaction.on('complete', () => add(row.op)))
    db.tray.hook('deleting', (id, _, transaction) => void transaction.on('complete', () => void decided(id)))
  }

  now(): number {
    return this.device.world.scheduler.now + this.device.skew
  }

  /** As a tab does that is closed, discarded, or crashes: nothing of it runs on, nothing of it holds a lock. */
  die(): void {
    this.dead = true
    this.db.close()
    this.device.locks.forget(this)
    this.device.contexts = this.device.contexts.filter((one) => one !== this)
  }

  private accessTo({ send }: World, user: string): Access {
    return {
      url: 'https://cloud.test',
      key: 'model',
      token: () => user,
      renew: () => Promise.resolve(true),
      fetch: (input, init) => send(this, this.device.link, user, input as string, init ?? {}),
    }
  }
}

type AnyCall = (...args: unknown[]) => Promise<unknown>

/** A port that says what is called, for the trace. */
function named<T extends object>(port: T, say: (label: string) => void): T {
  const calls = Object.entries(port).map(([name, value]) => [
    name,
    typeof value === 'function' ? (...args: unknown[]) => (say(name), (value as AnyCall)(...args)) : (value as unknown),
  ])
  return Object.fromEntries(calls) as T
}
