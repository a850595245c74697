import { useI18n } from 'vue-i18n'
import { abilitiesOf, accessOf, allCapabilities, type PlaceRights } from '../../domain/members.ts'
import type { Capability, Me } from '../../domain/model.ts'
import { useFormat } from '../../i18n/format.ts'

/** What people may see and do, in words. */
export function useMemberWords() {
  const { t, locale } = useI18n()
  const format = useFormat()

  /** "vede și punctează" */
  const abilities = (capabilities: readonly Capability[]): string =>
    format.list(capabilities.map((one) => t(`capability.${one}`).toLocaleLowerCase(locale.value)))

  function access(member: Me): string {
    const found = accessOf(member)
    if (found.is !== 'some') return t(`members.access.${found.is}`)
    const { cities, institutions } = found
    return format.list([
      ...(cities > 0 ? [t('count.cities', { n: format.number(cities) }, cities)] : []),
      ...(institutions > 0 ? [t('count.institutions', { n: format.number(institutions) }, institutions)] : []),
    ])
  }

  /** "Poliția, Iași" */
  function place({ place }: PlaceRights): string {
    if (place === 'everywhere' || place === 'gone') return t(`rights.${place}`)
    return place.institution === null ? place.city : `${place.institution}, ${place.city}`
  }

  /** "vede și punctează", "tot" */
  function may(member: Me): string {
    const able = abilitiesOf(member)
    return able.length === allCapabilities.length ? t('members.access.all') : abilities(able)
  }

  return { abilities, access, may, place }
}
