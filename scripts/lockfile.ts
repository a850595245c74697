import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minVersion, satisfies } from 'semver'
import { root } from './run.ts'

interface Package {
  version?: string
  resolved?: string
  engines?: { node?: string }
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>
}
const promised = packages['']?.engines?.node
const oldest = promised === undefined ? null : minVersion(promised)
if (oldest === null) throw new Error('package.json promises no Node version.')

/** Whether Node, from a package's folder upwards, would find a dependency. */
function isPresent(path: string, name: string): boolean {
  if (packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`] !== undefined) return true
  return path !== '' && isPresent(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

/** What is wrong with one package of the lockfile. */
function* faultsOf(path: string, item: Package): Generator<string> {
  const { version, resolved, engines, dependencies, optionalDependencies } = item
  const node = engines?.node
  if (node !== undefined && !satisfies(oldest ?? '', node)) yield `${path} ${version} needs Node ${node}`
  if (resolved !== undefined) yield `${path} names the registry it came from`
  // A registry that lacked one platform's package leaves it out silently; `npm ci` then refuses the whole file.
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (!isPresent(path, name)) yield `${path} needs ${name}, which is missing`
  }
}

const faults = Object.entries(packages).flatMap(([path, item]) => [...faultsOf(path, item)])
for (const fault of faults) console.error(fault)
console.log(`${Object.keys(packages).length} packages for Node ${oldest.version}: ${faults.length} faults`)
process.exitCode = faults.length > 0 ? 1 : 0
