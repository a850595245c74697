import { guarded } from './rule.ts'

const sql = 'sql/51_members.sql'

/** Who may see and do what, and who changes that. */
export const members = [
  ...guarded('tests/sql/members.spec.ts', [
    {
      name: 'the second admin goes over the permissions that the first has just given',
      file: sql,
      from: 'perform private.unchanged(private.rights(was), private.rights(seen));',
      to: '',
      test: 'do not go over each other',
    },
    {
      name: 'two admins at once are both told that they were first',
      file: sql,
      from: 'perform private.unchanged(private.rights(was), private.rights(seen));',
      to: '',
      test: 'at the same moment: one of them is first',
    },
    {
      name: 'the same permissions in another order are others',
      file: sql,
      from: 'perform private.unchanged(private.rights(was), private.rights(seen));',
      to: 'perform private.unchanged(was, seen);',
      test: 'may have seen the same in another order',
    },
    {
      name: 'the second admin goes over the role that the first has just given',
      file: sql,
      from: 'perform private.unchanged(to_jsonb(held.role), to_jsonb(seen));',
      to: '',
      test: 'do not go over a role either',
    },
    {
      name: 'an older app that says nothing of what it saw is refused',
      file: sql,
      from: 'if was <> seen then',
      to: 'if was is distinct from seen then',
      test: 'who do not say what they saw change it all the same',
    },
    {
      name: 'a permission at a place that was deleted is called malformed',
      file: sql,
      from: 'perform private.refuse_gone(rows);',
      to: '',
      test: 'learn that a place was deleted',
    },
    {
      name: 'a person who is gone is nothing to undo',
      file: sql,
      from: "raise exception 'member_gone'",
      to: "raise exception 'target_gone'",
      test: 'learn that the person is gone',
    },
    {
      name: 'the calls from before stay beside the new ones, and a call fits both',
      file: sql,
      from: 'drop function if exists public.set_role(uuid, text);',
      to: '',
      test: 'have one function of each name',
    },
  ]),
  ...guarded('tests/sql/people.spec.ts', [
    {
      name: 'somebody changes their own rights',
      file: sql,
      from: 'if target = auth.uid() then',
      to: 'if false then',
      test: 'are given roles by admins',
    },
    {
      name: 'an admin changes a superuser',
      file: sql,
      from: "elsif held.role = 'superuser' and private.role_of(auth.uid()) <> 'superuser' then",
      to: 'elsif false then',
      test: 'get all permissions in one transaction',
    },
    {
      name: 'an admin makes superusers',
      file: sql,
      from: "elsif set_role.role = 'superuser' and private.role_of(auth.uid()) <> 'superuser' then",
      to: 'elsif false then',
      test: 'are given roles by admins',
    },
  ]),
  ...guarded('tests/domain/members.spec.ts', [
    {
      name: 'what was ticked is lost when another admin was faster',
      file: 'src/domain/rights.ts',
      from: 'give: without(give, now),',
      to: 'give: without(give, [...now, ...give]),',
      test: 'stay on top of what another admin made of the list meanwhile',
    },
    {
      name: 'what another admin gave is taken back with the next save',
      file: 'src/domain/rights.ts',
      from: '[...without(seen, take), ...give]',
      to: '[...without(seen, [...take, ...seen]), ...give]',
      test: 'stay on top of what another admin made of the list meanwhile',
    },
    {
      name: 'a viewer’s permission to score looks as if it counted',
      file: 'src/domain/members.ts',
      from: 'const inert = own && !can(me, capability, city, institution)',
      to: "const inert = own && !can(me, 'view', city, institution)",
      test: 'shows that a viewer’s other capabilities have no effect',
    },
    {
      name: 'who was just given access jumps away from under the hand',
      file: 'src/domain/members.ts',
      from: "accessOf(member).is === 'nothing' || stay.has(member.id)",
      to: "accessOf(member).is === 'nothing'",
      test: 'leaves whom access was just given where they are',
    },
    {
      name: 'an admin is offered to make a superuser',
      file: 'src/domain/members.ts',
      from: "role !== 'superuser' || me.role === 'superuser'",
      to: "role !== 'superuser' || me.role !== 'user'",
      test: 'is offered no role that this admin may not give',
    },
  ]),
  ...guarded('tests/components/members.spec.ts', [
    {
      name: 'a box that may not be ticked is ticked',
      file: 'src/components/members/RightsCell.vue',
      from: '@click="readOnly && press($event)"',
      to: '',
      test: 'is read, not ticked, by who may not change it',
    },
    {
      name: 'what is left of another admin’s work cannot be seen before going on',
      file: 'src/components/members/RightsPanel.vue',
      from: 'changeBetween(form.seen, member.permissions)',
      to: 'changeBetween(form.seen, form.seen)',
      test: 'shows what another admin did beside what was ticked',
    },
  ]),
]
