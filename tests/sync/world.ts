import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { httpCloud } from '../../src/cloud/cloud.ts'
import { onlineCloud } from '../../src/cloud/admin.ts'
import type { Access } from '../../src/cloud/http.ts'
import { type Intent, mutate } from '../../src/db/mutate.ts'
import { openDb } from '../../src/db/open.ts'
import { localStore } from '../../src/db/store.ts'
import { systemClock } from '../../src/sync/clock.ts'
import { complain } from '../../src/sync/complain.ts'
import { freshMemory } from '../../src/sync/memory.ts'
import type { Engine, News } from '../../src/sync/ports.ts'
import { push } from '../../src/sync/push.ts'
import { step, tellCloud } from '../../src/sync/step.ts'

// A cloud takes seconds to start, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

export type Person = keyof typeof demoPeople

/** The real cloud: the project's SQL on PGlite behind HTTP. */
export const openCloud = (): Promise<Cloud> => startCloud({ empty: true, port: 0 })

export async function signIn(cloud: Cloud, person: Person): Promise<string> {
  const { email } = demoPeople[person]
  const response = await fetch(`${cloud.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: demoPassword }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

/** What happens to a device's calls on their way; `calls` are the paths that were asked for. */
export interface Faults {
  at: ((path: string, send: () => Promise<Response>) => Promise<Response>) | null
  calls: string[]
}

function faulty(faults: Faults, url: string, init?: RequestInit): Promise<Response> {
  const path = new URL(url).pathname.replace('/rest/v1/', '')
  faults.calls.push(path)
  const send = () => fetch(url, init)
  return faults.at ? faults.at(path, send) : send()
}

/** Changes the answers of one function; `times` of them. */
export function tamper(faults: Faults, name: string, change: (answer: never) => unknown, times = Infinity): void {
  let left = times
  faults.at = async (path, send) => {
    const response = await send()
    if (path !== `rpc/${name}` || left <= 0) return response
    left -= 1
    const changed = change((await response.json()) as never)
    return new Response(typeof changed === 'string' ? changed : JSON.stringify(changed), { status: response.status })
  }
}

/** One installation of the app: its own storage, the real engine, no timers of its own. */
export type Device = Awaited<ReturnType<typeof openDevice>>

export async function openDevice(cloud: Cloud, person: Person = 'superuser') {
  let token = await signIn(cloud, person)
  const user = demoPeople[person].id
  const indexedDB = new IDBFactory()
  const faults: Faults = { at: null, calls: [] }
  const access: Access = {
    url: cloud.url,
    key: cloud.publishableKey,
    token: () => token,
    renew: () => Promise.resolve(false),
    fetch: (input, init) => faulty(faults, input as string, init),
  }
  const db = await openDb(user, { indexedDB, IDBKeyRange })
  const news: News[] = []
  const http = httpCloud(access, user)
  const engine: Engine = {
    cloud: { ...http },
    store: localStore(db),
    tabs: { tell: (one) => void news.push(one), open: () => new Set() },
    clock: { ...systemClock },
    app: 'test',
    cancel: { current: new AbortController() },
  }
  const memory = freshMemory()
  /** What a runner does, one after the other. */
  const sync = async () => {
    if (!(await step(engine, memory, true))) return
    await push(engine, memory, true).catch(complain)
    await tellCloud(engine, memory)
  }
  return {
    db,
    access,
    faults,
    engine,
    memory,
    news,
    user,
    http,
    online: onlineCloud(access),
    /** One step of the engine; edits are pushed at once. */
    sync,
    /** The same project, restored from another backup: the device does not notice but for what it is told. */
    async moveTo(other: Cloud) {
      token = await signIn(other, person)
      Object.assign(access, { url: other.url, key: other.publishableKey })
    },
    /** A click on download, and the step that follows it. */
    async download() {
      await engine.store.lock({ is: 'clicked', at: Date.now() })
      await sync()
    },
    lock: async () => (await engine.store.state()).lock,
    mutate: (...intents: Intent[]) => mutate(db, intents),
    state: () => engine.store.state(),
    /** Another run of the app over the same storage. */
    restart: () => Object.assign(memory, freshMemory()),
  }
}

export const id = (): string => crypto.randomUUID()

/** A city with one institution and its people, made by a device and pushed. */
export async function makePlace(device: Device, name: string, people: string[] = ['Ion']) {
  const [city, institution] = [id(), id()]
  const employees = people.map(() => id())
  await device.mutate(
    { kind: 'city.create', city, name },
    { kind: 'institution.create', institution, city, name: 'Poliția', ranks: { '1': 'Ofițer' }, columns: ['CNP'] },
    ...people.map((one, place) => ({
      kind: 'employee.create' as const,
      institution,
      employee: employees[place] ?? '',
      name: one,
      discord: '',
      rank: 1,
      fields: {},
      points: 10,
    })),
  )
  await device.sync()
  return { city, institution, employees, first: employees[0] ?? '' }
}

/** Points for one person. */
export const award = (institution: string, employee: string, delta: number, period = 1): Intent => ({
  kind: 'points.add',
  institution,
  period,
  employees: [employee],
  delta,
  reason: 'test',
})
