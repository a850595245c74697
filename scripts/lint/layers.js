import { posix, sep } from 'node:path'

/** @typedef {{ to: string, typesOnly?: boolean }} Way */

/** @type {(...to: string[]) => Way[]} */
const ways = (...to) => to.map((path) => ({ to: path }))

const state = ways('domain', 'channel', 'db', 'cloud/auth', 'cloud/admin')
const screen = ways('domain', 'i18n', 'styles', 'stores', 'composables', 'components', 'db/queries', 'db/mutate')

/**
 * What each part of `src/` may import besides itself: the picture in docs/architecture.md as data. A part is a folder
 * of `src/`, or a file beside them. `sw`, `page` and `main.ts` are not listed: they join everything.
 *
 * @type {Record<string, Way[]>}
 */
export const layers = {
  domain: [],
  'config.ts': [],
  channel: ways('domain'),
  db: ways('domain'),
  cloud: ways('domain'),
  sync: [...ways('domain'), { to: 'channel', typesOnly: true }],
  i18n: ways('domain'),
  stores: [...state, ...ways('i18n')],
  composables: [...state, ...ways('i18n', 'stores')],
  components: ways('domain', 'i18n', 'styles'),
  views: screen,
  'router.ts': ways('domain', 'stores', 'views'),
  'App.vue': [...screen, ...ways('views')],
}

const wiring = ['main.ts', 'page', 'sw']
const interface_ = ['i18n', 'stores', 'composables', 'components', 'views', 'router.ts', 'App.vue', 'main.ts', 'page']

/**
 * Packages that only some parts may import; all others are free, except in `domain`, which imports none at all.
 *
 * @type {[RegExp, string[]][]}
 */
export const packages = [
  [/^(vue|vue-router|vue-i18n|pinia|reka-ui|@tanstack\/.*)$/, interface_],
  [/^dexie$/, ['db', 'composables', ...wiring]],
  [/^@supabase\/supabase-js$/, ['cloud', 'main.ts']],
]

/** @type {(path: string, prefix: string) => boolean} */
const isWithin = (path, prefix) => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`)

/** @type {(layer: string, source: string) => string | undefined} */
function judgePackage(layer, source) {
  if (layer === 'domain') return 'domain imports no packages'
  const owners = packages.find(([name]) => name.test(source))?.[1]
  return owners === undefined || owners.includes(layer) ? undefined : `${source} belongs to ${owners.join(', ')}`
}

/**
 * Why a file may not import something; undefined when it may.
 *
 * @param {string} file path of the importing file from the repository's root
 * @param {string} source what stands behind `from`
 * @param {boolean} isType whether only types are imported
 * @returns {string | undefined}
 */
export function judge(file, source, isType) {
  const [top, layer] = file.split('/')
  if (layer === undefined || (top !== 'src' && top !== 'local') || layer.endsWith('.d.ts')) return undefined
  const target = source.startsWith('.') ? posix.join(posix.dirname(file), source) : undefined
  if (top === 'local') {
    const isFine = target === undefined || !isWithin(target, 'src') || isWithin(target, 'src/domain')
    return isFine ? undefined : 'local may import only domain from src'
  }
  if (target === undefined) return judgePackage(layer, source)
  if (!target.startsWith('src/')) return 'src imports nothing outside of it'
  const path = target.slice('src/'.length)
  if (wiring.includes(layer) || isWithin(path, layer)) return undefined
  const allowed = layers[layer] ?? []
  const way = allowed.find(({ to }) => isWithin(path, to))
  if (way === undefined) return `${layer} may import only ${allowed.map(({ to }) => to).join(', ') || 'itself'}`
  return way.typesOnly && !isType ? `${layer} may import only types from ${way.to}` : undefined
}

/**
 * Whether a declaration is gone after compilation. `import { type A }` is not: the empty import stays.
 *
 * @param {import('eslint').Rule.Node & { importKind?: string, exportKind?: string }} node
 */
const isTypeOnly = (node) => node.importKind === 'type' || node.exportKind === 'type'

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: { type: 'problem', schema: [], messages: { forbidden: '{{why}} (not {{source}})' } },
  create(context) {
    const file = posix.normalize(context.filename.split(sep).join('/'))
    const root = context.cwd.split(sep).join('/')
    const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
    /** @type {(node: any, literal: any, isType?: boolean) => void} */
    const check = (node, literal, isType = isTypeOnly(node)) => {
      if (typeof literal?.value !== 'string') return
      const why = judge(path, literal.value, isType)
      if (why !== undefined) context.report({ node, messageId: 'forbidden', data: { why, source: literal.value } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (/** @type {any} */ node) => check(node, node.source ?? node.argument?.literal, true),
    }
  },
}
