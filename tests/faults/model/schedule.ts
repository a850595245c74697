import { createHash } from 'node:crypto'
import { vi } from 'vitest'
import { forget } from '../../../src/db/memory.ts'
import { type Action, perform } from './actions.ts'
import type { ModelCloud } from './cloud.ts'
import { Context } from './device.ts'
import { heal, judge } from './invariants.ts'
import { Random } from './random.ts'
import { acting } from './scheduler.ts'
import { enter } from './session.ts'
import { everybody, people, World } from './world.ts'

const start = Date.UTC(2026, 10, 16, 8)
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** One city, two institutions, three people each, three members: what every schedule begins with. */
export async function prepareCloud(cloud: ModelCloud): Promise<void> {
  for (const [name, user] of Object.entries(people)) {
    const role = name === 'owner' ? 'superuser' : 'user'
    await cloud.sql('insert into auth.users (id, email) values ($1, $2)', [user, `${name}@cloud.test`])
    await cloud.sql('insert into profiles (id, name, discord_id, role) values ($1, $2, $3, $4)', [
      user,
      name,
      name,
      role,
    ])
  }
  await cloud.sql(`insert into cities (id, name) values ($1, 'Iași')`, [id(1)])
  for (const [n, name] of [
    [2, 'Poliția'],
    [3, 'Spital'],
  ] as const) {
    const columns = JSON.stringify(['CNP'])
    await cloud.sql(
      `insert into institutions (id, city, name, ranks, columns) values ($1, $2, $3, '{"1": "Agent"}', $4)`,
      [id(n), id(1), name, columns],
    )
    for (const person of [1, 2, 3]) {
      await cloud.sql('insert into employees (id, institution, name, rank) values ($1, $2, $3, 1)', [
        id(n * 10 + person),
        id(n),
        `Om ${String(n)}${String(person)}`,
      ])
    }
  }
  const all = ['view', 'edit', 'score', 'reset', 'delete']
  for (const [user, institution, capabilities] of [
    [people.leader, null, all],
    [people.helper, id(3), ['view', 'score']],
  ] as const) {
    for (const capability of capabilities) {
      await cloud.sql('insert into permissions (user_id, institution, capability) values ($1, $2, $3)', [
        user,
        institution,
        capability,
      ])
    }
  }
  await cloud.save('fresh')
}

/** Everything that is not decided by the seed is taken away from the platform, for good: a spy would remember every call. */
export function tame(): void {
  console.warn = () => undefined
  // Faults are part of the play here, and nobody reads their stacks.
  Error.stackTraceLimit = 0
  let random = new Random(1)
  tamed.reseed = (seed) => void (random = new Random(seed))
  vi.stubGlobal('navigator', {
    locks: {
      request: (name: string, options: object, work: (lock: object | null) => unknown) => {
        const actor = acting.getStore()
        if (!(actor instanceof Context)) throw new Error('nobody asks for a lock')
        return actor.device.locks.request(name, options, work)
      },
    },
  })
  const real = Date.now.bind(Date)
  Date.now = () => {
    const actor = acting.getStore()
    if (actor instanceof Context) return actor.now()
    return tamed.world?.scheduler.now ?? real()
  }
  crypto.subtle.digest = (_, data) => {
    const hash = createHash('sha256')
      .update(data as Uint8Array)
      .digest()
    return Promise.resolve(hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.byteLength))
  }
  crypto.randomUUID = () => {
    const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}

export const tamed: { world: World | null; reseed: (seed: number) => void } = {
  world: null,
  reseed: () => undefined,
}

export interface Outcome {
  wrong: string[]
  trace: string[]
  edits: number
}

/** Runs one schedule to its end: what happens, the healing, and the judgement. */
export async function runSchedule(cloud: ModelCloud, seed: number, actions: Action[]): Promise<Outcome> {
  await cloud.restore('fresh')
  tamed.reseed(seed)
  forget()
  const world = new World(cloud, seed, start)
  tamed.world = world
  try {
    // All have what there is, so that what happens next happens to something.
    for (const [index, device] of world.devices.entries()) {
      await enter(device, index === 0 ? 'owner' : world.random.pick(everybody))
      const first = device.contexts[0]
      if (first) world.scheduler.begin(first, () => first.runner.hurry())
    }
    await world.scheduler.run()
    for (const action of actions) {
      await perform(world, action)
      await world.scheduler.run(action.then)
    }
    await heal(world)
    const wrong = await judge(world)
    return { wrong, trace: world.scheduler.trace, edits: world.edits.size }
  } finally {
    tamed.world = null
    for (const { contexts } of world.devices) for (const context of [...contexts]) context.die()
  }
}
