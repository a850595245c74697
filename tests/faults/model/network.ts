import type { Answer, Asked, ModelCloud } from './cloud.ts'
import type { Random } from './random.ts'
import { acting, type Actor, type Scheduler } from './scheduler.ts'

/** What can happen to a call on its way. */
export const faults = [
  'fine',
  'request lost',
  'answer lost',
  'late',
  'doubled',
  'doubled, second answer',
  'cut off',
  'stale',
  'altered',
  'captive portal',
  'down',
  'too many',
  'token refused',
] as const
export type Fault = (typeof faults)[number]

/** A device's link: what happens to its next calls, one after the other. */
export interface Link {
  isUp: boolean
  coming: Fault[]
  /** The last poll's answer, for whoever plays it again. */
  lastPoll: Answer | null
  /** The push that is under way. */
  pushing: { actor: Actor; ops: Set<string | undefined> } | null
}

export const freshLink = (): Link => ({ isUp: true, coming: [], lastPoll: null, pushing: null })

/** What the network itself does: it delivers late, and twice. */
const wire: Actor = { name: 'network', dead: false, doom: null, die: () => undefined }
/** The cloud's own time is right. */
const server: Actor = { ...wire, name: 'cloud' }

/** What the cloud answers to a push, whether or not that arrives. */
export interface Pushed {
  before: number
  after: number
  results: { id: string; status: string }[]
}

const isPush = ({ path }: Pick<Asked, 'path'>) => path.endsWith('/sync_push')

type Send = (actor: Actor, link: Link, user: string, input: string, init: RequestInit) => Promise<Response>

/** A way to the cloud on which requests and answers each take their turn. */
export function makeNetwork(
  scheduler: Scheduler,
  cloud: ModelCloud,
  random: Random,
  onWrong: (what: string) => void,
  onPushed: (answer: Pushed) => void,
): Send {
  const deliver = async (asked: Asked) => {
    const answer = await acting.run(server, () => cloud.answer(asked))
    if (isPush(asked) && answer.status === 200) onPushed(JSON.parse(answer.text) as Pushed)
    return answer
  }
  const nobody = { url: '', ok: false }

  async function travel(actor: Actor, link: Link, asked: Asked, fault: Fault): Promise<Answer> {
    const on = (label: string) => scheduler.pass(actor, label, () => undefined)
    const name = asked.path.split('/').pop() ?? ''
    const call = () => scheduler.pass(actor, `→ ${name}`, () => deliver(asked))
    const again = () => void scheduler.pass(wire, `⇉ ${name}`, () => deliver(asked))
    const back = async (answer: Answer) => {
      await on(`← ${name} ${fault}`)
      return answer
    }
    switch (fault) {
      case 'request lost':
        await on(`✗ ${name}`)
        throw new TypeError('network')
      case 'answer lost':
        await call()
        await on(`✗← ${name}`)
        throw new TypeError('network')
      case 'late':
        again()
        await on(`⌛ ${name}`)
        throw new DOMException('took too long', 'TimeoutError')
      case 'doubled': {
        const answer = await call()
        again()
        return back(answer)
      }
      case 'doubled, second answer':
        await call()
        return back(await call())
      case 'cut off': {
        const answer = await call()
        return back({ ...answer, text: answer.text.slice(0, Math.floor(answer.text.length * random.next())) })
      }
      case 'altered':
        return back(alter(await call(), random))
      case 'stale':
        return back(asked.method === 'GET' && link.lastPoll ? link.lastPoll : await call())
      case 'captive portal':
        return back({ status: 200, text: '<html>sign in to this network</html>' })
      case 'down':
        return back({ status: 503, text: 'busy' })
      case 'too many':
        return back({ status: 429, text: '{"message":"slow down"}' })
      case 'token refused':
        return back({ status: 401, text: '{"message":"JWT expired"}' })
      case 'fine':
        return back(await call())
    }
  }

  return async (actor, link, user, input, init) => {
    const url = new URL(input)
    const asked = {
      user,
      method: init.method ?? 'GET',
      path: url.pathname,
      query: decodeURIComponent(url.search),
      body: typeof init.body === 'string' ? init.body : '',
    }
    const ops = isPush(asked) ? [...asked.body.matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id]) => id) : []
    const busy = link.pushing
    if (busy && !busy.actor.dead && ops.some((id) => busy.ops.has(id)))
      onWrong(`${actor.name} pushes what ${busy.actor.name} is pushing`)
    if (ops.length > 0) link.pushing = { actor, ops: new Set(ops) }
    const fault = link.isUp ? (link.coming.shift() ?? 'fine') : 'request lost'
    const answer = await travel(actor, link, asked, fault).finally(() => ops.length > 0 && (link.pushing = null))
    if (init.signal?.aborted) throw new DOMException('stopped', 'AbortError')
    if (asked.path.endsWith('/sync_metadata') && fault === 'fine') link.lastPoll = answer
    return {
      ...nobody,
      status: answer.status,
      ok: answer.status < 300,
      headers: new Headers(),
      body: null,
      text: () => Promise.resolve(answer.text),
    } as unknown as Response
  }
}

/** One digit of the answer becomes another: what only a hash notices, in a body above all. */
function alter(answer: Answer, random: Random): Answer {
  const found = (pattern: RegExp) => [...answer.text.matchAll(pattern)].map(({ index }) => index)
  const inBodies = found(/(?<=\\": ?)\d/g)
  const places = inBodies.length > 0 && random.chance(0.7) ? inBodies : found(/\d/g)
  if (places.length === 0) return answer
  const at = random.pick(places)
  const digit = String((Number(answer.text[at]) + 1) % 10)
  return { ...answer, text: answer.text.slice(0, at) + digit + answer.text.slice(at + 1) }
}
