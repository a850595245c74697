import { App, setExperimental } from '@supabase/lite'
import type { PgliteConnection } from '@supabase/lite/pglite'
import type { Keys } from './data-dir.ts'

type Server = NonNullable<NonNullable<ConstructorParameters<typeof App>[0]['options']>['server']>
type Middleware = NonNullable<Server['middlewares']>[number]
type Storage = NonNullable<App['_storageAdapter']>

/** A session's access token lives this long, in seconds. */
const tokenLife = 3600

/** lite as this project uses it: REST, auth and storage; no studio, no service role, nothing for strangers. */
export async function createApi(connection: PgliteConnection, keys: Keys, storage: Storage): Promise<App> {
  const app = new App({
    connection,
    api: { anonymous_enabled: false },
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      jwt_expiry: tokenLife,
      publishable_key: keys.publishableKey,
      enable_signup: false,
    },
    storage: { enabled: true, file_size_limit: '16MiB' },
    options: { server: { middlewares: [trustTokenAlone], disableStudio: true } },
  })
  app._storageAdapter = storage
  // Only after init, which would print a warning meant for users of its command line; the schema is then ours to apply.
  setExperimental('storage', false)
  await app.init()
  setExperimental('storage', true)
  return app
}

/**
 * PostgREST believes a valid token; lite looks its user and session up for every data request as well, two queries that
 * only cost time (auth routes keep them, so a signed-out session cannot refresh).
 */
const trustTokenAlone: Middleware = async (context, next) => {
  if (context.req.path.startsWith('/rest/v1/')) {
    const found = async () => ({})
    context.set('authService', { repo: { findUserById: found, findSessionById: found } } as never)
  }
  await next()
}

/** What of GoTrue is offered. Everything else (sign-up, one-time codes, recovery, changing a user) is closed. */
const authRoutes: readonly string[] = [
  'POST /token',
  'POST /logout',
  'GET /user',
  'GET /settings',
  'GET /health',
  'GET /.well-known/jwks.json',
]

/** Answers one API request through lite, within what is offered. */
export async function answerApi(app: App, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const auth = /^\/auth\/v1(\/.*)$/.exec(pathname)?.[1]
  if (auth && request.method !== 'OPTIONS' && !authRoutes.includes(`${request.method} ${auth}`)) return closed()
  const response = await app.fetch(withoutAuthenticated(request))
  return auth === '/settings' && response.ok ? withDiscord(response) : response
}

function closed(): Response {
  const body = { code: 422, error_code: 'signup_disabled', msg: 'Signups not allowed for this instance' }
  return Response.json(body, { status: body.code, headers: { 'access-control-allow-origin': '*' } })
}

/** Supabase's address for a private object, which lite knows only in its short form. */
function withoutAuthenticated(request: Request): Request {
  const url = request.url.replace('/storage/v1/object/authenticated/', '/storage/v1/object/')
  return url === request.url ? request : new Request(url, request)
}

/** lite lists Discord as off, having no such provider; here `discord/` is it. */
async function withDiscord(response: Response): Promise<Response> {
  const settings = (await response.json()) as { external: Record<string, boolean> }
  return Response.json(
    { ...settings, external: { ...settings.external, discord: true } },
    { headers: response.headers },
  )
}
