import { spawn } from 'node:child_process'
import { createServer } from 'vite'
import { root } from './run.ts'

const port = '8788'
process.env['DEV_CLOUD'] = `http://127.0.0.1:${port}`

const server = await createServer()
await server.listen()
server.printUrls()

// In a process group of its own: a Ctrl+C reaches it once, through here, and its data is closed properly.
const args = ['--import', 'tsx', 'local/main.ts', '--port', port, ...process.argv.slice(2)]
const cloud = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', detached: true })
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isStopping) cloud.kill('SIGTERM')
    isStopping = true
  })
}
cloud.on('exit', (code) => process.exit(code ?? 1))
