/** A refusal to start whose message is meant for the person at the terminal: one line, no stack. */
export class CloudError extends Error {
  override name = 'CloudError'
}
