import type { Action } from './model/actions.ts'

/** Schedules that found a bug, shrunk; each must pass for ever. */
export const regressions: { name: string; seed: number; actions: Action[] }[] = []
