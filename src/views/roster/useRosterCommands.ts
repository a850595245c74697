import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { rowKeys } from '../../components/roster/gridKeys.ts'
import type { RosterAction } from '../../components/roster/rosterAction.ts'
import { useCommands } from '../../composables/useCommands.ts'
import type { Command } from '../../domain/command.ts'
import type { Capability, Id } from '../../domain/model.ts'
import { useSync } from '../../stores/sync.ts'
import type { RosterDialog } from './rosterDialog.ts'

/** What the roster's commands act on. */
interface Roster {
  /** What this person may do here; undefined until it is read. */
  can: () => readonly Capability[] | undefined
  picked: () => readonly { id: Id }[]
  steps: () => { undo: number; redo: number }
  undo: (direction: 'undo' | 'redo') => void
  open: (dialog: RosterDialog) => void
  search: () => void
  clear: () => void
}

/** An action without its label: that is the message of its id. */
type Bare = Omit<RosterAction, 'label'> & { needs: Capability }

function pointActions({ picked, steps, undo, open }: Roster): Bare[] {
  const enabled = picked().length > 0
  const give = (sign: 1 | -1) => ({ needs: 'score' as const, enabled, run: () => open({ is: 'points', sign }) })
  const back = (direction: 'undo' | 'redo') => {
    const run = () => undo(direction)
    // With nothing to undo that is what it says.
    return { needs: 'score' as const, icon: direction, enabled: steps()[direction] > 0, run, refuse: run }
  }
  return [
    { id: 'roster.addPoints', ...give(1), primary: true, keys: ['+'] },
    { id: 'roster.subtractPoints', ...give(-1), keys: ['-'] },
    { id: 'points.undo', ...back('undo'), keys: ['Mod+z'] },
    { id: 'points.redo', ...back('redo'), keys: ['Mod+Shift+z', 'Mod+y'] },
    { id: 'roster.reset', needs: 'reset', run: () => open({ is: 'reset' }) },
  ]
}

function peopleActions({ picked, open }: Roster): Bare[] {
  const [first] = picked()
  const enabled = first !== undefined
  const edit = (): void => first && open({ is: 'employee', id: first.id })
  return [
    { id: 'roster.create', needs: 'edit', run: () => open({ is: 'employee', id: null }) },
    { id: 'roster.edit', needs: 'edit', enabled: picked().length === 1, run: edit },
    { id: 'move.open', needs: 'edit', enabled, run: () => open({ is: 'move' }) },
    { id: 'roster.remove', needs: 'delete', enabled, keys: ['Delete'], run: () => open({ is: 'remove' }) },
  ]
}

/** Everything that can be done with a roster, for its buttons, the palette, the shortcuts and the sheet of keys. */
export function useRosterCommands(roster: Roster) {
  const { t } = useI18n()
  const sync = useSync()
  const may = (right: Capability): boolean => roster.can()?.includes(right) === true
  const granted = (actions: Bare[]): RosterAction[] =>
    actions.flatMap(({ needs, enabled = true, ...action }) =>
      may(needs) ? [{ ...action, label: t(action.id), enabled: enabled && !sync.readOnly }] : [],
    )
  const groups = computed(() => [granted(pointActions(roster)), granted(peopleActions(roster))])

  /** Keys that the rows act on by themselves, and the shortest way to what is done most. */
  const rows = computed((): Command[] => {
    const lines = rowKeys.filter(({ needs }) => may(needs))
    const many = { id: 'row.many', label: t('keys.row.many'), keys: ['Shift+ArrowDown', '+', 'Enter'], inTurn: true }
    return [
      ...lines.map(({ name, asks }) => ({
        id: `row.${name}`,
        label: t(`keys.row.${name}`),
        keys: Object.keys(asks),
      })),
      ...(may('score') ? [many] : []),
    ]
  })

  useCommands('page', () => [
    { id: 'roster.search', label: t('keys.searchTable'), keys: ['/'], run: roster.search },
    ...groups.value.flat(),
    { id: 'roster.clear', label: t('roster.clear'), enabled: roster.picked().length > 0, run: roster.clear },
    ...rows.value,
  ])
  return { groups }
}
