// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, defineComponent, h, nextTick, ref } from 'vue'
import MemberHistory from '../../src/components/members/MemberHistory.vue'
import RightsGrid from '../../src/components/members/RightsGrid.vue'
import RightsPanel from '../../src/components/members/RightsPanel.vue'
import RolePanel from '../../src/components/members/RolePanel.vue'
import { parseMemberEvents, parseMembers } from '../../src/composables/adminLists.ts'
import type { Member } from '../../src/domain/members.ts'
import type { Capability, Permission, Role } from '../../src/domain/model.ts'
import { type RightsForm, rightsOf, toggleRight } from '../../src/domain/rights.ts'
import type { DirectoryCity, DirectoryInstitution } from '../../src/domain/views.ts'
import { mount, type Mounted } from './mount.ts'

let open: Mounted | undefined
afterEach(() => open?.unmount())
const show = (component: Component, props: Record<string, unknown>): Mounted => (open = mount(component, props))

const place = (id: string, name: string): DirectoryInstitution => ({ id, name, place: null, can: [] })
const city = (id: string, name: string, institutions: DirectoryInstitution[]): DirectoryCity => ({
  id,
  name,
  place: null,
  institutions,
  can: [],
})
const cities = [city('c', 'Iași', [place('p', 'Poliția'), place('s', 'Spitalul')]), city('d', 'Cluj', [])]
const at = (capability: Capability, institution: string | null = null, ofCity: string | null = null): Permission => ({
  city: ofCity,
  institution,
  capability,
})
const person = (role: Role, permissions: Permission[] = [], id: string = role): Member => ({
  id,
  name: `Om ${id}`,
  discord_id: null,
  role,
  permissions,
  created_at: 0,
  seen_at: null,
})

/** The grid with ticks that are made. */
function grid(role: Role, permissions: Permission[], readOnly = false) {
  const form = ref<RightsForm>({ seen: permissions, give: [], take: [] })
  const toggle = (right: Permission): void => void (form.value = toggleRight(form.value, right))
  const page = show(
    defineComponent(
      () => () =>
        h(RightsGrid, {
          name: 'Om',
          cities,
          role,
          permissions: rightsOf(form.value),
          changed: new Set<string>(),
          readOnly,
          onToggle: toggle,
        }),
    ),
    {},
  )
  const focused = (): string =>
    document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''
  async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    )
    await nextTick()
    await nextTick()
  }
  return { page, form, focused, press }
}

