import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { httpCloud } from '../../src/cloud/cloud.ts'
import { onlineCloud } from '../../src/cloud/admin.ts'
import type { Access } from '../../src/cloud/http.ts'
import { type Intent, mutate } from '../../src/db/mutate.ts'
import { openDb } from '../../src/db/open.ts'
import { localStore } from '../../src/db/store.ts'
import { systemClock } from '../../src/sync/clock.ts'
import { freshMemory } from '../../src/sync/memory.ts'
import type { Engine, News } from '../../src/sync/ports.ts'
import { step } from '../../src/sync/step.ts'

export type Person = keyof typeof demoPeople

/** The real cloud: the project's SQL on PGlite behind HTTP. */
export const openCloud = (): Promise<Cloud> => startCloud({ empty: true, port: 0 })

async function signIn(cloud: Cloud, person: Person): Promise<string> {
  const { email } = demoPeople[person]
  const response = await fetch(`${cloud.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: demoPassword }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

/** One installation of the app: its own storage, the real engine, no timers of its own. */
export type Device = Awaited<ReturnType<typeof openDevice>>

export async function openDevice(cloud: Cloud, person: Person = 'superuser') {
  const token = await signIn(cloud, person)
  const user = demoPeople[person].id
  const indexedDB = new IDBFactory()
  const access: Access = {
    url: cloud.url,
    key: cloud.publishableKey,
    token: () => token,
    renew: () => Promise.resolve(false),
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
  return {
    db,
    engine,
    memory,
    news,
    user,
    http,
    online: onlineCloud(access),
    /** One step of the engine; edits are pushed at once. */
    sync: () => step(engine, memory, true),
    click: () => engine.store.lock({ is: 'clicked', at: Date.now() }),
    mutate: (...intents: Intent[]) => mutate(db, intents),
    state: () => engine.store.state(),
    /** Another run of the app over the same storage. */
    restart: () => Object.assign(memory, freshMemory()),
  }
}
