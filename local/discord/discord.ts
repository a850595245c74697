import type { PGlite } from '@electric-sql/pglite'
import { demoPeople } from '../demo/people.ts'
import { completeFlow, openFlow, waitingFlow } from './flow.ts'
import { consentPage, refusalPage, style } from './page.ts'
import { findByDiscordId, signUp } from './users.ts'

/**
 * Stands for Discord and for the part of Supabase Auth that sends people there; null when the request is for neither. All
 * of it is under `/auth`, which the app's service worker leaves to the network.
 */
export async function answerDiscord(driver: PGlite, request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url)
  switch (`${request.method} ${pathname}`) {
    case 'GET /auth/v1/authorize':
      return authorize(driver, request)
    case 'GET /auth/v1/discord/authorize':
      return askPerson(driver, request)
    case 'POST /auth/v1/discord/authorize':
      return returnToApp(driver, request)
    case 'GET /auth/v1/discord/style.css':
      return new Response(style, {
        headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
      })
    default:
      return null
  }
}

/** The hash of a PKCE verifier, as RFC 7636 writes it for S256. */
const challengeForm = /^[A-Za-z0-9_-]{43}$/

async function authorize(driver: PGlite, request: Request): Promise<Response> {
  const { searchParams: query, origin } = new URL(request.url)
  const redirectTo = allowedTarget(query.get('redirect_to') ?? origin, origin)
  const challenge = query.get('code_challenge') ?? ''
  if (query.get('provider') !== 'discord') return refuse('Furnizor necunoscut: se poate intra numai cu Discord.')
  if (!redirectTo) return refuse('Adresa de întoarcere nu este a acestei aplicații.')
  if (query.get('code_challenge_method')?.toLowerCase() !== 's256' || !challengeForm.test(challenge)) {
    return refuse('Cererea nu are o cheie PKCE (S256).')
  }
  const flow = await openFlow(driver, { redirectTo, challenge })
  return new Response(null, {
    status: 302,
    headers: { location: `/auth/v1/discord/authorize?flow=${flow}`, 'cache-control': 'no-store' },
  })
}

async function askPerson(driver: PGlite, request: Request): Promise<Response> {
  const flow = await waitingFlow(driver, new URL(request.url).searchParams.get('flow') ?? '')
  if (!flow) return refuse('Cererea a expirat sau a fost deja folosită.')
  return html(consentPage(flow.id, Object.values(demoPeople)), 200, new URL(flow.redirectTo).origin)
}

async function returnToApp(driver: PGlite, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const flow = await waitingFlow(driver, form.get('flow') ?? '')
  if (!flow) return refuse('Cererea a expirat sau a fost deja folosită.')
  const user = await chosenUser(driver, form)
  if (!user || !(await completeFlow(driver, flow.id, user))) return refuse('Alege o persoană sau scrie un nume.')
  const target = new URL(flow.redirectTo)
  target.searchParams.set('code', flow.code)
  return new Response(null, { status: 303, headers: { location: target.href, 'cache-control': 'no-store' } })
}

async function chosenUser(driver: PGlite, form: URLSearchParams): Promise<string | null> {
  const demo = Object.values(demoPeople).find(({ discordId }) => discordId === form.get('discord_id'))
  if (demo) return findByDiscordId(driver, demo.discordId)
  const name = (form.get('name') ?? '').normalize('NFC').replace(/\p{C}/gu, '').trim().slice(0, 32)
  return name ? signUp(driver, name) : null
}

/** Where a code may be sent: back to the origin it was asked from, or to a development server on this machine. */
function allowedTarget(target: string, origin: string): string | null {
  if (!URL.canParse(target)) return null
  const url = new URL(target)
  const isHere = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return (url.origin === origin || isHere) && !url.username && !url.password ? url.href : null
}

const refuse = (message: string) => html(refusalPage(message), 400)

/** A redirect after a form counts as the form's action, so the application's origin must be among them. */
function html(content: string, status: number, formTarget = ''): Response {
  const policy = `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${formTarget}; base-uri 'none'; frame-ancestors 'none'`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  }
  return new Response(content, { status, headers })
}
