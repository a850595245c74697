import type { Check } from '../world.ts'
import { archiveBodies, erasedFiles, noArchive, storage, uploads } from './archives.ts'
import { hostileArguments, ownValues } from './arguments.ts'
import { backups } from './backups.ts'
import { callers, internals, serverCalls } from './calls.ts'
import { mail } from './mail.ts'
import { foreignOps, online, ops, whoseRights } from './ops.ts'
import { devices, given, logs, owners, profiles, rightsOfOthers } from './people.ts'
import { privileges, reopened } from './privileges.ts'
import { erasures, poll, servers, tables } from './tables.ts'
import { deltas, later, pulls, reseals } from './views.ts'

interface Named {
  /** The end of a sentence that begins with "rights". */
  name: string
  check: Check
  /** Files of `sql/` that it is chiefly about: it is the first to be asked when one of them is broken. */
  about: RegExp
}

/** What is checked; the quickest first. */
export const checks: Named[] = [
  { name: 'are granted to nobody but where the table says so', check: privileges, about: /^(00|08|9)/ },
  { name: 'that were opened by hand are closed by an update', check: reopened, about: /^(00|08|9)/ },
  { name: 'to mail are the admins’ who want it', check: mail, about: /^6[56]/ },
  { name: 'to the calls of server programs are no person’s', check: serverCalls, about: /^6[56]/ },
  { name: 'to remove a file that an erasure replaced are the superusers’', check: erasedFiles, about: /^70/ },
  { name: 'over the rows of the poll are their person’s', check: poll, about: /^90/ },
  { name: 'of server programs end at history', check: servers, about: /^(05|08|14)/ },
  { name: 'of an erasure over archives end at what they are of', check: erasures, about: /^05/ },
  { name: 'to internal functions are nobody’s', check: internals, about: /^(00|91)/ },
  { name: 'of the first superuser are that person’s', check: owners, about: /^50/ },
  { name: 'to see whose change one met are one’s own', check: whoseRights, about: /^37/ },
  { name: 'to an archive need one', check: noArchive, about: /^46/ },
  { name: 'do not come with values that are none', check: ownValues, about: /^(5[145]|6[256]|70)/ },
  { name: 'are given to one person', check: given, about: /^51/ },
  { name: 'over devices are their person’s', check: devices, about: /^52/ },
  { name: 'over the log are to what devices may say', check: logs, about: /^53/ },
  { name: 'over a profile are its person’s, and end before its role', check: profiles, about: /^50/ },
  { name: 'to ops do not come with another’s name, id or history', check: foreignOps, about: /^(22|33|43)/ },
  { name: 'to what came later are those of the view', check: later, about: /^21/ },
  { name: 'to leaves by their key are those of the view', check: pulls, about: /^22/ },
  { name: 'to mend a leaf are those of the view', check: reseals, about: /^24/ },
  { name: 'to tables are nobody’s, whatever the verb', check: tables, about: /^90/ },
  { name: 'to note an upload are those of who may upload, or see it', check: uploads, about: /^46/ },
  { name: 'to archives are those of their place', check: archiveBodies, about: /^46/ },
  { name: 'to a view are those of its places', check: deltas, about: /^2[012]/ },
  { name: 'to each call are those of its line in the table', check: callers, about: /^(2|4[45]|5)/ },
  { name: 'over others’ rights are the admins’, within their bounds', check: rightsOfOthers, about: /^51/ },
  { name: 'are not won by arguments that mean no good', check: hostileArguments, about: /^(22|24|4[45]|5)/ },
  { name: 'to the backups of an institution are those to reset there', check: backups, about: /^62/ },
  { name: 'to reset and restore are those of the table', check: online, about: /^41/ },
  { name: 'to ops are those of the table, by kind, role and scope', check: ops, about: /^3/ },
  { name: 'to stored files are to write once and to read', check: storage, about: /^47/ },
]

/** All checks, those about a file first. */
export const inOrder = (file: string): Named[] => [
  ...checks.filter(({ about }) => about.test(file)),
  ...checks.filter(({ about }) => !about.test(file)),
]
