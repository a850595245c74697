import type { Call } from './calls.ts'

/** What a misbehaving network or server does to one request. */
export type Fault =
  | { is: 'status'; status: number; body?: string }
  /** Refused by what is sent with it, or by its address: the status, or null to let it pass. */
  | { is: 'judge'; judge(sent: string, url: string): number | null }
  /** The connection is reset before the server hears of the request. */
  | { is: 'reset' }
  /** The server does its work; the answer never arrives. */
  | { is: 'lost' }
  | { is: 'slow'; ms: number }
  /** Nothing moves until the promise settles. */
  | { is: 'hold'; until: Promise<unknown> }
  /** The server does its work at once; the answer arrives when the promise settles. */
  | { is: 'late'; until: Promise<unknown> }
  /** Half of the body arrives under the length of the whole, then the connection ends. */
  | { is: 'cut' }
  /** The answer arrives whole, well formed and changed. */
  | { is: 'change'; change(body: string): string }

/** A fault for the requests of one kind, `times` of them or until removed. */
export class Rule {
  hits = 0
  readonly call: Call | '*'
  readonly fault: Fault
  private readonly times: number
  private readonly remove: (rule: Rule) => void
  private readonly waiting: { hits: number; resolve: () => void }[] = []

  constructor(call: Call | '*', fault: Fault, times: number, remove: (rule: Rule) => void) {
    this.call = call
    this.fault = fault
    this.times = times
    this.remove = remove
  }

  take(call: Call): boolean {
    if ((this.call !== '*' && this.call !== call) || this.hits >= this.times) return false
    this.hits += 1
    for (const one of this.waiting) if (one.hits <= this.hits) one.resolve()
    return true
  }

  /** Resolves when the rule has met its n-th request. */
  hit(n = 1): Promise<void> {
    return new Promise((resolve) => (this.hits >= n ? resolve() : this.waiting.push({ hits: n, resolve })))
  }

  end(): void {
    this.remove(this)
  }
}
