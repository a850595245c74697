import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** What the server says to a recipient; nothing = it takes the mail. */
export type Refusal = { code: number; message: string } | null

/** A mail server on this machine that keeps what it takes. */
export interface MailServer {
  url: string
  /** Every mail that was taken, in order, as its reader's program understands it. */
  mails: ParsedMail[]
  /** The same as they came. */
  sources: string[]
  /** Decides about each recipient. */
  judge: (address: string) => Refusal
  stop(): Promise<void>
}

const whole = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/** Starts one, on a port of its own choice or a given one. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const kept: MailServer = { url: '', mails: [], sources: [], judge: () => null, stop: async () => undefined }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      const refusal = kept.judge(address)
      callback(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }))
    },
    onData(stream, _session, callback) {
      whole(stream).then(async (source) => {
        kept.sources.push(source)
        kept.mails.push(await simpleParser(source))
        callback()
      }, callback)
    },
  })
  // A client that is killed, or that hangs up, is what some tests are about.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address()
  kept.url = `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  kept.stop = () => new Promise((resolve) => server.close(resolve))
  return kept
}
