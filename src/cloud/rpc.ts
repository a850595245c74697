import type * as v from 'valibot'
import { type Access, call, parseJson } from './http.ts'
import { fit } from './schemas.ts'

const most = 64_000_000

export interface RpcLimits {
  timeoutMs?: number
  signal?: AbortSignal | undefined
}

/** Calls a function of the cloud. @throws CloudError */
export async function rpc(access: Access, name: string, args: object, limits: RpcLimits = {}): Promise<unknown> {
  const path = `/rest/v1/rpc/${name}`
  const { timeoutMs = 15_000, signal } = limits
  return parseJson(
    await call(access, { method: 'POST', path, body: JSON.stringify(args), timeoutMs, most, signal }),
    path,
  )
}

/** Calls a function and parses what it answers. */
export const rpcAs = async <T extends v.GenericSchema>(
  access: Access,
  schema: T,
  name: string,
  args: object,
  limits: RpcLimits = {},
): Promise<v.InferOutput<T>> => fit(schema, await rpc(access, name, args, limits))
