import type { Cloud } from '../../local/cloud.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { ms, type Line } from './report.ts'
import { institutionId } from './seed.ts'
import { large, withSyncedDevice } from './stage.ts'

/** A closed browser, no network: from the navigation until a roster's first row is on the screen. */
export const coldStart = (cloud: Cloud, turns: number): Promise<Line[]> =>
  withSyncedDevice(cloud, async (device, page) => {
    const roster = new URL(page.url()).origin
    const took: number[] = []
    await device.proxy.down()
    for (let turn = 0; turn < turns; turn++) {
      await device.stop()
      await device.start()
      const tab = await device.open(`${roster}/institution/${institutionId(7)}`)
      took.push(
        await tab.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const look = () => {
                if (document.querySelector('[role="grid"] tbody tr') === null) requestAnimationFrame(look)
                else requestAnimationFrame(() => resolve(performance.now()))
              }
              look()
            }),
        ),
      )
    }
    return [
      {
        what: `cold offline start with ${large.employees.toLocaleString('en')} employees: navigation → roster (median of ${String(turns)})`,
        ours: ms(percentile(took, 0.5)),
        against: '–',
        ratio: '–',
      },
    ]
  })
