import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { signIn } from '../../local/client.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { signInByMail } from '../e2e/support/app.ts'
import { cloudHead } from '../e2e/support/cloud-facts.ts'
import type { Seen } from '../e2e/support/calls.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { readReplica, rootOf } from '../e2e/support/replica.ts'
import { kib, ms, times, type Line } from './report.ts'
import { large, withDevice } from './stage.ts'
import { clickAtOnce, lockAt } from './watch-page.ts'

interface Run {
  took: number
  requests: Pick<Seen, 'url' | 'sent' | 'bytes'>[]
}

const isData = ({ call }: Seen) => call === 'rpc:sync_delta' || call === 'rpc:sync_pull'

/** From the first request for data until the app is free: verified, in Dexie, on the screen. */
const ours = (cloud: Cloud): Promise<Run> =>
  withDevice(cloud, async (device) => {
    const page = await device.open()
    await clickAtOnce(page)
    const asked = device.proxy.rule('rpc:sync_delta', { is: 'slow', ms: 0 }, 1).hit()
    await signInByMail(page, 'admin')
    await asked
    await lockAt(page, 'shown')
    const end = await lockAt(page, 'gone')
    const requests = device.proxy.seen.filter(isData)
    if (rootOf(await readReplica(page)) !== (await cloudHead(cloud)).root)
      throw new Error('the replica is not the cloud')
    return { took: end - (requests[0]?.at ?? Number.NaN), requests }
  })

/** The same requests from a bare page of the same origin: answers fetched as text and put into IndexedDB as they came. */
const floor = (cloud: Cloud, requests: Run['requests']): Promise<number> =>
  withDevice(cloud, async (device) => {
    const page = await device.open('/health')
    const { email } = demoPeople.admin
    const { accessToken } = await signIn(cloud.url, cloud.publishableKey, email, demoPassword)
    const headers = {
      apikey: cloud.publishableKey,
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    }
    return fetchAndWrite(
      page,
      headers,
      requests.map(({ url, sent }) => ({ url, sent })),
    )
  })

const fetchAndWrite = (
  page: Page,
  headers: Record<string, string>,
  requests: { url: string; sent: string }[],
): Promise<number> =>
  page.evaluate(
    async (work) => {
      const start = performance.now()
      const ask = async ({ url, sent }: { url: string; sent: string }) => {
        const answer = await fetch(url, { method: 'POST', headers: work.headers, body: sent })
        if (!answer.ok) throw new Error(`${url}: ${String(answer.status)}`)
        return answer.text()
      }
      const [first, ...rest] = work.requests
      const texts = first === undefined ? [] : [await ask(first)]
      texts.push(...(await Promise.all(rest.map(ask))))
      await new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('floor', 1)
        open.onupgradeneeded = () => open.result.createObjectStore('raw')
        open.onerror = () => reject(new Error(String(open.error)))
        open.onsuccess = () => {
          const transaction = open.result.transaction('raw', 'readwrite')
          texts.forEach((text, i) => transaction.objectStore('raw').put(text, i))
          transaction.oncomplete = () => resolve()
          transaction.onabort = () => reject(new Error(String(transaction.error)))
        }
      })
      return performance.now() - start
    },
    { headers, requests },
  )

/** First sync against the floor, in turns, so that both meet the same machine. */
export async function firstSync(cloud: Cloud, turns: number): Promise<Line[]> {
  const mine: number[] = []
  const floors: number[] = []
  let bytes = 0
  for (let turn = 0; turn < turns; turn++) {
    const run = await ours(cloud)
    mine.push(run.took)
    bytes = run.requests.reduce((sum, one) => sum + one.bytes, 0)
    floors.push(await floor(cloud, run.requests))
  }
  const [own, least] = [percentile(mine, 0.5), percentile(floors, 0.5)]
  const size = `${large.employees.toLocaleString('en')} employees / ${large.institutions.toLocaleString('en')} institutions`
  return [
    {
      what: `first sync, ${size} (median of ${String(turns)})`,
      ours: `${ms(own)}, ${kib(bytes)} on the wire`,
      against: `floor ${ms(least)}`,
      ratio: times(own / least),
    },
  ]
}
