import type { IssueCode } from './issues.ts'

/** Epoch ms of a time the old program wrote, with what is doubtful about it; `blank` and null are different things. */
export type LegacyTime = { at: number; doubt: Extract<IssueCode, 'time_twice' | 'time_never'> | null } | 'blank' | 'bad'

const shape =
  /^(?<y>\d{4})-(?<mo>\d\d)-(?<d>\d\d)[ T](?<h>\d\d):(?<mi>\d\d):(?<s>\d\d)(?:\.(?<frac>\d{1,9}))?(?<zone>Z|[+-]\d\d:?\d\d)?$/

/** A naive time is the wall clock of Bucharest; one with an offset says itself what it is. */
export function parseLegacyTime(value: unknown): LegacyTime {
  if (value === undefined || value === null) return 'blank'
  if (typeof value !== 'string') return 'bad'
  const text = value.trim()
  if (text === '') return 'blank'
  const parts = shape.exec(text)?.groups
  const wall = parts ? wallClock(parts) : null
  if (!parts || wall === null) return 'bad'
  const zone = parts['zone']
  if (zone === undefined) return fromBucharest(wall)
  const offset = offsetOf(zone)
  return offset === null ? 'bad' : { at: wall - offset, doubt: null }
}

/** The parts read as if they were UTC; null when there is no such day or hour, or a year the cloud cannot mean. */
function wallClock(parts: Record<string, string | undefined>): number | null {
  const [y, mo, d, h, mi, s] = ['y', 'mo', 'd', 'h', 'mi', 's'].map((key) => Number(parts[key])) as Six
  const millis = Number((parts['frac'] ?? '0').slice(0, 3).padEnd(3, '0'))
  const at = Date.UTC(y, mo - 1, d, h, mi, s, millis)
  const back = new Date(at)
  const real = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60
  return real && y >= 2000 && y < 2100 ? at : null
}

type Six = [number, number, number, number, number, number]

function offsetOf(zone: string): number | null {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const day = 86_400_000

/**
 * The instant at which Bucharest's clocks showed this. In the hour that comes twice (last Sunday of October) the first
 * one; in the hour that never comes (last Sunday of March) the one that the old offset gives.
 */
export function fromBucharest(wall: number): LegacyTime {
  const before = bucharestOffset(wall - day)
  const after = bucharestOffset(wall + day)
  const fits = [before, after].map((offset) => wall - offset).filter((at) => at + bucharestOffset(at) === wall)
  const [first, second] = fits
  if (first === undefined) return { at: wall - before, doubt: 'time_never' }
  return { at: first, doubt: second !== undefined && second !== first ? 'time_twice' : null }
}

const bucharest = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Bucharest',
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

const hour = 3_600_000
const offsets = new Map<number, number>()

/** How far Bucharest was ahead of UTC at an instant, in ms. Clocks change on the hour: each one is asked about once. */
function bucharestOffset(at: number): number {
  const key = Math.floor(at / hour)
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size > 20_000) offsets.clear()
  const offset = askOffset(key * hour)
  offsets.set(key, offset)
  return offset
}

function askOffset(at: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of bucharest.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - at
}
