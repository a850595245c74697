import { existsSync } from 'node:fs'
import { run } from './run.ts'

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** Installs Debian packages where that is possible (Debian or Ubuntu, as root); says whether it did. */
export async function install(packages: readonly string[]): Promise<boolean> {
  if (!isDebianRoot()) return false
  console.log(`Installing ${packages.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const steps = [['update'], ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]]
  for (const args of steps) {
    const { code, output } = await run('apt-get', args, { capture: true, env })
    if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${output}`)
  }
  return true
}
