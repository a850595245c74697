import { defineConfig } from 'vitest/config'
import { constants, sourcePlugins } from './vite.config.ts'

/** Folders with a project or a runner of their own; every other one holds unit tests. */
const apart = ['sql', 'local', 'sync', 'e2e', 'faults', 'bench']

/** A project of `vitest run --project <name>`. */
const project = (name: string, timeout: number, include: string[], exclude: string[] = []) => ({
  plugins: sourcePlugins(),
  define: constants,
  test: {
    name,
    include,
    exclude,
    // Tests of components ask for a page with `// @vitest-environment happy-dom`.
    environment: 'node',
    testTimeout: timeout,
    hookTimeout: timeout,
    restoreMocks: true,
    unstubGlobals: true,
  },
})

export default defineConfig({
  test: {
    projects: [
      project(
        'unit',
        10_000,
        ['tests/**/*.spec.ts'],
        apart.map((folder) => `tests/${folder}/**`),
      ),
      // These start servers, and wait for them.
      project('sql', 120_000, ['tests/sql/**/*.spec.ts']),
      project('local', 60_000, ['tests/{local,sync}/**/*.spec.ts']),
    ],
  },
})
