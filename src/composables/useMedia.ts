import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether a media query matches, live. */
export function useMedia(query: string): Ref<boolean> {
  const media = matchMedia(query)
  const matches = ref(media.matches)
  const update = (): void => void (matches.value = media.matches)
  media.addEventListener('change', update)
  onScopeDispose(() => media.removeEventListener('change', update))
  return matches
}

/** From this width on the shell has a sidebar; below it, tabs. */
export const wideScreen = '(min-width: 1024px)'
