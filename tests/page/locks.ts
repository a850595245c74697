import { vi } from 'vitest'

type Work = (lock: { name: string } | null) => unknown
interface Holding {
  name: string
  clientId: string
  lost: (error: Error) => void
}

/** The part of Web Locks that this app uses, for the tabs of one browser: Node has none before its version 24. */
export class Locks {
  private holding: Holding[] = []
  private readonly waiting: (() => void)[] = []

  /** As one tab sees it. */
  of(clientId: string): Pick<LockManager, 'request' | 'query'> {
    const request = (name: string, ...rest: unknown[]) => {
      const work = rest.at(-1) as Work
      const { ifAvailable = false, steal = false } = (rest.length > 1 ? rest[0] : {}) as LockOptions
      return this.request(clientId, name, { ifAvailable, steal }, work)
    }
    const query = async () => ({ held: this.holding.map(({ name, clientId: id }) => ({ name, clientId: id })) })
    return { request, query } as Pick<LockManager, 'request' | 'query'>
  }

  /** Whose a lock is. */
  holder = (name: string): string | undefined => this.holding.find((one) => one.name === name)?.clientId

  private async request(
    clientId: string,
    name: string,
    { ifAvailable, steal }: { ifAvailable: boolean; steal: boolean },
    work: Work,
  ): Promise<unknown> {
    if (steal) this.holding.find((one) => one.name === name)?.lost(new DOMException('stolen', 'AbortError'))
    while (this.holder(name) !== undefined) {
      if (ifAvailable) return work(null)
      await new Promise<void>((go) => this.waiting.push(go))
    }
    return new Promise((resolve, reject) => {
      const mine: Holding = { name, clientId, lost: (error) => (end(), reject(error)) }
      const end = () => {
        this.holding = this.holding.filter((one) => one !== mine)
        for (const go of this.waiting.splice(0)) go()
      }
      this.holding.push(mine)
      Promise.resolve(work({ name })).finally(end).then(resolve, reject)
    })
  }
}

/** Gives this process the locks of one tab. */
export const beTab = (locks: Locks, clientId = 'here'): void =>
  void vi.stubGlobal('navigator', { locks: locks.of(clientId) })
