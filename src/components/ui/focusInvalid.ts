import { nextTick } from 'vue'

/** After a save that was refused: to the first field that has to be changed, which may be out of sight. */
export async function focusInvalid(formId: string): Promise<void> {
  await nextTick()
  document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
