import { v5 } from 'uuid'
import { legacyNamespace } from '../../src/domain/legacy/namespace.ts'
import type { IdOf } from '../../src/domain/legacy/types.ts'

/** The same name gives the same id on every machine, at every run. */
export const idOf: IdOf = (name) => v5(name, legacyNamespace)
