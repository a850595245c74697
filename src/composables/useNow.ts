import { onScopeDispose, ref, type Ref } from 'vue'

/** The time, renewed every few seconds, for texts such as "acum 3 minute". */
export function useNow(everyMs = 10_000): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
