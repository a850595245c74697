import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it, vi } from 'vitest'

// A linter or a compiler starts here, perhaps beside other work.
vi.setConfig({ testTimeout: 60_000 })

// The project's own configuration, without what needs the file to exist: types.
const eslint = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    // With CI set the parser would guess a single run, and build a program that cannot know a planted file.
    { languageOptions: { parserOptions: { projectService: false, disallowAutomaticSingleRunInference: true } } },
  ],
})

/** What the linter says about one line planted in a file of the given path. */
async function messagesOf(file: string, code: string): Promise<string[]> {
  const isVue = file.endsWith('.vue')
  const text = isVue ? `<script setup lang="ts">\n${code}\n</script>\n` : code
  const [result] = await eslint.lintText(text, { filePath: join(import.meta.dirname, '../..', file) })
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId !== '@typescript-eslint/no-unused-vars')
    .map(({ ruleId, message }) => ruleId ?? message)
}

const value = (source: string) => `import { a } from '${source}'\nvoid a`
const type = (source: string) => `import type { A } from '${source}'\nexport type B = A`

const parts = {
  domain: 'src/domain/planted.ts',
  channel: 'src/channel/planted.ts',
  db: 'src/db/planted.ts',
  queries: 'src/db/queries/planted.ts',
  mutate: 'src/db/mutate.ts',
  cloud: 'src/cloud/planted.ts',
  auth: 'src/cloud/auth/planted.ts',
  admin: 'src/cloud/admin.ts',
  sync: 'src/sync/planted.ts',
  i18n: 'src/i18n/planted.ts',
  stores: 'src/stores/planted.ts',
  composables: 'src/composables/planted.ts',
  components: 'src/components/Planted.vue',
  views: 'src/views/Planted.vue',
  sw: 'src/sw/planted.ts',
} as const
type Part = keyof typeof parts

const engine: Part[] = ['channel', 'db', 'queries', 'mutate', 'cloud', 'auth', 'admin', 'sync']
const state: Part[] = ['domain', 'channel', 'db', 'queries', 'mutate', 'auth', 'admin']

/** Everything a part may import by value. */
const allowed: Partial<Record<Part, Part[]>> = {
  domain: [],
  channel: ['domain'],
  db: ['domain', 'queries', 'mutate'],
  cloud: ['domain', 'auth', 'admin'],
  sync: ['domain'],
  i18n: ['domain'],
  stores: [...state, 'i18n'],
  composables: [...state, 'stores', 'i18n'],
  components: ['domain', 'i18n'],
  views: ['domain', 'i18n', 'stores', 'composables', 'components', 'queries', 'mutate'],
  sw: ['domain', 'i18n', 'stores', 'composables', 'components', 'views', ...engine],
}

const others = (from: Part) => (Object.keys(parts) as Part[]).filter((to) => to !== from)
const relative = (to: Part) => `../${parts[to].slice('src/'.length)}`

describe('the import rule', () => {
  it.each(Object.keys(allowed) as Part[])('lets %s import what the design says and nothing else', async (from) => {
    const accepted: Part[] = []
    for (const to of others(from)) {
      const messages = await messagesOf(parts[from], value(relative(to)))
      if (messages.length === 0) accepted.push(to)
      else expect(messages).toEqual(['punctaj/layers'])
    }
    expect(accepted.sort()).toEqual([...(allowed[from] ?? [])].sort())
  })

  it('lets sync take types, and nothing else, from channel', async () => {
    expect(await messagesOf(parts.sync, type('../channel/messages.ts'))).toEqual([])
    expect(await messagesOf(parts.sync, value('../channel/messages.ts'))).toEqual(['punctaj/layers'])
    expect(await messagesOf(parts.sync, type('../db/schema.ts'))).toEqual(['punctaj/layers'])
  })

  it.each([
    ['re-export', "export { a } from '../db/schema.ts'"],
    ['export of all', "export * from '../db/schema.ts'"],
    ['dynamic import', "export const a = () => import('../db/schema.ts')"],
    ['roundabout path', value('../../src/db/schema.ts')],
    ['type query', "export type A = typeof import('../db/schema.ts')"],
  ])('sees through a %s', async (_, code) => {
    expect(await messagesOf(parts.domain, code)).toContain('punctaj/layers')
  })

  it.each([
    ['domain', 'valibot', false],
    ['domain', 'node:crypto', false],
    ['domain', 'vue', false],
    ['channel', 'valibot', true],
    ['sync', 'vue', false],
    ['sync', 'dexie', false],
    ['db', 'dexie', true],
    ['db', 'pinia', false],
    ['cloud', '@supabase/supabase-js', true],
    ['stores', '@supabase/supabase-js', false],
    ['views', 'dexie', false],
    ['components', 'reka-ui', true],
    ['sw', 'vue', false],
    ['sw', 'workbox-precaching', true],
  ] as const)('%s imports the package %s: %s', async (from, source, ok) => {
    expect(await messagesOf(parts[from], value(source))).toEqual(ok ? [] : ['punctaj/layers'])
  })

  it('keeps src apart from the rest of the repository', async () => {
    expect(await messagesOf('src/main.ts', value('../local/main.ts'))).toEqual(['punctaj/layers'])
    expect(await messagesOf('src/domain/planted.ts', value('../../scripts/run.ts'))).toEqual(['punctaj/layers'])
    expect(await messagesOf('local/planted.ts', value('../src/domain/head.ts'))).toEqual([])
    expect(await messagesOf('local/planted.ts', value('../src/db/schema.ts'))).toEqual(['punctaj/layers'])
    expect(await messagesOf('tests/db/planted.ts', value('../../src/db/schema.ts'))).toEqual([])
  })
})
