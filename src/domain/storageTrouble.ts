import type { Code } from './errors.ts'

/**
 * What is the matter with the storage of this device. `wiped`: the browser has deleted it, and with it edits that nobody else
 * had; `back`: what the cloud has is here again. `risk`: it may delete edits that only this device has; `refused`, it was
 * asked not to and would not promise.
 */
export type StorageTrouble =
  | { is: 'fault'; code: Code }
  | { is: 'wiped'; unsent: number; back: boolean }
  | { is: 'risk'; unsent: number; refused: boolean }
