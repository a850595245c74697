import { v5 } from 'uuid'
import type { IdOf } from '../../src/domain/legacy/types.ts'

/** Namespace of everything that comes from the old program. Changing it would import everything a second time. */
const namespace = '8f1b7c52-6a0e-4d0b-9c1e-2f6f0a7d5e31'

/** The same name gives the same id on every machine, at every run. */
export const idOf: IdOf = (name) => v5(name, namespace)
