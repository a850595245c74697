import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Cloud } from './cloud.ts'

/** Hex SHA-256 of the UTF-8 bytes, computed without the database. */
export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

const inBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The root of leaves, as docs/protocol.md §1 says. */
export const rootOf = (leaves: { key: string; hash: string }[]) =>
  sha256(
    leaves
      .filter(({ key, hash }) => hash !== '' && !key.startsWith('me:'))
      .sort((a, b) => inBytes(a.key, b.key))
      .map(({ key, hash }) => `${key} ${hash}\n`)
      .join(''),
  )

/** The hash of a ledger body that starts at 0. */
export function chainOf(institution: string, body: string): string {
  const [head = '', ...batches] = body.split('\n').slice(0, -1)
  const { period, from } = JSON.parse(head) as { period: number; from: number }
  expect(from).toBe(0)
  return batches.reduce((hash, batch) => sha256(`${hash}\n${batch}`), sha256(`${institution}:${period}`))
}

/** The hash of any leaf's body. */
export const hashOf = (key: string, body: string) =>
  key.startsWith('ledger:') ? chainOf(key.slice('ledger:'.length), body) : sha256(body)

interface Leaf {
  key: string
  version: number
  hash: string
  body_hash: string | null
  bytes: number
  built: string
  body: string
}

/** Every leaf is what the tables say, every hash what its bytes say, and the root what the leaves say. */
export async function expectRecomputable(cloud: Cloud): Promise<void> {
  const rows = (await cloud.sql(`
    select m.sync_key as key, m.version, m.data_hash as hash, b.hash as body_hash, b.bytes, x.hash as built,
           (select t.body from private.bodies_of(array[m.sync_key::text], 0) t) as body
      from sync_metadata m
      left join leaf_bodies b using (sync_key)
      left join lateral private.build_leaf(b.sync_key) x on true`)) as unknown as Leaf[]
  const control = new Map(rows.filter(({ body_hash }) => body_hash === null).map((row) => [row.key, row]))
  expect([...control.keys()].sort()).toEqual(['force_sync', 'global_version', 'min_client'])
  const leaves = rows.filter(({ body_hash }) => body_hash !== null)
  for (const leaf of leaves) {
    expect(leaf.hash, leaf.key).toBe(leaf.body_hash)
    expect(leaf.hash, `${leaf.key} as the tables have it`).toBe(leaf.built)
    if (leaf.hash === '') continue
    expect(hashOf(leaf.key, leaf.body), leaf.key).toBe(leaf.hash)
    expect(Buffer.byteLength(leaf.body), leaf.key).toBe(leaf.bytes)
  }
  const head = control.get('global_version')
  expect(rootOf(leaves)).toBe(head?.hash)
  const known = await cloud.sql('select max(version) as version, count(*) as n from heads where version > 0')
  expect(known[0]).toEqual({ version: head?.version, n: head?.version })
}
