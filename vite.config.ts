import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type PluginOption } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { webManifest } from './scripts/web-manifest.ts'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }

/** Where `vite dev` finds the embedded cloud; `npm run dev` starts one there. */
const cloud = process.env['DEV_CLOUD'] ?? 'http://127.0.0.1:8788'

/** What turns sources into modules, the same for the build and for component tests. */
export const sourcePlugins = (): PluginOption[] => [
  vue(),
  // Messages become functions at build time: the Content Security Policy forbids compiling them in the page.
  vueI18n({
    include: fileURLToPath(new URL('./src/i18n/*.json', import.meta.url)),
    runtimeOnly: true,
    dropMessageCompiler: true,
    fullInstall: false,
  }),
]

/** Constants replaced in the sources, the same for the build and for component tests. */
export const constants = {
  __APP_VERSION__: JSON.stringify(version),
  __VUE_OPTIONS_API__: 'false',
  __INTLIFY_PROD_DEVTOOLS__: 'false',
}

export default defineConfig({
  define: constants,
  plugins: [
    sourcePlugins(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: null,
      manifest: webManifest,
      // The pattern finds the icons already.
      includeManifestIcons: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,woff2}'], rollupFormat: 'iife' },
      devOptions: { enabled: true, type: 'module' },
    }),
  ],
  build: {
    manifest: true,
    sourcemap: 'hidden',
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // Few files: each of a view's is asked for by itself, and a hundred small ones kept a slow phone busy.
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 1 },
            { name: 'shared', minShareCount: 3, entriesAware: true, entriesAwareMergeThreshold: 40_000 },
          ],
        },
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0] ?? name}-[hash].js`,
      },
    },
  },
  server: {
    watch: { ignored: ['**/.punctaj-data/**'] },
    proxy: Object.fromEntries(['/auth', '/rest', '/storage', '/health'].map((path) => [path, { target: cloud }])),
  },
})
