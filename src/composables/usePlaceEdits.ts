import { useI18n } from 'vue-i18n'
import type { Id } from '../domain/model.ts'
import { clean } from '../domain/names.ts'
import type { Op, OpBody } from '../domain/op.ts'
import type { NameForm } from '../domain/placeName.ts'
import { type InstitutionForm, type SetupForm, setupOf, setupOps } from '../domain/setupForm.ts'
import type { PlaceContents } from '../domain/views.ts'
import { useUi } from '../stores/ui.ts'
import { useEdit } from './useEdit.ts'

/** The place that an edit is about: a city, or an institution in it. */
interface Place {
  city: Id
  institution: Id | null
}

/**
 * Every edit of cities and institutions. Each answers whether it was taken, a create with the new id.
 *
 * @param draft key of the draft that an edit is made of: the one ends with the other
 */
export function usePlaceEdits(draft: () => string | undefined) {
  const { t } = useI18n()
  const ui = useUi()
  const write = useEdit()
  const edit = (ops: OpBody[]): Promise<Op[] | null> => write(ops, draft())

  async function createCity(name: string): Promise<Id | null> {
    const city = crypto.randomUUID()
    return (await edit([{ kind: 'city.create', city, name: clean(name) }])) && city
  }

  async function createInstitution(city: Id, form: InstitutionForm): Promise<Id | null> {
    const institution = crypto.randomUUID()
    const name = clean(form.name)
    return (
      (await edit([{ kind: 'institution.create', institution, city, name, ...setupOf(form.setup) }])) && institution
    )
  }

  async function rename({ city, institution }: Place, { name: fresh, was }: NameForm): Promise<boolean> {
    const name: [string, string] = [was ?? '', clean(fresh)]
    if (name[0] === name[1]) return true
    return (
      (await edit([
        institution === null ? { kind: 'city.rename', city, name } : { kind: 'institution.rename', institution, name },
      ])) !== null
    )
  }

  const setup = async (institution: Id, form: SetupForm): Promise<boolean> =>
    (await edit(setupOps(institution, form))) !== null

  /** @param seen what was shown before it was confirmed */
  async function remove({ city, institution }: Place, name: string, seen: PlaceContents[]): Promise<boolean> {
    const ops = await edit([
      institution === null
        ? { kind: 'city.delete', city, seen: seen.map(({ id }) => id) }
        : { kind: 'institution.delete', institution, seen: seen[0]?.period ?? 0, after: [] },
    ])
    if (ops) ui.toast(t('place.deleted', { name }))
    return ops !== null
  }

  return { createCity, createInstitution, rename, setup, remove }
}
