/*
 * Mutants that nobody could tell from the schema as it is, each with the reason. A run says when one is no longer there, or is
 * told apart by a test after all.
 */
const asked =
  'asked again once the head is locked: here it only keeps a token without a person from waiting for the lock'
const lastOne =
  'only another superuser may change a superuser, and stays one: the last is never met, whatever the order'

export const equivalent: Record<string, string> = {
  "37_whose.sql private.culprit: all rows, not only: a.action in ('role.set', 'permissions.set')":
    'of the entries without an institution, no others have a person as their subject',
  '43_apply_op.sql private.push_one: does not compare: known.user_id = auth.uid()':
    'the op has its user in it, who was compared before, and its hash is compared beside this',
  '51_members.sql public.set_role: without require_user': asked,
  '51_members.sql public.set_permissions: without require_user': asked,
  "51_members.sql public.set_permissions: does not ask: jsonb_typeof(seen) <> 'array'":
    'the length of what is no list cannot be taken: that error has the same class, and the call answers it with the same bad_op',
  "51_members.sql public.set_role: never refuses: held.role = 'superuser' and set_role.role <> 'superuser' and not exists (select from public.profiles p where p.role = 'superuser' and p.id <> tar":
    lastOne,
  "51_members.sql public.set_role: all rows, not only: p.role = 'superuser'": lastOne,
  '66_doctor.sql private.rehearse_week: does not compare: l.user_id = me':
    'the lines of this very transaction are asked for, in which nobody but the caller speaks, and its reset has written one',
  '70_erase_calls.sql public.erase_person: without require_user': asked,
}
