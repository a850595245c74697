import { ensureBuilt } from './build.ts'

await ensureBuilt()

// Ctrl+C arrives twice, from the terminal and from npm. The server shuts down on the first; the second must not kill it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)

await import('../local/main.ts')
