import { nextTick, watch } from 'vue'
import { wanted } from '../../composables/useFound.ts'
import type { Id } from '../../domain/model.ts'

interface Roster {
  /** Undefined until the roster is read. */
  isHere: (person: Id) => boolean | undefined
  /** Not hidden by the search. */
  isShown: (person: Id) => boolean
  showAll: () => void
  focus: (person: Id) => Promise<boolean> | undefined
}

/** Shows who was looked for from anywhere: their row is scrolled to, marked and has the focus; a search that hides it is emptied. */
export function useFoundPerson(institution: Id, { isHere, isShown, showAll, focus }: Roster): void {
  const due = (): Id | null => {
    const at = wanted.value
    return at?.institution === institution && isHere(at.person) !== undefined ? at.person : null
  }
  watch(
    due,
    async (person) => {
      if (person === null) return
      wanted.value = null
      if (isHere(person) === false) return
      if (!isShown(person)) showAll()
      await nextTick()
      await focus(person)
    },
    { immediate: true, flush: 'post' },
  )
}
