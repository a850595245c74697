import { expect } from '@playwright/test'
import type { Cloud } from '../../../local/cloud.ts'
import type { TestCloud } from './test.ts'

/** What the cloud itself says, asked as its owner. */

/** Version and root. */
export async function cloudHead({ db }: Cloud): Promise<{ version: number; root: string }> {
  const [row] = await db<{ version: string | number; root: string }>(
    `select version, data_hash as root from public.sync_metadata where sync_key = 'global_version'`,
  )
  return { version: Number(row?.version), root: row?.root ?? '' }
}

export async function cloudPoints({ db }: Cloud, employee: string): Promise<number> {
  const [row] = await db<{ points: number }>('select points from public.employees where id = $1', [employee])
  return Number(row?.points)
}

/** Gives points at the cloud itself, as somebody else's device would. Resolves when the change is sealed. */
export async function awardAtCloud({ db }: Cloud, employee: string, delta: number): Promise<void> {
  await db('update public.employees set points = points + $2::int where id = $1', [employee, delta])
}

export interface LogLine {
  type: string
  status: string
  items: number
  error: string | null
  user: string
}

export const syncLog = ({ db, logStart }: TestCloud): Promise<LogLine[]> =>
  db(
    `select sync_type as type, status, items_synced as items, error_message as error, user_id as user
      from public.sync_log where id > $1 order by id`,
    [logStart],
  )

/** Waits until the cloud holds so many points for an employee. */
export const expectCloudPoints = (cloud: Cloud, employee: string, points: number): Promise<void> =>
  expect.poll(() => cloudPoints(cloud, employee), { message: 'points at the cloud' }).toBe(points)
