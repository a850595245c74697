import * as v from 'valibot'
import { CloudError } from '../../domain/errors.ts'
import { mustStore } from './stored.ts'

/** Where the cloud is, and which ways of signing in it offers. */
export interface CloudSettings {
  url: string
  key: string
}

const health = v.object({ publishableKey: v.string() })
const providers = v.object({ external: v.fallback(v.record(v.string(), v.unknown()), {}) })

const stored = 'punctaj.cloud'

/**
 * From the build, else from the app's own origin, whose answer is remembered for starts without a network: these do not wait for
 * a network that swallows everything.
 *
 * @throws CloudError `storage_blocked`, or `offline` at a first start
 */
export async function findCloud(build: { url?: string; key?: string }, origin: string): Promise<CloudSettings> {
  const url = (build.url ?? '') === '' ? origin : (build.url ?? '').replace(/\/+$/, '')
  mustStore()
  if (build.key) return { url, key: build.key }
  const known = localStorage.getItem(`${stored}:${url}`)
  try {
    const signal = AbortSignal.timeout(known === null ? 5000 : 1000)
    const response = await fetch(`${url}/health`, { signal, credentials: 'omit' })
    const { publishableKey } = v.parse(health, await response.json())
    localStorage.setItem(`${stored}:${url}`, publishableKey)
    return { url, key: publishableKey }
  } catch (error) {
    if (known !== null) return { url, key: known }
    throw new CloudError('offline', String(error))
  }
}

/** Which ways of signing in the cloud offers; both when it cannot be asked. */
export async function findProviders({ url, key }: CloudSettings): Promise<{ discord: boolean; password: boolean }> {
  try {
    const headers = { apikey: key }
    const response = await fetch(`${url}/auth/v1/settings`, { headers, signal: AbortSignal.timeout(5000) })
    const { external } = v.parse(providers, await response.json())
    return { discord: external['discord'] !== false, password: external['email'] === true }
  } catch {
    return { discord: true, password: false }
  }
}
