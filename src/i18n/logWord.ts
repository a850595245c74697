import { useI18n } from 'vue-i18n'

/** What `sync_log` calls a type or a result, in the current language; what a newer cloud adds is called as the cloud calls it. */
export function useLogWord(): (group: 'type' | 'status', value: string) => string {
  const { t, te } = useI18n()
  return (group, value) => (te(`log.${group}.${value}`) ? t(`log.${group}.${value}`) : value)
}
