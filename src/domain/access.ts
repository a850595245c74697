/** How a worker reaches the cloud; it never refreshes a token. */
export interface Access {
  accessToken: string
  /** Epoch ms, by the server's clock. */
  expiresAt: number
  user: string
  url: string
  key: string
}
