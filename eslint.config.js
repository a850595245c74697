import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { layersRule } from './scripts/lint/layers.js'

/** Rules about values of type `any`. */
const unsafe = ['argument', 'assignment', 'call', 'member-access', 'return'].map((kind) => `no-unsafe-${kind}`)
const allowUnsafe = Object.fromEntries(unsafe.map((rule) => [`@typescript-eslint/${rule}`, 'off']))

const clock = 'The domain is pure: time and chance come in as arguments.'

export default defineConfig(
  globalIgnores([
    'dist',
    '.punctaj-data',
    'coverage',
    'test-results',
    'playwright-report',
    'screenshots',
    'tests/bench/node_modules',
  ]),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  {
    plugins: { punctaj: { rules: { layers: layersRule } } },
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'punctaj/layers': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A port's method is async for its caller, whatever one adapter does inside.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Ports and `useI18n` are taken apart by name; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: clock },
        { object: 'Math', property: 'random', message: clock },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
      ],
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      'vue/no-bare-strings-in-template': 'error',
      'vue/no-v-html': 'error',
      // Types that come out of a template (`useTemplateRef`) are known to vue-tsc only, which checks them.
      ...allowUnsafe,
    },
  },
  {
    files: ['tests/**', '**/*.config.{js,ts}'],
    rules: { 'max-lines-per-function': 'off', ...allowUnsafe },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
  { rules: { 'no-undef': 'off' } },
)
