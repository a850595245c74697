import { createServer } from 'vite'
import { become } from './run.ts'

const port = '8788'
process.env['DEV_CLOUD'] = `http://127.0.0.1:${port}`

const server = await createServer()
await server.listen()
server.printUrls()
become('local/main.ts', ['--port', port, ...process.argv.slice(2)])
