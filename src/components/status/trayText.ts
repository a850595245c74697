import { useI18n } from 'vue-i18n'
import type { FormField } from '../../domain/trayForm.ts'
import type { TrayLine } from '../../domain/trayLine.ts'
import type { Shown } from '../../domain/trayValues.ts'
import { useFormat } from '../../i18n/format.ts'

type Words = ReturnType<typeof useI18n>['t']
type Formats = ReturnType<typeof useFormat>

function labelText(t: Words, of: FormField['label']): string {
  switch (of.is) {
    case 'own':
      return of.text
    case 'name':
    case 'discord':
    case 'rank':
      return t(`roster.column.${of.is}`)
    case 'institution':
    case 'institutions':
    case 'ranks':
    case 'columns':
    case 'order':
    case 'delta':
    case 'reason':
    case 'startPoints':
      return t(`tray.label.${of.is}`)
  }
}

function shownText(t: Words, format: Formats, value: Shown): string {
  switch (value.is) {
    case 'text':
      return value.text
    case 'number':
      return t('tray.shown.points', { n: t('count.points', { n: format.number(value.n) }, value.n) })
    case 'delta':
      return format.signed(value.n)
    case 'rank':
      return value.role === '' ? String(value.rank) : t('tray.shown.rank', { rank: value.rank, role: value.role })
    case 'list':
      return value.items.join(', ')
    case 'empty':
    case 'gone':
    case 'cityGone':
    case 'deleted':
    case 'unknown':
      return t(`tray.shown.${value.is}`)
  }
}

/** Points go to the week that runs now: which one that is must be said. */
function weekName(t: Words, format: Formats, line: TrayLine): string {
  const since = line.week?.since ?? null
  return since === null
    ? t('tray.weekNumber', { n: line.week?.period ?? '?' })
    : t('tray.weekSince', { at: format.dateTime(since) })
}

/** The words for what a card of the tray shows. */
export function useTrayText() {
  const { t } = useI18n()
  const format = useFormat()

  const label = (of: FormField['label']): string => labelText(t, of)
  const shown = (value: Shown): string => shownText(t, format, value)

  /** What the button says that sends a line once more. */
  function sending(line: TrayLine): string {
    switch (line.choices.sending) {
      case 'mine':
        return t('tray.keepMine')
      case 'newWeek':
        return t('tray.newWeek', { week: weekName(t, format, line) })
      case 'recreate':
        return t('tray.recreate')
      case 'again':
      case null:
        return t('tray.again')
    }
  }

  const dropping = (line: TrayLine): string =>
    line.code === 'clash' || line.code === 'changed_since' ? t('tray.keepTheirs') : t('tray.drop')

  const inNewWeek = (line: TrayLine): string => t('tray.inNewWeek', { week: weekName(t, format, line) })

  function whose({ code, theirs: { by, at } }: TrayLine): string {
    const did = code.endsWith('_gone') ? 'deleted' : 'changed'
    if (by !== null && by !== '') {
      return at === null
        ? t(`tray.whose.${did}.by`, { by })
        : t(`tray.whose.${did}.both`, { by, at: format.dateTime(at) })
    }
    return at === null ? '' : t(`tray.whose.${did}.at`, { at: format.dateTime(at) })
  }

  const title = (line: TrayLine): string => t(`op.${line.kind.replace('.', '_')}`)

  return { label, shown, sending, inNewWeek, dropping, whose, title }
}
