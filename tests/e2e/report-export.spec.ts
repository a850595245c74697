import { createHash } from 'node:crypto'
import { readSheet } from 'read-excel-file/node'
import { unzipSync } from 'fflate'
import type { RosterExport } from '../../src/domain/rosterExport.ts'
import { parseCsv } from '../parseCsv.ts'
import { enter, openReports, openRoster, quickPoints } from './support/app.ts'
import { expect, test } from './support/test.ts'
import { exportAs, openNewest, resetAtCloud, twoWeeks } from './support/weeks.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const day = /_\d{4}-\d\d-\d\d/

test('the people of a report as CSV, as a workbook, and as the very file of the storage', async ({ cloud, boot }) => {
  await cloud.db('update public.employees set name = $2 where id = $1', [ana.id, '=HYPERLINK("http://x";"Ana")'])
  await resetAtCloud(cloud, police.id, 1)
  const device = await boot('office')
  const page = await enter(device, 'viewer')
  await openNewest(page)

  const csv = await exportAs(page, 'CSV')
  expect(csv.name).toMatch(new RegExp(`^Politia${day.source}\\.csv$`))
  const rows = parseCsv(csv.bytes.toString('utf8'))
  expect(rows[0]).toEqual(['#', 'Nume', 'Discord', 'Rank', 'Rol', 'SERIE DE BULETIN', 'Punctaj', 'Ultima modificare'])
  expect(rows[1]?.slice(0, 7)).toEqual(['1', carmen.name, 'om3', '1', 'Agent', '', '30'])
  expect(rows[3]?.[1]).toBe(`'=HYPERLINK("http://x";"Ana")`)

  const xlsx = await exportAs(page, 'Excel (XLSX)')
  expect(xlsx.name).toMatch(new RegExp(`^Politia${day.source}\\.xlsx$`))
  const cells = await readSheet(xlsx.bytes)
  expect(cells[1]?.slice(0, 7)).toEqual([1, carmen.name, 'om3', 1, 'Agent', null, 30])
  expect(cells[3]?.[1]).toBe('=HYPERLINK("http://x";"Ana")')
  expect(cells[1]?.[7]).toBeInstanceOf(Date)
  expect(Object.keys(unzipSync(xlsx.bytes))).toContain('xl/workbook.xml')

  // Offline too: nothing of it needs the cloud.
  await device.proxy.down()
  const json = await exportAs(page, 'JSON')
  const [archive] = await cloud.db<{ path: string; sha256: string }>('select path, sha256 from public.archives')
  expect(json.name).toBe(archive?.path.split('/')[1])
  expect(createHash('sha256').update(json.bytes).digest('hex')).toBe(archive?.sha256)
})

test('a comparison and the list of reports as files', async ({ cloud, boot }) => {
  await twoWeeks(cloud)
  const page = await enter(await boot('office'), 'admin')
  await openReports(page)
  const list = parseCsv((await exportAs(page, 'CSV')).bytes.toString('utf8'))
  expect(list.map((row) => [row[2], row[4], row[5]])).toEqual([
    ['Instituție', 'Angajați', 'Punctaj'],
    [police.name, '3', '28'],
    [police.name, '3', '60'],
  ])
  const all: unknown = JSON.parse((await exportAs(page, 'JSON')).bytes.toString('utf8'))
  expect(all).toMatchObject({ punctaj: 'archives', version: 1, archives: [{ points: 28 }, { points: 60 }] })

  await openNewest(page)
  await page.getByRole('link', { name: 'Comparație' }).click()
  await expect(page.getByRole('table', { name: 'Comparația angajaților' })).toBeVisible()
  const compared = await exportAs(page, 'Excel (XLSX)')
  const rows = await readSheet(compared.bytes)
  expect(rows.slice(1).map((row) => [row[0], row[5], row[6], row[7]])).toEqual([
    [bogdan.name, 20, 25, 5],
    [ana.name, 10, 3, -7],
    [carmen.name, 30, 0, -30],
    [null, 60, 28, -32],
  ])
})

test('today’s roster as a file: everybody, whatever the search hides, own unsent edits included', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await page.getByRole('searchbox', { name: 'Caută' }).fill('carmen')

  const csv = await exportAs(page, 'Exportă: CSV', 'Exportă și tipărește')
  expect(csv.name).toMatch(new RegExp(`^Politia${day.source}\\.csv$`))
  const rows = parseCsv(csv.bytes.toString('utf8'))
  expect(rows.slice(1).map((row) => [row[1], row[6]])).toEqual([
    [carmen.name, '30'],
    [bogdan.name, '20'],
    [ana.name, '15'],
  ])
  await expect(page.getByRole('button', { name: 'Exportă și tipărește' })).toBeFocused()

  const json = await exportAs(page, 'Exportă: JSON', 'Exportă și tipărește')
  const roster = JSON.parse(json.bytes.toString('utf8')) as RosterExport
  expect(roster).toMatchObject({ city: 'Iași', institution: police.name, columns: ['SERIE DE BULETIN'] })
  expect(roster.people.find(({ id }) => id === ana.id)).toMatchObject({ name: ana.name, points: 15, rank: 1 })
})
