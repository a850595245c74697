/**
 * Runs tasks strictly one after the other, in the order they came. PGlite is one connection and lite opens its
 * transactions with plain BEGIN on it, so two requests handled at once would end up inside each other's transaction.
 */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** How many tasks wait or run. */
  get waiting(): number {
    return this.#waiting
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    this.#waiting++
    const result = this.#last.then(task)
    this.#last = result.then(
      () => this.#waiting--,
      () => this.#waiting--,
    )
    return result
  }
}
