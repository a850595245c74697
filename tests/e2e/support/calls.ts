/** What a request is for, as far as tests speak about it. */
export type Call = 'poll' | 'upload' | 'archive' | 'token' | 'auth' | 'worker' | 'app' | `rpc:${string}`

/** Names a request by its path: `poll`, `rpc:sync_delta`, `upload`, … */
export function callOf(method: string, url: string): Call {
  const path = url.split('?')[0] ?? url
  if (path === '/rest/v1/sync_metadata') return 'poll'
  const rpc = /^\/rest\/v1\/rpc\/(\w+)$/.exec(path)?.[1]
  if (rpc !== undefined) return `rpc:${rpc}`
  if (path.startsWith('/storage/v1/object/')) return method === 'GET' || method === 'HEAD' ? 'archive' : 'upload'
  if (path === '/auth/v1/token') return 'token'
  if (path.startsWith('/auth/v1/')) return 'auth'
  return path === '/sw.js' ? 'worker' : 'app'
}

/** One request as it passed: `status` is the one the device got, `'lost'` when it got no whole answer, `'open'` until then. */
export interface Seen {
  call: Call
  method: string
  url: string
  /** What was sent with it. */
  sent: string
  at: number
  status: number | 'lost' | 'open'
  /** When it was over. */
  until: number | null
  /** Size of the body that the device was sent, after compression. */
  bytes: number
}
