import { audit } from './audit.ts'
import { away } from './away.ts'
import { cloud } from './cloud.ts'
import { cloudPeople } from './cloudPeople.ts'
import { cloudPlaces } from './cloudPlaces.ts'
import { doctor } from './doctor.ts'
import { dashboard } from './dashboard.ts'
import { drafts } from './drafts.ts'
import { files } from './files.ts'
import { identity } from './identity.ts'
import { imports } from './imports.ts'
import { jobs } from './jobs.ts'
import { lock } from './lock.ts'
import { members } from './members.ts'
import { mail } from './mail.ts'
import { ops } from './ops.ts'
import { places } from './places.ts'
import { privacy } from './privacy.ts'
import { push } from './push.ts'
import { remains } from './remains.ts'
import { reports } from './reports.ts'
import type { Rule } from './rule.ts'
import { shell } from './shell.ts'
import { signals } from './signals.ts'
import { storage } from './storage.ts'
import { tabs } from './tabs.ts'
import { tray } from './tray.ts'
import { undo } from './undo.ts'

/** Rules by what they are about. */
export const areas: Readonly<Record<string, readonly Rule[]>> = {
  ops,
  places,
  cloud,
  cloudPeople,
  cloudPlaces,
  tray,
  files,
  imports,
  drafts,
  undo,
  push,
  away,
  identity,
  remains,
  tabs,
  storage,
  lock,
  mail,
  shell,
  reports,
  members,
  doctor,
  dashboard,
  audit,
  jobs,
  privacy,
  signals,
}

/** Every rule of editing that a bug is planted for. */
export const rules: readonly Rule[] = Object.values(areas).flat()
