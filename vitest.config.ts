import { defineConfig } from 'vitest/config'
import { relative } from 'node:path'
import { plant } from './tests/planted/plant.ts'
import { constants, sourcePlugins } from './vite.config.ts'

/** Folders with a project or a runner of their own; every other one holds unit tests. */
const apart = ['sql', 'local', 'sync', 'e2e', 'faults', 'bench']

/** With a bug for a test to find, when one is asked for: `npm run test:planted`, `npm run test:faults -- --planted`. */
const planting = {
  name: 'planting',
  enforce: 'pre' as const,
  transform: (code: string, id: string) => plant(relative(import.meta.dirname, id).replaceAll('\\', '/'), code),
}

/** A project of `vitest run --project <name>`. */
const project = (name: string, timeout: number, include: string[], exclude: string[] = []) => ({
  plugins: [planting, ...sourcePlugins()],
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

/** The convergence model: many schedules a file, each file in a worker of its own. */
const faults = project('faults', 600_000, ['tests/faults/**/*.spec.ts'])
Object.assign(faults.test, { setupFiles: ['tests/faults/setup.ts'] })

export default defineConfig({
  test: {
    // Vitest leaves one core free by itself; half of the small machines that this runs on.
    maxWorkers: '100%',
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
      faults,
    ],
  },
})