describe('the grid of permissions', () => {
  it('shows what is had already and why, apart from what is given at the place itself', () => {
    const { page } = grid('user', [at('score', null, 'c'), at('edit', 'p')])
    expect(page.field('Punctează, Iași').checked).toBe(true)
    expect(page.field('Punctează, Poliția: are deja, în tot orașul').checked).toBe(false)
    expect(page.field('Vede, Iași: are deja, prin alt drept de aici').checked).toBe(false)
    expect(page.field('Editează, Poliția').checked).toBe(true)
  })

  it('says that a viewer’s other ticks have no effect, and that admins have everything', () => {
    const { page } = grid('viewer', [at('score')])
    expect(page.field('Punctează, Peste tot: fără efect la un vizitator').checked).toBe(true)
    page.unmount()
    expect(grid('admin', []).page.field('Șterge, Cluj: are deja, prin rol').checked).toBe(false)
  })

  it('is one stop of Tab, walked by arrows, ticked by Enter and the space bar', async () => {
    const { page, form, focused, press } = grid('user', [])
    expect(page.root.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
    page.field('Vede, Peste tot').focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowRight')
    await press('ArrowRight')
    expect(focused()).toBe('Punctează, Poliția')
    await press('Enter')
    expect(form.value.give).toEqual([at('score', 'p')])
    await press('Enter')
    expect(form.value.give).toEqual([])
    await press('End')
    expect(focused()).toBe('Șterge, Poliția')
    await press('Home', { ctrlKey: true })
    expect(focused()).toBe('Vede, Peste tot')
    await press('End', { ctrlKey: true })
    expect(focused()).toBe('Șterge, Cluj')
    expect(page.root.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  })

  it('folds a city, and tells what is given in it', async () => {
    const { page } = grid('user', [at('edit', 'p')])
    const fold = page.root.querySelector<HTMLElement>('button[aria-expanded]')
    expect(fold?.getAttribute('aria-expanded')).toBe('true')
    fold?.click()
    await nextTick()
    expect(page.text()).not.toContain('Spitalul')
    expect(page.text()).toContain('1 instituție cu drepturi proprii')
  })

  it('is read, not ticked, by who may not change it', async () => {
    const { page, form } = grid('user', [at('edit')], true)
    page.field('Editează, Peste tot').click()
    page.field('Vede, Cluj: are deja, peste tot').click()
    await nextTick()
    expect(form.value).toMatchObject({ give: [], take: [] })
  })
})

describe('the panel of permissions', () => {
  const save = vi.fn()
  const [rebase, drop] = [vi.fn(), vi.fn()]
  const panel = (member: Member, more: Record<string, unknown> = {}, me: Member = person('admin', [], 'me')) =>
    show(RightsPanel, {
      me,
      member,
      cities,
      form: { seen: member.permissions, give: [], take: [] },
      behind: false,
      busy: false,
      reachable: true,
      onSave: save,
      onRebase: rebase,
      onDrop: drop,
      ...more,
    })
  const form: RightsForm = { seen: [at('view', 'p')], give: [at('score', 'p')], take: [] }

  it('saves what was ticked, not what was not, and not without the cloud', async () => {
    expect(panel(person('user')).button('Salvează drepturile').disabled).toBe(true)
    open?.unmount()
    expect(panel(person('user'), { form, reachable: false }).button('Salvează drepturile').disabled).toBe(true)
    open?.unmount()
    const page = panel(person('user'), { form })
    expect(page.text()).toContain('1 schimbare nesalvată')
    await page.press('Salvează drepturile')
    expect(save).toHaveBeenCalledOnce()
  })

  it('shows what another admin did beside what was ticked, and goes on from there', async () => {
    const page = panel(person('user', [at('view', 'p'), at('reset', null, 'c')]), { form, behind: true })
    const alert = page.root.querySelector('[role="alert"]')?.textContent?.replace(/\s+/g, ' ') ?? ''
    expect(alert).toContain('Schimbarea din cloud:PrimeșteIași: resetează')
    expect(alert).toContain('Bifele tale, nesalvate:PrimeștePoliția, Iași: punctează')
    expect([...page.root.querySelectorAll('button')].some((one) => one.textContent.includes('Salvează'))).toBe(false)
    await page.press('Continuă de la starea nouă, cu bifele mele')
    await page.press('Renunță la bifele mele')
    expect([rebase.mock.calls.length, drop.mock.calls.length]).toEqual([1, 1])
  })

  it('offers nobody what they may not change', () => {
    const boss = person('superuser')
    for (const me of [undefined, boss]) {
      expect(panel(boss, {}, me).text()).not.toContain('Salvează drepturile')
      open?.unmount()
    }
  })

  it('says that a tick at a place that is gone is not saved', () => {
    const lost = { seen: [], give: [at('view', 'gone')], take: [] }
    expect(panel(person('user'), { form: lost }).text()).toContain('a fost șters între timp')
  })
})

describe('a role', () => {
  const save = vi.fn()
  const panel = (me: Member, member: Member) =>
    show(RolePanel, { me, member, busy: false, code: null, reachable: true, onSave: save })
  const offered = (page: Mounted): string[] =>
    [...page.root.querySelectorAll<HTMLInputElement>('input[type="radio"]')].map(({ value }) => value)

  it('that this admin may not give is not offered', () => {
    expect(offered(panel(person('admin', [], 'me'), person('user')))).toEqual(['admin', 'user', 'viewer'])
    open?.unmount()
    expect(offered(panel(person('superuser', [], 'me'), person('user')))).toContain('superuser')
  })

  it('that this admin may not change says why, for the permissions too', () => {
    const me = person('admin', [], 'me')
    const ofBoss = panel(me, person('superuser'))
    expect(offered(ofBoss)).toEqual([])
    expect(ofBoss.text()).toContain('Un superuser poate fi schimbat numai de alt superuser.')
    open?.unmount()
    const own = panel(me, me)
    expect(offered(own)).toEqual([])
    expect(own.text()).toContain('Nimeni nu își schimbă propriul rol și propriile drepturi')
  })

  it('is given after it was said from which to which', async () => {
    const page = panel(person('admin', [], 'me'), person('user'))
    expect(page.button('Schimbă rolul').disabled).toBe(true)
    page.root.querySelector<HTMLInputElement>('input[value="viewer"]')?.click()
    await nextTick()
    await page.press('Schimbă rolul')
    expect(page.text()).toContain('Utilizator → Vizitator')
    expect(save).not.toHaveBeenCalled()
    page.root.querySelector<HTMLElement>('dialog .primary')?.click()
    expect(save).toHaveBeenCalledExactlyOnceWith('viewer')
  })
})

describe('answers about members', () => {
  const row = { ...person('user', [at('view')]), more: 1 }

  it('are copied field by field, and refused when they are something else', () => {
    expect(parseMembers([row])).toEqual([person('user', [at('view')])])
    expect(() => parseMembers([{ ...row, role: 'king' }])).toThrow()
    expect(() => parseMembers({})).toThrow()
  })

  it('become a history in words; what is no change of a role or of permissions is left out', () => {
    const entry = { id: 1, at: 0, user: 'i', by: 'Ioana', subject: 'u' }
    const events = parseMemberEvents([
      { ...entry, id: 3, action: 'permissions.set', old: [at('view')], new: [at('score', 'p')] },
      { ...entry, id: 2, action: 'role.set', old: { role: 'user' }, new: { role: 'admin' } },
      { ...entry, user: null, by: 'SQL', action: 'role.set', old: null, new: { role: 'superuser' } },
      { ...entry, action: 'points.add', old: null, new: { role: 'user' } },
      'noise',
    ])
    expect(events.map(({ id }) => id)).toEqual([3, 2, 1])
    const text = show(MemberHistory, { events, cities }).text()
    expect(text).toContain('PrimeștePoliția, Iași: punctează')
    expect(text).toContain('PierdePeste tot: vede')
    expect(text).toContain('Rol: Utilizator → Administrator')
    expect(text).toContain('· proprietarul, prin SQLRol: Superuser')
    expect(text).toContain('· IoanaRol: Utilizator')
  })
})
