import type { Action } from './model/actions.ts'

interface Regression {
  name: string
  seed: number
  actions: Action[]
}

/** Schedules that found a bug, shrunk; each must pass for ever. */
export const regressions: Regression[] = [
  {
    name: 'a garbled poll demands a head that the cloud never had',
    seed: -27,
    actions: [
      { is: 'edit', then: 40, device: 0, tab: 0, kind: 'points.add', pick: 5, amount: 4 },
      { is: 'edit', then: 2, device: 0, tab: 1, kind: 'institution.rename', pick: 8, amount: 2 },
      { is: 'reset', then: 1, device: 0, tab: 1, pick: 8 },
      { is: 'step', then: 0, device: 0, tab: 0, urgent: false },
      { is: 'edit', then: 31, device: 0, tab: 1, kind: 'employee.field', pick: 11, amount: 2 },
      { is: 'step', then: 4, device: 1, tab: 1, urgent: true },
      { is: 'step', then: 2, device: 0, tab: 1, urgent: true },
      { is: 'edit', then: 4, device: 2, tab: 0, kind: 'points.undo', pick: 1, amount: 3 },
      { is: 'step', then: 1, device: 2, tab: 1, urgent: true },
      { is: 'weather', then: 28, device: 2, coming: ['cut off', 'altered'] },
      { is: 'step', then: 5, device: 0, tab: 1, urgent: true },
      { is: 'edit', then: 6, device: 1, tab: 1, kind: 'points.take', pick: 11, amount: 5 },
      { is: 'link', then: 14, device: 1, up: true },
      { is: 'restore', then: 24, device: 0, tab: 1, pick: 10, replace: true },
      { is: 'click', then: 31, device: 1, tab: 1 },
      { is: 'edit', then: 37, device: 1, tab: 1, kind: 'city.order', pick: 6, amount: 5 },
      { is: 'step', then: 30, device: 2, tab: 0, urgent: false },
    ],
  },
  {
    name: 'a restored cloud comes back to the version that was demanded, with another history',
    seed: 32585695,
    actions: [
      { is: 'backup', then: 2, pick: 10 },
      { is: 'edit', then: 7, device: 1, tab: 0, kind: 'points.add', pick: 11, amount: 5 },
      { is: 'click', then: 32, device: 1, tab: 1 },
      { is: 'click', then: 25, device: 2, tab: 1 },
      { is: 'goBack', then: 2, pick: 1 },
      { is: 'reset', then: 12, device: 2, tab: 0, pick: 0 },
    ],
  },
  {
    name: 'an own push is applied onto another history of the same version, and what was lost is not offered',
    seed: 277085074,
    actions: [
      { is: 'step', then: 1, device: 0, tab: 1, urgent: true },
      { is: 'backup', then: 4, pick: 0 },
      { is: 'edit', then: 5, device: 0, tab: 1, kind: 'points.set', pick: 0, amount: 7 },
      { is: 'edit', then: 22, device: 0, tab: 0, kind: 'points.add', pick: 4, amount: 4 },
      { is: 'goBack', then: 2, pick: 4 },
      { is: 'permit', then: 2, who: 'helper', pick: 1 },
    ],
  },
]
