import { v5 } from 'uuid'
import { legacyNamespace } from '../../domain/legacy/namespace.ts'
import type { IdOf } from '../../domain/legacy/types.ts'

/** The same name gives the same id on every device, at every import, and to the command. */
export const idOf: IdOf = (name) => v5(name, legacyNamespace)
