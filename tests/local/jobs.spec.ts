import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { type JobClock, machineClock, scheduleJobs } from '../../local/jobs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

/** A clock that stands until a test moves it. */
class TestClock implements JobClock {
  at: number
  private task: (() => void) | null = null
  hours: number[] = []

  constructor(at: string) {
    this.at = Date.parse(at)
  }

  now = (): number => this.at

  every = (ms: number, task: () => void): (() => void) => {
    this.hours.push(ms)
    this.task = task
    return () => void (this.task = null)
  }

  get runs(): boolean {
    return this.task !== null
  }

  pass(hours: number): void {
    for (let hour = 0; hour < hours; hour++) {
      this.at += 3_600_000
      this.task?.()
    }
  }
}

let cloud: Cloud | undefined
afterEach(() => cloud?.stop())

const nights = () =>
  cloud?.db<{ night: string; copied: number }>('select night::text, copied from public.nights order by 1')
const makePlace = (points: number) =>
  cloud?.db(
    `with c as (insert into public.cities (name) values ('Iași') returning id),
          i as (insert into public.institutions (city, name) select id, 'Poliția' from c returning id)
     insert into public.employees (institution, name, points) select id, 'Ana', $1::int from i`,
    [points],
  )

describe('the embedded scheduler', () => {
  it('runs at the start and every hour: one night a day, over the night of 25 hours too', async () => {
    const clock = new TestClock('2026-10-24T10:00:00Z')
    cloud = await startCloud({ empty: true, clock })
    expect(clock.hours).toEqual([3_600_000])
    await makePlace(3)
    expect(await nights()).toEqual([{ night: '2026-10-24', copied: 0 }])
    clock.pass(48)
    expect(await nights()).toEqual([
      { night: '2026-10-24', copied: 0 },
      { night: '2026-10-25', copied: 1 },
      { night: '2026-10-26', copied: 0 },
    ])
    expect(await cloud.db(`select points::int from public.archives where kind = 'backup'`)).toEqual([{ points: 3 }])
    await cloud.stop()
    expect(clock.runs).toBe(false)
  })

  it('says when the jobs fail, and goes on', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const clock = new TestClock('2026-10-24T10:00:00Z')
    let runs = 0
    const end = scheduleJobs(() => (++runs === 1 ? Promise.reject(new Error('no')) : Promise.resolve()), clock)
    clock.pass(1)
    await vi.waitFor(() => expect(said).toHaveBeenCalledTimes(1))
    expect(runs).toBe(2)
    end()
    said.mockRestore()
  })

  it('keeps no process alive by the machine’s clock', () => {
    const before = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    const end = machineClock.every(3_600_000, () => undefined)
    const during = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    end()
    expect(during).toBe(before)
  })
})
