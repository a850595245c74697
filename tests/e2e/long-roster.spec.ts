import { enter, expectPoints, openRoster, quickPoints, rowOf } from './support/app.ts'
import { addPeople, nameOf } from './support/many.ts'
import { expect, test } from './support/test.ts'
import { police } from './support/world.ts'

test('rows that fly past have no buttons yet; where they come to stand they have them', async ({ cloud, boot }) => {
  await addPeople(cloud, 500, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const fewest = await page.getByRole('grid').evaluate(async (grid) => {
    const scroller = grid.parentElement
    const buttons: number[] = []
    for (let frame = 0; scroller && frame < 10; frame++) {
      scroller.scrollTop += scroller.clientHeight
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      buttons.push(grid.querySelectorAll('tbody .tools button').length)
    }
    return Math.min(...buttons)
  })
  expect(fewest).toBe(0)
  const first = page.getByRole('grid').getByRole('row').filter({ hasText: 'Agent' }).nth(8)
  const n = Number(/Agent (\d+)/.exec(await first.innerText())?.[1])
  await quickPoints(page, nameOf(n), '+5')
  await expectPoints(page, nameOf(n), 905 - n)

  // A turn of the wheel is no flight.
  await rowOf(page, nameOf(n)).hover()
  await page.mouse.wheel(0, 80)
  await page.waitForTimeout(50)
  await expect(rowOf(page, nameOf(n)).getByRole('button', { name: '+5' })).toBeVisible({ timeout: 1 })
})
