import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Code } from '../domain/errors.ts'
import type { Id, Me } from '../domain/model.ts'
import { currentDb } from '../db/current.ts'

export type SessionState =
  | { is: 'starting' }
  | { is: 'signed-out'; notice?: Code }
  | { is: 'signed-in'; user: Id; me: Me | null; email: string | null }

/** What `main.ts` gives the session: the ways in and out. */
export interface SessionWays {
  signInWithDiscord(): Promise<void>
  signInWithPassword(email: string, password: string): Promise<void>
  signOut(options: { discardUnsent: boolean }): Promise<void>
}

/** Who is signed in on this device. */
export const useSession = defineStore('session', () => {
  const state = shallowRef<SessionState>({ is: 'starting' })
  const passwordAllowed = ref(false)
  const discordAllowed = ref(true)
  let ways: SessionWays | null = null
  const theWays = (): SessionWays => {
    if (!ways) throw new Error('not connected')
    return ways
  }
  return {
    state,
    passwordAllowed,
    discordAllowed,
    connect: (given: SessionWays) => void (ways = given),
    /** Leaves for Discord's page; comes back to this one. */
    signInWithDiscord: () => theWays().signInWithDiscord(),
    /** @throws CloudError with the reason */
    signInWithPassword: (email: string, password: string) => theWays().signInWithPassword(email, password),
    /** Pushes what is unsent first; with `discardUnsent` it is thrown away instead. */
    signOut: (options: { discardUnsent: boolean }) => theWays().signOut(options),
    unsentBeforeSignOut: async (): Promise<number> => {
      const db = currentDb()
      return db
        ? (await db.outbox
            .where('seq')
            .above(0)
            .filter((row) => row.state === 'unsent')
            .count()) + (await db.tray.count())
        : 0
    },
  }
})
