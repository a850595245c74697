import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { mailKinds } from '../../src/domain/mailChoice.ts'
import { describeCloud, type Person } from './cloud.ts'
import { type Claimed, Worker } from './mailWorker.ts'

describeCloud('mail', (cloud) => {
  const choose = (person: Person, kinds: string[], locale = 'ro') =>
    cloud().rpc(person, 'mail_choice_set', { kinds, locale })
  let worker: Worker

  beforeEach(() => {
    worker = new Worker(cloud())
  })

  it('is the worker’s alone: no person may call, whatever their role', async () => {
    const boss = await cloud().person('superuser')
    const done = { delivery: randomUUID(), attempt: 1, outcome: 'sent' }
    for (const who of [boss, null]) {
      await expect(cloud().rpc(who, 'mail_spread')).rejects.toThrow('permission denied')
      await expect(cloud().rpc(who, 'mail_claim')).rejects.toThrow('permission denied')
      await expect(cloud().rpc(who, 'mail_done', done)).rejects.toThrow('permission denied')
    }
    const posing = cloud().db.transaction(async (query) => {
      await query(`select set_config('role', 'service_role', true), set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify({ sub: boss.id }),
      ])
      await query('select public.mail_claim()')
    })
    await expect(posing).rejects.toThrow('denied')
  })

  it('is chosen by admins, each for themselves', async () => {
    const [admin, user] = [await cloud().person('admin'), await cloud().person('user')]
    const all = [...mailKinds]
    const mine = { address: `${admin.id}@punctaj.test`, kinds: all, locale: 'ro' }
    expect(await cloud().rpc(admin, 'mail_choice_get')).toMatchObject(mine)
    expect(await choose(admin, ['member_waiting', 'reset', 'reset'], 'en')).toMatchObject({
      ...mine,
      kinds: ['reset', 'member_waiting'],
      locale: 'en',
    })
    expect(await choose(admin, [])).toMatchObject({ kinds: [], locale: 'ro' })
    expect(await cloud().rpc(admin, 'mail_choice_get')).toMatchObject({ kinds: [] })
    await expect(choose(admin, ['everything'])).rejects.toThrow('bad_op')
    await expect(choose(admin, ['reset'], 'de')).rejects.toThrow('bad_op')
    await expect(cloud().rpc(admin, 'mail_choice_set', { kinds: null, locale: 'ro' })).rejects.toThrow('bad_op')
    await expect(choose(user, [])).rejects.toThrow('denied')
    await expect(cloud().rpc(user, 'mail_choice_get')).rejects.toThrow('denied')
  })

  it('says whether anybody sends it', async () => {
    const admin = await cloud().person('admin')
    await cloud().sql('update settings set mail_at = null')
    expect(await cloud().rpc(admin, 'mail_choice_get')).toMatchObject({ running: false })
    await worker.spread()
    expect(await cloud().rpc(admin, 'mail_choice_get')).toMatchObject({ running: true })
    await cloud().sql(`update settings set mail_at = now() - interval '20 minutes'`)
    expect(await cloud().rpc(admin, 'mail_choice_get')).toMatchObject({ running: false })
  })
})

describeCloud(
  'mail of two workers',
  (cloud) => {
    it('is claimed by one of them, and the other does not wait', async () => {
      await cloud().person('admin')
      await cloud().sql(`insert into notifications (kind) values ('reset')`)
      const worker = new Worker(cloud())
      await worker.spread()
      const [first, second] = await cloud().db.transaction(async (query) => {
        const [row] = await query('select public.mail_claim() as answer')
        return [row?.['answer'] as Claimed | null, await worker.claim()]
      })
      expect(first).not.toBeNull()
      expect(second).toBeNull()
    })

    it('is spread and sent once, however many work at it', async () => {
      const admins = await Promise.all(Array.from({ length: 5 }, () => cloud().person('admin')))
      const sent: string[] = []
      let isOver = false
      const work = async (worker = new Worker(cloud())): Promise<void> => {
        for (let idle = 0; !isOver || idle < 3; idle++) {
          await worker.spread()
          for (const mail of await worker.all()) {
            idle = 0
            sent.push(mail.id)
            await worker.done(mail, 'sent')
          }
        }
      }
      const workers = Promise.all([work(), work(), work(), work()])
      for (let n = 0; n < 20; n++) {
        await cloud().sql(`insert into notifications (kind) select unnest(array['reset', 'restore', 'force_sync'])`)
        await cloud().sql(`update mail_deliveries set done_at = done_at - interval '1 hour'`)
      }
      isOver = true
      await workers
      await cloud().sql(`update mail_deliveries set next_at = now() where state = 'waiting' and attempts = 0`)
      await work()
      expect(new Set(sent).size).toBe(sent.length)
      const [counted] = await cloud().sql(
        `select count(*) as items, count(distinct (notification, user_id)) as pairs from mail_items
        where user_id = any ($1)`,
        [admins.map(({ id }) => id)],
      )
      expect(counted).toMatchObject({ items: 60 * 5, pairs: 60 * 5 })
      expect(
        await cloud().sql(`select distinct state from mail_deliveries d where user_id = any ($1)`, [
          admins.map(({ id }) => id),
        ]),
      ).toEqual([{ state: 'sent' }])
    })
  },
  { on: ['PostgreSQL'] },
)
