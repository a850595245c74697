import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { hashOf, sha256 } from './recompute.ts'
import { type ArchiveRow, type Delta, type Envelope, op } from './shapes.ts'

/** Any text that PostgreSQL can keep. */
const text = (maxLength: number) =>
  fc.string({ unit: 'binary', maxLength }).filter((value) => !value.includes('\0') && [...value].length <= maxLength)
const name = fc
  .oneof(
    text(40).map((value) => `ș${value}ă`),
    fc.constantFrom('"', '\\', '\u2028', '</script>', '🐎', 'S\u0326', '\u0001\t\n\r\u001f'),
  )
  .map((value) => `x${value}x`)
const person = fc.record({
  name,
  discord: text(40),
  rank: fc.option(fc.integer({ min: 0, max: 9999 })),
  fields: fc.dictionary(name, name, { maxKeys: 4 }),
  points: fc.integer({ min: 0, max: 1_000_000 }),
  reason: text(60),
})

describeCloud('any text', (cloud) => {
  it('is hashed as it is served, in rosters, ledgers, archives and the directory', async () => {
    const admin = await cloud().person('admin')
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 4 }), name, async (people, label) => {
        const { city, institution } = await cloud().place()
        const known = await cloud().rpc<Delta>(admin, 'sync_delta', { budget: 0 })
        const ids = people.map(() => randomUUID()).sort()
        const creates = people.map((fields, index) =>
          op(admin, 'employee.create', { institution, employee: ids[index], ...fields }),
        )
        const title = `${label} ${institution}`
        const rename = op(admin, 'institution.rename', {
          institution,
          name: [(await cloud().sql('select name from institutions where id = $1', [institution]))[0]?.['name'], title],
        })
        const pushed = await cloud().push(admin, ...creates, rename)
        expect(pushed.results.map(({ status }) => status)).toEqual([...people.map(() => 'applied'), 'applied'])
        for (const { key, hash } of pushed.entries) expect(hashOf(key, pushed.bodies[key] ?? '')).toBe(hash)
        const roster = JSON.parse(pushed.bodies[`roster:${institution}`] ?? '')
        expect(roster.employees).toEqual(
          people.map(({ name: called, discord, rank, fields, points }, index) => ({
            id: ids[index],
            name: called.normalize('NFC'),
            discord: trimmed(discord),
            rank,
            fields,
            points,
            rev: 1,
            touched: expect.any(Number),
          })),
        )
        const reset = await cloud().rpc<Envelope>(admin, 'reset_points', {
          op: randomUUID(),
          institution,
          expected_period: 1,
        })
        const archive = reset.results[0]?.archive as ArchiveRow
        const stored = await cloud().rpc<{ body: string }>(admin, 'archive_body', { id: archive.id })
        expect(sha256(stored.body)).toBe(archive.sha256)
        const doc = JSON.parse(stored.body)
        expect(doc.institution).toBe(title.normalize('NFC'))
        expect(doc.entries.map(({ reason }: { reason: string }) => reason).sort()).toEqual(
          people
            .filter(({ points }) => points > 0)
            .map(({ reason }) => reason)
            .sort(),
        )
        const delta = await cloud().rpc<Delta>(admin, 'sync_delta', {
          since: known.version,
          root: known.root,
          budget: 8_000_000,
        })
        for (const { key, hash } of delta.entries) expect(hashOf(key, delta.bodies[key] ?? '')).toBe(hash)
        await cloud().sql('delete from cities where id = $1', [city])
      }),
      { numRuns: cloud().engine === 'PGlite' ? 20 : 60 },
    )
  })
})

const trimmed = (value: string) => value.normalize('NFC').replace(/^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g, '')
