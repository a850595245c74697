import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { add, type Op, op } from './shapes.ts'

describeCloud('a refusal says whose change it met, and when', (cloud) => {
  let mine: Person
  let boss: Person
  beforeAll(async () => {
    mine = await cloud().person('admin', [], 'Eu')
    boss = await cloud().person('admin', [], 'Șeful')
  })
  const refusal = async (one: Op, person = mine) => {
    const [result] = (await cloud().push(person, one)).results
    return { code: result?.code, theirs: result?.theirs }
  }
  const bossDoes = async (...ops: Op[]) => {
    const { results } = await cloud().push(boss, ...ops)
    expect(results.map(({ status }) => status)).toEqual(ops.map(() => 'applied'))
  }
  const his = { by: 'Șeful', at: expect.any(Number) as number }

  it('to an edit of a field that he edited, not of his latest edit', async () => {
    const { institution, employees } = await cloud().place([1])
    const edit = (person: Person, set: object) =>
      op(person, 'employee.edit', { institution, employee: employees[0], set })
    await bossDoes(edit(boss, { name: ['Om 0', 'Ana'] }))
    const other = await cloud().person('admin', [], 'Altul')
    await cloud().push(other, edit(other, { rank: [null, 1] }))
    expect(await refusal(edit(mine, { name: ['Om 0', 'Ina'] }))).toEqual({
      code: 'clash',
      theirs: { name: 'Ana', ...his },
    })
  })

  it('to whoever speaks of people that he deleted: with who they were', async () => {
    const { institution, employees } = await cloud().place([4])
    await bossDoes(op(boss, 'employee.delete', { institution, employee: employees[0], seen: 1, after: [] }))
    const [gone = ''] = employees
    const people = { [gone]: { name: 'Om 0', discord: '', rank: null, fields: {} } }
    expect(await refusal(add(mine, { institution, employees }, 5))).toEqual({
      code: 'employee_gone',
      theirs: { gone: employees, people, ...his },
    })
  })

  it('to whoever speaks of people that he moved: with where they are', async () => {
    const { institution, employees } = await cloud().place([4])
    const { institution: to } = await cloud().place()
    await bossDoes(op(boss, 'employee.move', { institution, employee: employees[0], to, seen: 1, after: [] }))
    expect(await refusal(add(mine, { institution, employees }, 5))).toMatchObject({
      theirs: { to, people: {}, ...his },
    })
  })

  it('to points of a week that he closed, and to a delete of what he scored', async () => {
    const place = await cloud().place([4])
    const { institution, employees } = place
    await bossDoes(add(boss, place, 1))
    const remove = op(mine, 'employee.delete', { institution, employee: employees[0], seen: 1, after: [] })
    expect(await refusal(remove)).toMatchObject({ code: 'changed_since', theirs: { points: 5, ...his } })
    await cloud().rpc(boss, 'reset_points', { op: randomUUID(), institution, expected_period: 1 })
    expect(await refusal(add(mine, place, 5))).toEqual({ code: 'period_closed', theirs: { period: 2, ...his } })
  })

  it('to an undo of what is undone, to edits of a place that is gone, to names that changed', async () => {
    const place = await cloud().place([4])
    const { institution, city } = place
    const given = add(boss, place, 1)
    await bossDoes(given, op(boss, 'points.undo', { institution, period: 1, target: given.id }))
    const undo = op(mine, 'points.undo', { institution, period: 1, target: given.id })
    expect(await refusal(undo)).toEqual({ code: 'target_gone', theirs: his })
    await bossDoes(op(boss, 'city.rename', { city, name: [`Oraș ${city.slice(0, 6)}`, 'Nou'] }))
    expect(await refusal(op(mine, 'city.rename', { city, name: ['Vechi', 'Alt'] }))).toEqual({
      code: 'clash',
      theirs: { name: 'Nou', ...his },
    })
    await bossDoes(op(boss, 'city.delete', { city, seen: [institution] }))
    expect(await refusal(add(mine, place, 5))).toEqual({ code: 'institution_gone', theirs: his })
    expect(await refusal(op(mine, 'city.rename', { city, name: ['Nou', 'Alt'] }))).toEqual({
      code: 'city_gone',
      theirs: his,
    })
  })

  it('to whom he took a right from', async () => {
    const place = await cloud().place([4])
    const user = await cloud().person('user', [{ institution: place.institution, capability: 'score' }])
    await cloud().rpc(boss, 'set_permissions', {
      target: user.id,
      rows: [{ institution: place.institution, capability: 'view' }],
    })
    expect(await refusal(add(user, place, 5), user)).toEqual({ code: 'denied', theirs: his })
  })

  it('and says nothing where nobody is known', async () => {
    const { institution } = await cloud().place()
    expect(await refusal(add(mine, { institution, employees: [randomUUID()] }, 5))).toEqual({
      code: 'employee_gone',
      theirs: { gone: expect.any(Array) as string[], people: {} },
    })
  })
})
