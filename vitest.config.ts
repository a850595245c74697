import { defineConfig } from 'vitest/config'
import { constants, sourcePlugins } from './vite.config.ts'

const unit = ['domain', 'db', 'sync', 'channel', 'cloud', 'stores', 'components', 'tooling']

/** A project of `vitest run --project <name>`. `local` and `sql` start servers, and wait for them. */
const project = (name: string, folders: string[], timeout: number) => ({
  plugins: sourcePlugins(),
  define: constants,
  test: {
    name,
    include: folders.map((folder) => `tests/${folder}/**/*.spec.ts`),
    environment: 'node',
    testTimeout: timeout,
    hookTimeout: timeout,
    restoreMocks: true,
    unstubGlobals: true,
  },
})

export default defineConfig({
  test: {
    projects: [project('unit', unit, 10_000), project('sql', ['sql'], 120_000), project('local', ['local'], 60_000)],
  },
})
