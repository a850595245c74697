import { mkdtemp, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty browser profile, outside the repository. */
export const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'punctaj-profile-'))

export const removeProfile = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })

/** Process id of the browser that holds a profile: Chromium's own lock names it (`host-pid`). */
export async function browserOf(profile: string): Promise<number> {
  const lock = await readlink(join(profile, 'SingletonLock'))
  return Number(lock.slice(lock.lastIndexOf('-') + 1))
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Ends a process and its children at once, without a chance to save anything, and waits until it is gone. */
export async function killNow(pid: number): Promise<void> {
  process.kill(-pid, 'SIGKILL')
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}
