import { type FormName, formName } from './formName.ts'
import { cityTasks, institutionTasks, type PlaceTarget, type PlaceTask } from './placeMenu.ts'
import { placeNow } from './placesNow.ts'
import type { DirectoryCity } from './views.ts'

/** The form that is open about a place, as it stood when it was opened. */
export type PlaceForm = { is: 'createCity' } | { is: Exclude<PlaceTask, 'up' | 'down'>; target: PlaceTarget }

const formTasks = ['createInstitution', 'rename', 'setup', 'delete'] as const

/** The name under which a form is kept: what is about an institution goes with it. */
export function placeFormName(form: PlaceForm): string {
  if (form.is === 'createCity') return formName('city')
  const { city, institution } = form.target
  return institution
    ? formName('institution', institution.id, form.is)
    : formName('city', null, `${form.is}:${city.id}`)
}

/**
 * The form that a name says; null when it is none of these, or this person may not do that any more, or the place is gone.
 *
 * @param editsAll whether this person has `edit` everywhere
 */
export function placeFormOf(
  { form, institution, about }: FormName,
  cities: readonly DirectoryCity[],
  editsAll: boolean,
): PlaceForm | null {
  if (form !== 'city' && form !== 'institution') return null
  if (form === 'city' && about === '') return editsAll ? { is: 'createCity' } : null
  const [word, cityId] = about.split(':')
  const task = formTasks.find((one) => one === word)
  const city = cities.find(({ id, institutions }) =>
    institution === null ? id === cityId : institutions.some((one) => one.id === institution),
  )
  const target = city && placeNow({ city, institution: institution === null ? null : { id: institution } }, cities)
  if (!task || !target) return null
  const tasks = target.institution
    ? institutionTasks(target.institution, target.city)
    : cityTasks(target.city, cities, editsAll)
  return tasks.includes(task) ? { is: task, target } : null
}
