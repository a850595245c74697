// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import MoveDialog from '../../src/components/roster/MoveDialog.vue'
import type { MoveForm } from '../../src/domain/moveTargets.ts'
import type { DirectoryCity, RosterRow } from '../../src/domain/views.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())

const person: RosterRow = {
  id: 'ana',
  name: 'Ana',
  discord: '',
  rank: null,
  role: null,
  fields: {},
  points: 0,
  rev: 1,
  touched: 0,
  pending: false,
}

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
  const form = ref<MoveForm>({ people: [], city: '', institution: '' })
  open = mount(
    defineComponent(() => () => {
      const given = { rows: [person], left: [], cities: cities.value, here: 'city', onMove: move }
      return h(MoveDialog, { ...given, modelValue: form.value, 'onUpdate:modelValue': (now) => (form.value = now) })
    }),
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
