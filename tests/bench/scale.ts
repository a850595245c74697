/*
 * The tables of docs/scale.md, from what `npm run bench -- --only poll` measured and from prices. `node --import tsx
 * tests/bench/scale.ts` prints them; a unit test holds the document against them.
 */

/** As one run printed them; bytes with all headers, HTTP/1.1. */
export const measured = { pollUp: 1001, pollDown: 1366, deltaDown: 2362 }

/** Named in docs/scale.md with their source. */
export const prices = { plan: 25, egressIncluded: 250, egressPerGb: 0.09 }

const pollGapS = 1
const hiddenGapS = 30
const [hoursADay, daysAMonth] = [8, 22]
const devices = [10, 200, 10_000, 100_000]
/** How many of the open devices are looked at. */
const shares = [1, 0.3, 0.05]

const whole = (n: number) => Math.round(n).toLocaleString('en')
const perDevice = (visible: number) => visible / pollGapS + (1 - visible) / hiddenGapS

/** One row: so many devices, that share of them visible, eight hours on 22 days. */
function row(count: number, visible: number): string[] {
  const perSecond = count * perDevice(visible)
  const polls = perSecond * 3600 * hoursADay * daysAMonth
  const gb = (polls * measured.pollDown) / 1e9
  const money = prices.plan + Math.max(0, gb - prices.egressIncluded) * prices.egressPerGb
  return [
    whole(count),
    `${String(visible * 100)} %`,
    perSecond < 10 ? perSecond.toFixed(1) : whole(perSecond),
    gb < 10 ? gb.toFixed(1) : whole(gb),
    `$${whole(money)}`,
  ]
}

const line = (cells: string[]) => `| ${cells.join(' | ')} |`

/** The table's lines, as Markdown. */
export const scaleTable = (): string[] => [
  line(['devices open', 'visible', 'polls per second', 'egress, GB a month', 'plan and egress a month']),
  line(['---', '---', '---', '---', '---']),
  ...devices.flatMap((count) => shares.map((share) => line(row(count, share)))),
]

if (process.argv[1]?.endsWith('scale.ts')) console.log(scaleTable().join('\n'))
