import type { ArchiveRow, Id } from '../../domain/model.ts'

/** The dialog that is open over a roster. */
export type RosterDialog =
  | { is: 'points'; sign: 1 | -1 }
  | { is: 'employee'; id: Id | null }
  | { is: 'remove' }
  | { is: 'move' }
  | { is: 'history'; id: Id }
  | { is: 'reset' }
  | { is: 'resetDone'; archive: ArchiveRow; uploaded: boolean; lost: boolean }
