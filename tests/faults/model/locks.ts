import { acting, type Actor, type Scheduler } from './scheduler.ts'

interface Request {
  actor: Actor
  grant(): void
}

type Work = (lock: object | null) => unknown

/** The Web Locks of one device: of the contexts there, one holds a name, and a dead one holds nothing. */
export class Locks {
  private readonly held = new Map<string, Actor>()
  private readonly queues = new Map<string, Request[]>()
  private readonly scheduler: Scheduler

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
  }

  /** As `navigator.locks.request`, for whoever is acting. */
  async request(name: string, options: { ifAvailable?: boolean }, work: Work): Promise<unknown> {
    const actor = acting.getStore()
    if (!actor) throw new Error('nobody asks for a lock')
    if (options.ifAvailable && this.held.has(name)) return work(null)
    await this.grab(name, actor)
    await this.scheduler.pass(actor, `holds ${name}`, () => undefined)
    try {
      return await work({ name })
    } finally {
      this.release(name, actor)
    }
  }

  /** Of a dead context nothing stays. */
  forget(actor: Actor): void {
    for (const [name, queue] of this.queues) {
      this.queues.set(
        name,
        queue.filter((one) => one.actor !== actor),
      )
    }
    for (const [name, holder] of this.held) if (holder === actor) this.release(name, actor)
  }

  private grab(name: string, actor: Actor): Promise<void> | void {
    if (!this.held.has(name)) return void this.held.set(name, actor)
    return new Promise((grant) => {
      this.queues.set(name, [...(this.queues.get(name) ?? []), { actor, grant }])
    })
  }

  private release(name: string, actor: Actor): void {
    if (this.held.get(name) !== actor) return
    this.held.delete(name)
    const next = this.queues.get(name)?.shift()
    if (!next) return
    this.held.set(name, next.actor)
    next.grant()
  }
}
