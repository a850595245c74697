import * as v from 'valibot'
import { makeKeys } from '../data-dir.ts'
import { shelfInMemory } from '../files.ts'
import { prepare } from '../prepare.ts'
import { projectSql } from '../schema.ts'
import * as answers from './answers.ts'

/** What a cloud is that has just been made from this project's `sql/`. */
export interface Reference {
  facts: answers.Fact[]
  schemaVersion: number
}

/** Makes one in memory and looks: so nothing has to be listed twice, and nothing can be forgotten in a list. */
export async function makeReference(): Promise<Reference> {
  const { connection, schemaVersion } = await prepare({
    postgres: null,
    shelf: shelfInMemory(),
    keys: await makeKeys(),
    sql: projectSql,
    empty: true,
    now: undefined,
  })
  try {
    const { rows } = await connection.driver.query<{ facts: unknown }>('select private.catalogue() as facts')
    return { facts: v.parse(answers.facts, rows[0]?.facts), schemaVersion: schemaVersion ?? 0 }
  } finally {
    await connection.close()
  }
}
