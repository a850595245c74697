import { liveQuery, type Subscription } from 'dexie'
import { onScopeDispose, shallowRef, type ShallowRef, watch, type WatchSource } from 'vue'
import { currentDb, onCurrentDb } from '../db/current.ts'
import type { PunctajDb } from '../db/schema.ts'

/** A query's latest answer, and why there is none. */
export interface Live<T> {
  data: ShallowRef<T | undefined>
  error: ShallowRef<unknown>
}

/**
 * Runs a query again whenever what it read has changed, in whatever tab or worker, or when `deps` or the person change.
 * When the browser closes the storage under it, it subscribes again after a second.
 */
export function useLive<T>(query: (db: PunctajDb) => Promise<T>, deps: WatchSource<unknown>[] = []): Live<T> {
  const data = shallowRef<T>()
  const error = shallowRef<unknown>()
  let subscription: Subscription | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    subscription?.unsubscribe()
    clearTimeout(retry)
  }

  function start(): void {
    stop()
    const db = currentDb()
    if (!db) return void (data.value = undefined)
    subscription = liveQuery(async () => query(db)).subscribe({
      next: (value) => {
        data.value = value
        error.value = undefined
      },
      error: (reason) => {
        error.value = reason
        if (!db.retired) retry = setTimeout(start, 1000)
      },
    })
  }

  const forget = onCurrentDb(start)
  watch(deps, start, { immediate: true })
  onScopeDispose(() => {
    forget()
    stop()
  })
  return { data, error }
}
