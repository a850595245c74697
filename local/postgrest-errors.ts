import { inspect } from 'node:util'

/** The fields of a Postgres error that PostgREST passes on. */
interface PgError extends Error {
  code?: string
  detail?: string | null
  hint?: string | null
}

/**
 * Codes that lite 0.10.0 already answers as PostgREST does. 42501 also needs the caller's role, which it knows; its
 * storage recognises 23505 and 23503 by this very code.
 */
const handledByLite = /^(PGRST|PT.*|42501|2350[35]|25006|42883|42P17)$/

/** PostgREST's table of SQLSTATE to HTTP status; first match wins, everything else is 400. Source: PostgREST, Error.hs. */
const statuses: readonly (readonly [RegExp, number])[] = [
  [/^08/, 503],
  [/^09/, 500],
  [/^0[LP]/, 403],
  [/^25/, 500],
  [/^28/, 403],
  [/^2D/, 500],
  [/^3[89B]/, 500],
  [/^40/, 500],
  [/^53400$/, 500],
  [/^53/, 503],
  [/^5[45]/, 500],
  [/^57P01$/, 503],
  [/^5[78]/, 500],
  [/^(F0|HV|XX)/, 500],
  [/^P0001$/, 400],
  [/^P0/, 500],
  [/^42P01$/, 404],
]

/**
 * Makes lite answer a database error with PostgREST's status and its four fields. lite alone answers `raise exception`
 * with 500 and drops code, detail and hint. It does honour PostgREST's own escape hatch, an error of code `PGRST` whose
 * message and detail are JSON, so every other error is rewritten into one.
 */
export function asPostgrest(error: unknown): unknown {
  const { code, message, detail, hint } = error as PgError
  if (typeof code !== 'string' || code.length !== 5) return error
  if (handledByLite.test(code)) return inOneLine(error as PgError, `${code} ${message}`)
  const status = statuses.find(([pattern]) => pattern.test(code))?.[1] ?? 400
  const body = JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null })
  const answer = JSON.stringify({ status, headers: {} })
  return inOneLine(Object.assign(new Error(body), { code: 'PGRST', detail: answer }), `${code} ${message}`)
}

/** lite prints every database error with its stack and query; a refusal is not a fault of the server. */
function inOneLine<E extends Error>(error: E, line: string): E {
  return Object.assign(error, { [inspect.custom]: () => `refused: ${line}` })
}
