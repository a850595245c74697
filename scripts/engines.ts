import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minVersion, satisfies } from 'semver'
import { root } from './run.ts'

interface Package {
  version?: string
  engines?: { node?: string }
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Package> }
const promised = lock.packages['']?.engines?.node
const oldest = promised === undefined ? null : minVersion(promised)
if (oldest === null) throw new Error('package.json promises no Node version.')

const refused = Object.entries(lock.packages).filter(
  ([, { engines }]) => engines?.node !== undefined && !satisfies(oldest, engines.node),
)
for (const [path, { version, engines }] of refused) console.error(`${path} ${version} needs Node ${engines?.node}`)
console.log(`${Object.keys(lock.packages).length} packages, ${refused.length} refuse Node ${oldest.version}`)
process.exitCode = refused.length > 0 ? 1 : 0
