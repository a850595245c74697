import { backups } from './backups.ts'
import { erasing } from './erase.ts'
import { fileAndTray, lockedForm, places, placesLost, withoutCloud } from './offline.ts'
import { members } from './members.ts'
import { emptyStates, lockStates, missingPart, otherPeople } from './states.ts'
import { endedSession, fullDisk, lostDatabase, newerApp, newerDatabase } from './trouble.ts'

/** Every state that no link leads to; each scene on a device of its own, in a world of its own. */
export const scenes = {
  emptyStates,
  lockStates,
  otherPeople,
  missingPart,
  withoutCloud,
  fileAndTray,
  places,
  placesLost,
  lockedForm,
  newerApp,
  fullDisk,
  lostDatabase,
  newerDatabase,
  endedSession,
  members,
  backups,
  erasing,
}
