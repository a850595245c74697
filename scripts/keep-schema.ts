import { execFileSync } from 'node:child_process'
import { readKept, writeKept } from './kept-schemas.ts'
import { root } from './run.ts'

/*
 * `npm run keep-schema [-- COMMIT…]`: keeps the state that `sql/` has at a commit (HEAD) among those that tests/sql/upgrades.spec.ts
 * updates from. To be run before the version in sql/99_version.sql is raised. One that is kept already is left out.
 */

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' })

function filesAt(commit: string): [name: string, text: string][] {
  const names = git('ls-tree', '--name-only', commit, 'sql/').split('\n')
  const files = names.filter((name) => name.endsWith('.sql')).sort()
  return files.map((name) => [name, git('show', `${commit}:${name}`)])
}

const kept = readKept()
for (const name of process.argv.length > 2 ? process.argv.slice(2) : ['HEAD']) {
  const [commit = '', day = ''] = git('log', '-1', '--format=%h %cs', name).trim().split(' ')
  const files = filesAt(commit).map(([file, text]): [string, number] => {
    if (!kept.texts.includes(text)) kept.texts.push(text)
    return [file, kept.texts.indexOf(text)]
  })
  const isKept = kept.states.some((state) => JSON.stringify(state.files) === JSON.stringify(files))
  if (!isKept) kept.states.push({ commit, day, files })
  console.log(`${commit} ${day}: ${isKept ? 'was kept already' : 'kept'}`)
}
console.log(`${kept.states.length} states in ${writeKept(kept)} bytes`)
