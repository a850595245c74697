// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import MoveDialog from '../../src/components/roster/MoveDialog.vue'
import type { DirectoryCity } from '../../src/domain/views.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())

const places = (...names: string[]): DirectoryCity[] => [
  {
    id: 'city',
    name: 'Iași',
    place: null,
    can: [],
    institutions: names.map((name) => ({ id: name, name, place: null, can: ['edit'] })),
  },
]

it('keeps the place that was chosen while the directory is read anew', async () => {
  const cities = shallowRef(places('Poliția', 'Spitalul'))
  const move = vi.fn()
  open = mount(
    defineComponent(() => () => h(MoveDialog, { rows: [], cities: cities.value, here: 'city', onMove: move })),
    {},
  )
  const [, choice] = open.root.querySelectorAll('select')
  if (!choice) throw new Error('no choice of an institution')
  choice.value = 'Spitalul'
  choice.dispatchEvent(new Event('change', { bubbles: true }))
  cities.value = places('Poliția', 'Primăria', 'Spitalul')
  await nextTick()
  await open.submit()
  expect(move).toHaveBeenCalledWith(expect.objectContaining({ id: 'Spitalul' }))
})
