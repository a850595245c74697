import { ref } from 'vue'

/** What lies over the whole app: the palette of commands, or the sheet of keys. */
export const overlay = ref<'palette' | 'keys' | null>(null)
