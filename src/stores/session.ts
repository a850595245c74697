import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { CloudError, type Code } from '../domain/errors.ts'
import type { Id, Me } from '../domain/model.ts'
import { currentDb } from '../db/current.ts'
import { discardRemains, type Remains, withRemains } from '../db/remains.ts'
import { readState } from '../db/store.ts'
import { unsentText } from '../db/unsentText.ts'

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
  /** Edits of people who are not signed in here any more. */
  const left = shallowRef<Remains[]>([])
  let ways: SessionWays | null = null
  const theWays = (): SessionWays => {
    // Never started: the reason is on the screen already.
    if (!ways) throw new CloudError(state.value.is === 'signed-out' ? (state.value.notice ?? 'offline') : 'offline')
    return ways
  }
  return {
    state,
    passwordAllowed,
    discordAllowed,
    left,
    connect: (given: SessionWays) => void (ways = given),
    /** Leaves for Discord's page; comes back to this one. */
    signInWithDiscord: () => theWays().signInWithDiscord(),
    /** @throws CloudError with the reason */
    signInWithPassword: (email: string, password: string) => theWays().signInWithPassword(email, password),
    /** Pushes what is unsent first; with `discardUnsent` it is thrown away instead. */
    signOut: (options: { discardUnsent: boolean }) => theWays().signOut(options),
    /** What signing out would lose. */
    unsentBeforeSignOut: async (): Promise<{ unsent: number; tray: number }> => {
      const db = currentDb()
      const { unsent, tray } = db ? await readState(db) : { unsent: 0, tray: 0 }
      return { unsent, tray }
    },
    exportLeft: async (user: Id): Promise<Blob> =>
      new Blob([await withRemains(user, unsentText)], { type: 'application/json' }),
    discardLeft: async (user: Id): Promise<void> => {
      await discardRemains(user)
      left.value = left.value.filter((one) => one.user !== user)
    },
  }
})
