/** What a Node client needs for its calls: the token and whose it is. */
export interface Session {
  accessToken: string
  refreshToken: string
  userId: string
}

/**
 * Signs in with e-mail and password, on either cloud.
 *
 * @throws with the server's message when it refuses
 */
export async function signIn(url: string, key: string, email: string, password: string): Promise<Session> {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const body = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`Sign-in refused (${response.status}): ${String(body['msg'] ?? body['message'])}`)
  const user = body['user'] as { id: string }
  return { accessToken: String(body['access_token']), refreshToken: String(body['refresh_token']), userId: user.id }
}
