import type { Id } from './model.ts'

/** The forms that are kept while half filled. */
export const formKinds = [
  'employee',
  'points',
  'cell',
  'roster',
  'move',
  'restore',
  'force',
  'city',
  'institution',
  'tray',
  'rights',
] as const
export type FormKind = (typeof formKinds)[number]

/** Which form, of which institution, about whom or what. */
export interface FormName {
  form: FormKind
  institution: Id | null
  about: string
}

/** A form's name as text: the institution in it decides with what the draft goes. `about` never holds a `~`. */
export const formName = (form: FormKind, institution: Id | null = null, about = ''): string =>
  `${form}:${institution ?? ''}:${about}`

const named = /^([a-z]+):([0-9a-f-]{36})?:([^~]*)(?:~|$)/

/** What a form's name, or a draft's key, names; null for one that this version does not know. */
export function parseFormName(key: string): FormName | null {
  const [, word, institution = null, about = ''] = named.exec(key) ?? []
  const form = formKinds.find((kind) => kind === word)
  return form === undefined ? null : { form, institution, about }
}
