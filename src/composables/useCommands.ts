import { computed, type ComputedRef, onScopeDispose, shallowReactive } from 'vue'
import { type Command, type CommandScope, deedOf } from '../domain/command.ts'
import { useSync } from '../stores/sync.ts'

interface Registered {
  scope: CommandScope
  commands: ComputedRef<Command[]>
}

/** Of the parts of the screen that are mounted, in the order in which they came. */
const registry = shallowReactive(new Set<Registered>())

/** Offers what can be done here for as long as this part of the screen is mounted. Answers the list for its own buttons. */
export function useCommands(scope: CommandScope, list: () => Command[]): ComputedRef<Command[]> {
  const commands = computed(list)
  const registered: Registered = { scope, commands }
  registry.add(registered)
  onScopeDispose(() => registry.delete(registered))
  return commands
}

/** Every command of the app or of the page that is open. */
export const commandsOf = (scope: CommandScope): Command[] =>
  [...registry].filter((one) => one.scope === scope).flatMap(({ commands }) => commands.value)

/** Checkboxes and radio buttons take no text: a key pressed on one is a key on the page. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit|file)$/.test(target.type)
  return target instanceof HTMLElement && (target.isContentEditable || /^(SELECT|TEXTAREA)$/.test(target.tagName))
}

/** A menu has keys of its own. */
const isInMenu = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="menu"]') !== null

/**
 * Runs commands by their keys, for the one part of the screen that is always there. Never under the lock, and never under a
 * dialog: what lies below it is not to be changed blindly.
 */
export function useShortcuts(): void {
  const sync = useSync()

  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || isInMenu(event.target)) return
    if (sync.lock.is !== 'synced' && !sync.readOnly) return
    if (document.querySelector('dialog[open]')) return
    const all = [...commandsOf('page'), ...commandsOf('app')]
    const deed = deedOf(all, event, isField(event.target))
    if (!deed) return
    event.preventDefault()
    deed()
  }
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
}
