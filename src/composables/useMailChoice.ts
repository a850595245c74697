import * as v from 'valibot'
import { computed, shallowRef, watch } from 'vue'
import { type MailChoice, mailKinds } from '../domain/mailChoice.ts'
import { useSync } from '../stores/sync.ts'
import { useAsked } from './useAsked.ts'
import { useTask } from './useTask.ts'

const schema = v.object({
  address: v.fallback(v.string(), ''),
  // A kind that this app does not know yet is not shown, and not kept by its next save.
  kinds: v.pipe(
    v.array(v.string()),
    v.transform((kinds) => mailKinds.filter((one) => kinds.includes(one))),
  ),
  locale: v.fallback(v.picklist(['ro', 'en']), 'ro'),
  running: v.fallback(v.boolean(), false),
})

/** @throws when it is not what the cloud answers */
const parse = (answer: unknown): MailChoice => v.parse(schema, answer)

/** The person's own choice of mails: read from the cloud, and saved there with every change. */
export function useMailChoice() {
  const sync = useSync()
  const asked = useAsked(async () => parse(await sync.rpc('mail_choice_get')), 60_000)
  /** What was chosen and is not at the cloud yet. */
  const wanted = shallowRef<MailChoice | null>(null)
  const isSaved = shallowRef(false)

  const saving = useTask(async () => {
    try {
      // A click that comes while another one is being saved is saved after it.
      for (let now = wanted.value; now !== null; now = wanted.value) {
        asked.data.value = parse(await sync.rpc('mail_choice_set', { kinds: now.kinds, locale: now.locale }))
        if (wanted.value === now) wanted.value = null
      }
      isSaved.value = true
    } finally {
      // Refused: what is shown is what the cloud has.
      wanted.value = null
    }
  })

  watch(
    () => sync.link,
    (link) => void (link === 'online' && asked.data.value === undefined && asked.refresh()),
  )
  return {
    choice: computed(() => wanted.value ?? asked.data.value),
    code: computed(() => saving.code.value ?? (asked.data.value === undefined ? asked.code.value : null)),
    state: computed(() => (saving.busy.value ? 'saving' : isSaved.value ? 'saved' : 'idle')),
    save(choice: MailChoice): void {
      wanted.value = choice
      isSaved.value = false
      void saving.run()
    },
  }
}
