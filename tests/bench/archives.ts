import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { signIn } from '../../local/client.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { signInByMail } from '../e2e/support/app.ts'
import { readReplica } from '../e2e/support/replica.ts'
import { ms, times, type Line } from './report.ts'
import { small, withCloud, withDevice } from './stage.ts'
import { allArchivesAt, clickAtOnce } from './watch-page.ts'

/** A week of an institution with fifty people, as the cloud stores it; `n` makes each one different. */
const document = `jsonb_build_object('schema', 2, 'kind', 'reset', 'period', n, 'employee_count', 50, 'rows',
  (select jsonb_agg(jsonb_build_object('id', md5(n || '.' || g), 'name', 'Angajatul ' || g, 'points', (g * n) % 97)) from generate_series(1, 50) g))`

const insert = `
insert into public.archives
  (institution, city, institution_name, city_name, kind, period, path, at, employees, points, sha256, bytes, body, uploaded_at)
select i.id, i.city, i.name, 'Oraș', 'reset', d.n, 'Oras/Institutia_' || d.n || '.json', now() - d.n * interval '1 hour', 50, 0,
  private.hash_of(d.body), octet_length(d.body), d.body, now()
from (select n, ${document}::text as body from generate_series(1, $1::int) n) d
join public.institutions i on i.id = ('0b020000-0000-4000-8000-' || lpad(to_hex(1 + d.n % $2::int), 12, '0'))::uuid`

interface Access {
  headers: Record<string, string>
}

async function access({ url, publishableKey: apikey }: Cloud): Promise<Access> {
  const { accessToken } = await signIn(url, apikey, demoPeople.superuser.email, demoPassword)
  return { headers: { apikey, authorization: `Bearer ${accessToken}` } }
}

/** Puts archives into the cloud and their files into storage. */
async function fill(cloud: Cloud, count: number): Promise<string[]> {
  await cloud.db(insert, [count, small.institutions])
  const rows = await cloud.db<{ path: string; body: string }>('select path, body from public.archives order by path')
  await cloud.db('update public.archives set uploaded_at = null')
  const { headers } = await access(cloud)
  for (const { path, body } of rows) {
    const answer = await fetch(`${cloud.url}/storage/v1/object/arhiva/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    })
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`)
  }
  await cloud.db('update public.archives set uploaded_at = now()')
  return rows.map(({ path }) => path)
}

/** From the first request for an archive until the device holds all of them, verified; the cloud is so many ms away. */
const ours = (cloud: Cloud, count: number, away: number): Promise<number> =>
  withDevice(cloud, async (device) => {
    const page = await device.open()
    device.proxy.rule('*', { is: 'slow', ms: away })
    await clickAtOnce(page)
    const held = allArchivesAt(page)
    await signInByMail(page, 'admin')
    const end = await held
    const asked = device.proxy.seen.filter(({ call }) => call === 'archive' || call.startsWith('rpc:archive_bod'))
    if ((await readReplica(page)).files.length !== count) throw new Error('not all archives are here')
    return end - Math.min(...asked.map(({ at }) => at))
  })

/** One request after the other, from a bare page of the same origin. */
const oneByOne = (cloud: Cloud, paths: string[], away: number): Promise<number> =>
  withDevice(cloud, async (device) => {
    const page = await device.open('/health')
    device.proxy.rule('*', { is: 'slow', ms: away })
    return fetchAll(page, await access(cloud), paths)
  })

const fetchAll = (page: Page, { headers }: Access, paths: string[]): Promise<number> =>
  page.evaluate(
    async (work) => {
      const start = performance.now()
      for (const path of work.paths) {
        const answer = await fetch(`/storage/v1/object/authenticated/arhiva/${path}`, { headers: work.headers })
        if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`)
        await answer.text()
      }
      return performance.now() - start
    },
    { headers, paths },
  )

/** All archives of a device against one request after the other, on this machine and with a network between. */
export const archives = (count: number): Promise<Line[]> =>
  withCloud(small, async (cloud) => {
    const paths = await fill(cloud, count)
    const lines: Line[] = []
    for (const away of [0, 20]) {
      const least = await oneByOne(cloud, paths, away)
      const mine = await ours(cloud, count, away)
      const where = away === 0 ? '' : `, ${String(away)} ms away`
      lines.push({
        what: `${count.toLocaleString('en')} archives of ${String(small.institutions)} institutions, held and verified${where}`,
        ours: ms(mine),
        against: `one by one ${ms(least)}`,
        ratio: times(least / mine),
      })
    }
    return lines
  })
