import { enter, expectPoints, openRoster, quickPoints, rowOf } from './support/app.ts'
import { addPeople, nameOf } from './support/many.ts'
import { expect, test } from './support/test.ts'
import { police } from './support/world.ts'

test('rows that fly past have no controls yet; where they come to stand they have them', async ({ cloud, boot }) => {
  await addPeople(cloud, 500, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const fewest = await page.getByRole('grid').evaluate(async (grid) => {
    const scroller = grid.parentElement
    const controls: number[] = []
    for (let frame = 0; scroller && frame < 10; frame++) {
      scroller.scrollTop += scroller.clientHeight
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      controls.push(grid.querySelectorAll('tbody button, tbody input').length)
    }
    return Math.min(...controls)
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

test('somebody who was picked stays the one who is, however fast the others pass by', async ({ cloud, boot }) => {
  await addPeople(cloud, 500, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, nameOf(3)).getByRole('checkbox').focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('1 selectat')).toBeVisible()

  const wrong = await page.getByRole('grid').evaluate(async (grid) => {
    const found: string[] = []
    const look = () => {
      const held = document.activeElement?.closest('tbody tr')
      if (held && !held.textContent.includes('Agent 00003')) found.push(`the focus went over to ${held.textContent}`)
      for (const row of grid.querySelectorAll('tbody tr[aria-rowindex]')) {
        const n = Number(/Agent (\d{5})/.exec(row.textContent)?.[1] ?? NaN)
        const box = row.querySelector<HTMLInputElement>('input[type="checkbox"]')
        // The others have none while they fly past.
        if ((box?.checked ?? false) !== (n === 3) || row.getAttribute('aria-selected') !== String(n === 3))
          found.push(`picked ${n}`)
        if (n !== Number(row.getAttribute('aria-rowindex')) - 1) found.push(`${n} in another's row`)
      }
    }
    const scroller = grid.parentElement
    // So far that with the first frame all are others.
    for (const by of [2, -2]) {
      for (let frame = 0; scroller && frame < 6; frame++) {
        scroller.scrollTop += by * scroller.clientHeight
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
        look()
      }
    }
    return found
  })
  expect(wrong).toEqual([])
  await expect(rowOf(page, nameOf(3)).getByRole('checkbox')).toBeChecked()
  await expect(page.getByText('1 selectat')).toBeVisible()
})
