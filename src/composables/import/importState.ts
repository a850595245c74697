import type { Code } from '../../domain/errors.ts'
import type { ImportPreview } from '../../domain/legacy/preview.ts'
import type { ImportResult } from '../../domain/legacy/result.ts'
import type { PlaceQuestion } from '../../domain/legacy/unplaced.ts'

/**
 * Where an import stands:
 * - `preview`: nothing was sent; with a code it could not be held against the cloud, and cannot be sent before it is
 * - `halted`: a part was sent, then it was stopped (no code) or failed; it goes on from the files, and what is there is found
 * - `failed`: the files could not even be looked at
 */
export type ImportState =
  | { is: 'empty' }
  | { is: 'reading'; done: number; total: number }
  | { is: 'asking'; questions: PlaceQuestion[] }
  | { is: 'preview'; preview: ImportPreview; skipped: number; code: Code | null }
  | { is: 'sending'; done: number; total: number; stopping: boolean }
  | { is: 'halted'; preview: ImportPreview; result: ImportResult; code: Code | null; done: number; total: number }
  | { is: 'done'; preview: ImportPreview; result: ImportResult }
  | { is: 'failed'; code: Code }
