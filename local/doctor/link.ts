import * as v from 'valibot'
import { CloudError } from '../cloud-error.ts'
import * as answers from './answers.ts'
import { Trouble } from './outcome.ts'
import type { DoctorOptions } from './options.ts'
import { type Answer, type Ask, ask, type Target } from './ask.ts'

/** A cloud, as a superuser who signed in for this and as a stranger who only has the key. */
export interface Link {
  user: string
  asPerson(request: Ask): Promise<Answer>
  asStranger(request: Ask): Promise<Answer>
  /** An RPC as the superuser. @throws Trouble when it is refused or its answer makes no sense */
  rpc<Shape extends v.GenericSchema>(name: string, args: object, shape: Shape): Promise<v.InferOutput<Shape>>
  /** Ends the session. */
  signOut(): Promise<void>
}

/**
 * Signs in and looks whether the account is a superuser's.
 *
 * @throws CloudError, one sentence for the person at the terminal
 */
export async function openLink(options: DoctorOptions): Promise<Link> {
  const { email } = options
  const key = options.key ?? (await keyOf(options))
  const session = await signIn(options, key)
  const link = makeLink(options, key, session.user.id, session.access_token)
  const leaf = await roleOf(link).catch(async (error: unknown) => {
    await link.signOut()
    throw error instanceof Trouble ? new CloudError(`${error.message}. ${fixOf(error)}`) : error
  })
  if (leaf === 'superuser') return link
  await link.signOut()
  throw new CloudError(
    leaf === null
      ? `${email} has never opened the app, so it is no superuser: docs/deploy.md says how the first owner is made`
      : `${email} is not a superuser (its role is ${leaf}): only superusers may look at all of the cloud`,
  )
}

const fixOf = ({ outcome }: Trouble): string => (outcome.is === 'ok' ? '' : outcome.fix)

function makeLink(target: Target, key: string, user: string, token: string): Link {
  const asPerson = (request: Ask) => ask(target, { apikey: key, authorization: `Bearer ${token}` }, request)
  return {
    user,
    asPerson,
    asStranger: (request) => ask(target, { apikey: key }, request),
    rpc: async (name, args, shape) => {
      const answer = await asPerson({ method: 'POST', path: `/rest/v1/rpc/${name}`, body: args })
      if (answer.status === 404) throw missing(name)
      if (answer.status >= 300)
        throw new Trouble('failed', `${name} was refused: ${answer.reason}`, helpOf(answer.status))
      const parsed = v.safeParse(shape, answer.json)
      if (parsed.success) return parsed.output
      throw new Trouble('failed', `${name} gave an answer that makes no sense`, applyHint)
    },
    signOut: async () => {
      const request: Ask = { method: 'POST', path: '/auth/v1/logout?scope=local', body: {} }
      await asPerson(request).catch((error: unknown) => {
        // A cloud that has gone meanwhile has said so in the findings; the session ends by itself.
        if (!(error instanceof Trouble)) throw error
      })
    },
  }
}

const applyHint = 'Apply the files of sql/ in order: this cloud runs others.'

const missing = (name: string) =>
  new Trouble('unknown', `this cloud knows no call ${name}: its sql/ is older than this program`, applyHint)

const helpOf = (status: number): string =>
  status >= 500 ? 'Look into the logs of the cloud for this moment, and try again.' : applyHint

/** The person's role by their own leaf, which unlike `refresh_profile` makes no profile; null without one. */
async function roleOf(link: Link): Promise<string | null> {
  const key = `me:${link.user}`
  const [leaf] = await link.rpc('sync_pull', { keys: [key] }, answers.leaves)
  return leaf === undefined ? null : v.parse(v.pipe(v.string(), v.parseJson(), answers.me), leaf.body).role
}

/** The embedded cloud tells its key to everybody; a Supabase project does not have this page. */
async function keyOf(target: Target): Promise<string> {
  const { url } = target
  const answer = await ask(target, {}, { method: 'GET', path: '/health' }).catch((error: unknown) => {
    throw silence(url, error)
  })
  const health = v.safeParse(answers.health, answer.json)
  if (health.success) return health.output.publishableKey
  throw new CloudError(
    answer.status === 503
      ? `The cloud at ${url} is still starting`
      : `${url} is not the embedded cloud: give the project's --key`,
  )
}

async function signIn(options: DoctorOptions, key: string) {
  const { url, email, password } = options
  const request: Ask = { method: 'POST', path: '/auth/v1/token?grant_type=password', body: { email, password } }
  const answer = await ask(options, { apikey: key }, request).catch((error: unknown) => {
    throw silence(url, error)
  })
  const session = v.safeParse(answers.session, answer.json)
  if (answer.status === 200 && session.success) return session.output
  if (answer.status === 401 || answer.status === 403)
    throw new CloudError(
      `${url} does not know this key: take the publishable key of this very project (${answer.reason})`,
    )
  if (answer.status === 400)
    throw new CloudError(`${email} cannot sign in at ${url} with this password (${answer.reason})`)
  throw new CloudError(`No Supabase project answers at ${url}: sign-in came to ${answer.status} (${answer.reason})`)
}

function silence(url: string, error: unknown): unknown {
  if (!(error instanceof Trouble)) return error
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
  return new CloudError(`${error.message}${isHere ? '. Start it with npm start' : ''}`)
}
