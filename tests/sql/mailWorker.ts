import type { Cloud } from './cloud.ts'

/** One mail as it is claimed. */
export interface Claimed {
  id: string
  attempt: number
  kind: string
  to: string
  locale: string
  zone: string
  count: number
  lines: Record<string, unknown>[]
}

/** The worker's calls, as its key makes them. */
export class Worker {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }

  private call<T>(text: string, values: unknown[] = []): Promise<T> {
    return this.cloud.db.transaction(async (query) => {
      await query(`select set_config('role', 'service_role', true)`)
      return (await query(`select public.${text} as answer`, values))[0]?.['answer'] as T
    })
  }
  spread = () => this.call('mail_spread()')
  claim = (lease = 300) => this.call<Claimed | null>('mail_claim($1)', [lease])
  done = ({ id, attempt }: Claimed, outcome: string, error = '') =>
    this.call<{ state: string }>('mail_done($1, $2, $3, $4)', [id, attempt, outcome, error])

  /** Everything that is due, each claimed once. */
  async all(): Promise<Claimed[]> {
    const found: Claimed[] = []
    for (let one = await this.claim(); one !== null; one = await this.claim()) found.push(one)
    return found
  }
  async claimed(): Promise<Claimed> {
    const one = await this.claim()
    if (one === null) throw new Error('nothing is due')
    return one
  }
}
