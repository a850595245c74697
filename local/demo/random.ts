import { v4, v7 } from 'uuid'

/** A small seeded generator: the demo looks the same on every machine. */
export class Seeded {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number in [0, 1), by mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T
  }

  /** Each member with that probability; never nobody. */
  some<T>(list: readonly T[], probability: number): T[] {
    const chosen = list.filter(() => this.next() < probability)
    return chosen.length > 0 || list.length === 0 ? chosen : [this.pick(list)]
  }

  /** A random id for a thing. */
  id(): string {
    return v4({ random: this.#bytes() })
  }

  /** An id for an op made at that moment. */
  opId(at: number): string {
    return v7({ msecs: at, random: this.#bytes() })
  }

  #bytes(): Uint8Array {
    return Uint8Array.from({ length: 16 }, () => this.int(0, 255))
  }
}
