import type { Fate } from '../../src/domain/legacy/fate.ts'
import type { Id } from '../../src/domain/model.ts'

/** What became of one thing of the plan. */
export interface Sent {
  kind: 'city' | 'institution' | 'employee' | 'archive'
  id: Id
  fate: Fate
}
