import * as v from 'valibot'
import * as answers from '../answers.ts'
import type { Check } from '../check.ts'
import { failed, ok } from '../outcome.ts'

/** People sign in with Discord. */
export const discordSignIn: Check = {
  name: 'Discord Sign-in',
  async run({ link }) {
    const answer = await link.asStranger({ method: 'GET', path: '/auth/v1/settings' })
    const settings = v.safeParse(answers.settings, answer.json)
    if (!settings.success) return failed(`the settings of sign-in cannot be read: ${answer.reason}`, switchOn)
    return settings.output.external.discord ? ok('Discord is switched on') : failed('Discord is switched off', switchOn)
  },
}

const switchOn =
  'Authentication → Sign In / Providers → Discord: switch it on, with the client id and secret of your Discord application (docs/deploy.md).'

/** Tokens are judged by the cloud's clock; times on screens are this machine's. */
const mostSkew = 30_000
const tries = 3

/** This machine's clock is the cloud's. */
export const clockSkew: Check = {
  name: 'Clock',
  async run({ link, clock }) {
    let best = { skew: 0, trip: Infinity }
    for (let n = 0; n < tries; n++) {
      const begun = clock()
      const { now } = await link.rpc('sync_delta', { keep: [], budget: 0 }, answers.delta)
      const trip = clock() - begun
      if (trip < best.trip) best = { skew: Math.round(now - begun - trip / 2), trip }
    }
    const seconds = (Math.abs(best.skew) / 1000).toFixed(1)
    const seen = `this machine is ${seconds} s ${best.skew > 0 ? 'behind' : 'ahead of'} the cloud`
    return Math.abs(best.skew) <= mostSkew ? ok(seen) : failed(seen, setClocks)
  },
}

const setClocks =
  'Let both machines take their time from the network (NTP). A self-hosted cloud: look at the clock of its host, too.'
