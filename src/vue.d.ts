/** For tools that read TypeScript without Vue (the linter); vue-tsc sees each component's own type. */
declare module '*.vue' {
  import type { Component } from 'vue'

  const component: Component
  export default component
}
