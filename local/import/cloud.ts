import * as v from 'valibot'
import { catalogue } from '../../src/domain/catalogue.ts'
import { isCode } from '../../src/domain/errors.ts'
import { type Session, signIn } from '../client.ts'
import * as answers from './answers.ts'
import { ImportFailure } from './failure.ts'
import type { ImportOptions } from './options.ts'

/** The cloud as one signed-in superuser. Every method rejects with an ImportFailure. */
export interface ImportCloud {
  user: string
  rpc<Shape extends v.GenericSchema>(name: string, args: object, shape: Shape): Promise<v.InferOutput<Shape>>
  /** An object that is there stays as it is; `download` tells its text. */
  upload(path: string, body: string): Promise<'stored' | 'exists'>
  download(path: string): Promise<string>
}

const patience = 60_000

/** Signs in and checks that the account may import. */
export async function openCloud({ url, key, email, password }: ImportOptions): Promise<ImportCloud> {
  const apikey = key ?? (await keyOf(url))
  const enter = () =>
    signIn(url, apikey, email, password).catch((error: unknown) => {
      throw new ImportFailure(`${(error as Error).message} (${email} at ${url})`)
    })
  const cloud = new HttpCloud(url, apikey, await enter(), enter)
  const me = await cloud.rpc('refresh_profile', {}, answers.me)
  if (me.role !== 'superuser') throw new ImportFailure(`${email} is not a superuser: only superusers import`)
  return cloud
}

/** The embedded cloud tells its key to everybody; a Supabase project does not have this page. */
async function keyOf(url: string): Promise<string> {
  const response = await send(`${url}/health`, {})
  const answer = v.safeParse(answers.health, await response.json().catch(() => null))
  if (answer.success) return answer.output.publishableKey
  throw new ImportFailure(
    response.status === 503
      ? `The cloud at ${url} is still starting`
      : `${url} is not the embedded cloud: give the project's --key`,
  )
}

class HttpCloud implements ImportCloud {
  readonly #url: string
  readonly #key: string
  #session: Session
  readonly #enter: () => Promise<Session>

  constructor(url: string, key: string, session: Session, enter: () => Promise<Session>) {
    this.#url = url
    this.#key = key
    this.#session = session
    this.#enter = enter
  }

  get user(): string {
    return this.#session.userId
  }

  async rpc<Shape extends v.GenericSchema>(name: string, args: object, shape: Shape): Promise<v.InferOutput<Shape>> {
    const response = await this.#call(`/rest/v1/rpc/${name}`, 'POST', JSON.stringify(args))
    if (!response.ok) throw await refusal(name, response)
    const answer = v.safeParse(shape, await response.json().catch(() => null))
    if (answer.success) return answer.output
    throw new ImportFailure(`${name}: the cloud gave an answer that makes no sense (${answer.issues[0].message})`)
  }

  async upload(path: string, body: string): Promise<'stored' | 'exists'> {
    const response = await this.#call(`/storage/v1/object/arhiva/${path}`, 'POST', body)
    if (response.ok) return 'stored'
    const answer = await response.clone().text()
    if (response.status === 409 || answer.includes('"409"') || answer.includes('Duplicate')) return 'exists'
    throw await refusal(`upload of ${path}`, response)
  }

  async download(path: string): Promise<string> {
    const response = await this.#call(`/storage/v1/object/authenticated/arhiva/${path}`, 'GET')
    if (!response.ok) throw await refusal(`download of ${path}`, response)
    return response.text()
  }

  async #call(path: string, method: string, body?: string, again = true): Promise<Response> {
    const response = await send(this.#url + path, {
      method,
      headers: {
        apikey: this.#key,
        authorization: `Bearer ${this.#session.accessToken}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body }),
    })
    if (response.status !== 401 || !again) return response
    // A token lives an hour; an import of years may take longer.
    this.#session = await this.#enter()
    return this.#call(path, method, body, false)
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(patience) })
  } catch (error) {
    if ((error as Error).name === 'TimeoutError')
      throw new ImportFailure(`${new URL(url).origin} did not answer within a minute`)
    const { origin, hostname } = new URL(url)
    const hint = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? '. Start it with npm start' : ''
    throw new ImportFailure(`No cloud answers at ${origin}${hint}`)
  }
}

async function refusal(what: string, response: Response): Promise<ImportFailure> {
  const answer = v.safeParse(v.object({ message: v.string() }), await response.json().catch(() => null))
  const message = answer.success ? answer.output.message : ''
  return new ImportFailure(
    `${what}: ${isCode(message) ? catalogue[message].en.why : message || 'refused'} (${response.status})`,
  )
}
