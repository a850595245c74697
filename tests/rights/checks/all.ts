import type { Check } from '../world.ts'
import { archiveBodies, storage, uploads } from './archives.ts'
import { hostileArguments } from './arguments.ts'
import { callers, internals } from './calls.ts'
import { foreignOps, online, ops } from './ops.ts'
import { devices, given, logs, profiles, rightsOfOthers } from './people.ts'
import { poll, privileges, servers, tables } from './tables.ts'
import { deltas, later, pulls, reseals } from './views.ts'

/** What is checked, by the end of its sentence; the quickest first. */
export const checks: Record<string, Check> = {
  'are granted to nobody but where the table says so': privileges,
  'over the rows of the poll are everybody’s who is signed in, to their own': poll,
  'of server programs end at history': servers,
  'to internal functions are nobody’s': internals,
  'to each call are those of its line in the table': callers,
  'to ops do not come with another’s name, id or history': foreignOps,
  'to a view are those of its places': deltas,
  'to what came later are those of the view': later,
  'to leaves by their key are those of the view': pulls,
  'to mend a leaf are those of the view': reseals,
  'to archives are those of their place': archiveBodies,
  'to note an upload are those of who may upload, or see it': uploads,
  'over others’ rights are the admins’, within their bounds': rightsOfOthers,
  'are given to one person': given,
  'over a profile are its person’s, and end before its role': profiles,
  'over devices are their person’s': devices,
  'over the log are to what devices may say': logs,
  'to ops are those of the table, by kind, role and scope': ops,
  'to reset and restore are those of the table': online,
  'to stored files are to write once and to read': storage,
  'to tables are nobody’s, whatever the verb': tables,
  'are not won by arguments that mean no good': hostileArguments,
}
