import { AsyncLocalStorage } from 'node:async_hooks'
import type { Random } from './random.ts'

/** Whoever does something: a tab, the network. It may die between any two of its awaits. */
export interface Actor {
  readonly name: string
  dead: boolean
  /** Dies at its n-th gate from now on: before what it asks for is done, or after it and before it hears of it. */
  doom: { in: number; after: boolean } | null
  die(): void
}

interface Gate {
  actor: Actor
  label: string
  /** Virtual time before which a timer does not fire by itself. */
  due: number | null
  open(): Promise<void>
}

/** Who is acting; asynchronous work inherits it. */
export const acting = new AsyncLocalStorage<Actor>()

const forever = new Promise<never>(() => undefined)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Everything that takes time waits at a gate; one gate at a time opens, chosen by chance. So all that could overlap does, in an
 * order that the seed decides, and an actor can be killed at each of its awaits.
 */
export class Scheduler {
  readonly trace: string[] = []
  /** Virtual time, epoch ms: of the cloud, and of devices whose clock is right. */
  now: number
  private gates: Gate[] = []
  private readonly random: Random

  constructor(random: Random, now: number) {
    this.random = random
    this.now = now
  }

  /** Does the work when its turn comes. Never resolves for an actor that is dead by then. */
  async pass<T>(actor: Actor, label: string, work: () => Promise<T> | T, due: number | null = null): Promise<T> {
    if (actor.dead) return forever
    return new Promise<T>((resolve, reject) => {
      const open = async () => {
        const fate = this.fateOf(actor)
        if (fate === 'before') return actor.die()
        const outcome = await attempt(work)
        if (fate === 'after') return actor.die()
        if (actor.dead) return
        if ('error' in outcome)
          reject(outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error)))
        else resolve(outcome.value)
      }
      this.gates.push({ actor, label, due, open })
    })
  }

  /** Lets an actor begin something when its turn comes. What it runs into is told to a person, and nobody's loss. */
  begin(actor: Actor, work: () => Promise<unknown>): void {
    acting.run(actor, () => {
      void this.pass(actor, 'begins', () => undefined)
        .then(work)
        .catch((error: unknown) => this.note(`  ${actor.name} ${String(error)}`))
    })
  }

  get waiting(): number {
    this.gates = this.gates.filter(({ actor }) => !actor.dead)
    return this.gates.length
  }

  /** Opens up to so many gates; all of them without a number. @returns whether none is left */
  async run(most = Infinity): Promise<boolean> {
    await turn()
    for (let opened = 0; opened < most && this.waiting > 0; opened++) {
      if (opened > 20_000) throw new Error('the schedule never ends')
      await this.openOne()
    }
    return this.waiting === 0
  }

  private async openOne(): Promise<void> {
    // Timers mostly fire when nothing else is to be done.
    const ready = this.gates.filter(({ due }) => due === null || due <= this.now)
    const gate = this.random.pick(ready.length > 0 && this.random.chance(0.9) ? ready : this.gates)
    this.gates.splice(this.gates.indexOf(gate), 1)
    this.now = Math.max(this.now + 5, gate.due ?? 0)
    this.note(`${gate.actor.name} ${gate.label}`)
    await inTime(acting.run(gate.actor, gate.open), () => new Error(`hangs: ${gate.actor.name} ${gate.label}`))
    await turn()
  }

  note(line: string): void {
    this.trace.push(line)
  }

  private fateOf(actor: Actor): 'live' | 'before' | 'after' {
    if (actor.doom === null) return 'live'
    actor.doom.in -= 1
    if (actor.doom.in > 0) return 'live'
    this.note(`  ✝ ${actor.name}, ${actor.doom.after ? 'after' : 'before'} it`)
    return actor.doom.after ? 'after' : 'before'
  }
}

async function attempt<T>(work: () => Promise<T> | T): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { error }
  }
}

/** Nothing behind a gate waits for another one; what does would stop the whole model. */
async function inTime(work: Promise<void>, fault: () => Error): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(fault()), 10_000)))
  await Promise.race([work, late])
  clearTimeout(timer)
}
