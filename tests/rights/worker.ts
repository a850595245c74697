import { readFile } from 'node:fs/promises'
import { openDatabase } from '../sql/engines.ts'
import { inOrder } from './checks/all.ts'
import { allMutants, schemaTexts } from './mutants/mutants.ts'
import { World } from './world.ts'

/** What came of one mutant: what told it apart, `survived`, or `broken` when the schema could not even be made. */
export type Fate = { id: string; fate: 'killed' | 'survived' | 'broken'; by: string; ms: number }

/* Tries the mutants that the main process names, one after another; '' is the schema as it is. */
const texts = schemaTexts()
const mutants = new Map(allMutants(texts).map((mutant) => [mutant.id, mutant]))
const stubs = await readFile(new URL('../sql/stubs.sql', import.meta.url), 'utf8')
const anew = `
  drop schema if exists public, private, rights cascade;
  create schema public;
  truncate storage.objects, storage.buckets, auth.users, auth.identities cascade;`

const database = await openDatabase('PGlite', false, [])

async function tried(id: string): Promise<Omit<Fate, 'id' | 'ms'>> {
  const mutant = mutants.get(id)
  const broken = new Map(texts)
  if (mutant !== undefined) broken.set(mutant.file, mutant.text)
  let world: World
  try {
    await database.script(anew + stubs)
    for (const text of broken.values()) await database.script(text)
  } catch (error) {
    return { fate: 'broken', by: String(error) }
  }
  try {
    world = await World.make(database, broken)
  } catch (error) {
    return { fate: 'killed', by: `nobody can work there: ${String(error)}` }
  }
  for (const { name, check } of inOrder(mutant?.file ?? ''))
    try {
      for await (const what of check(world)) return { fate: 'killed', by: `${name}: ${what}` }
    } catch (error) {
      return { fate: 'killed', by: `${name}: ${String(error)}` }
    }
  return { fate: 'survived', by: '' }
}

async function answer(id: string): Promise<void> {
  const start = performance.now()
  const fate = await tried(id)
  process.send?.({ id, ...fate, ms: Math.round(performance.now() - start) } satisfies Fate)
}

process.on('message', (id: string) => void answer(id))
// PGlite leaves an exit code of its own behind.
process.on('disconnect', () => process.exit(0))
process.send?.({ id: '', fate: 'survived', by: 'ready', ms: 0 } satisfies Fate)
