import type { Capability } from './model.ts'

/*
 * The one table of what is allowed, by docs/protocol.md §2 and §3. Whatever is not in it is refused to everybody. Each function of
 * the schema `public` needs a line in `calls`, each kind of op one in `ops`; a table needs none: nobody reads or writes it.
 */

/**
 * Who may make a call at all: whoever has a token, a person, a person with a right at the place that it is about, an admin, a
 * superuser; `nobody`: server programs only.
 */
export type Caller = 'token' | 'person' | 'by place' | 'admin' | 'superuser' | 'nobody'

export const calls: Record<string, Caller> = {
  archive_bodies: 'person',
  archive_body: 'person',
  archive_uploaded: 'person',
  archives_missing: 'person',
  audit_list: 'admin',
  backups_list: 'by place',
  devices_list: 'admin',
  devices_watch: 'admin',
  doctor: 'superuser',
  doctor_rehearse: 'superuser',
  erase_person: 'superuser',
  erased_files: 'superuser',
  find_person: 'superuser',
  force_sync: 'admin',
  import_archives: 'superuser',
  log_sync: 'person',
  mail_choice_get: 'admin',
  mail_choice_set: 'admin',
  mail_claim: 'nobody',
  mail_done: 'nobody',
  mail_spread: 'nobody',
  members: 'admin',
  night_preview: 'superuser',
  nights_list: 'superuser',
  person_places: 'superuser',
  refresh_profile: 'person',
  report_device: 'person',
  reseal: 'person',
  reset_points: 'person',
  restore_archive: 'person',
  restore_night: 'superuser',
  schema_version: 'token',
  set_permissions: 'admin',
  set_role: 'admin',
  settings_get: 'admin',
  settings_set: 'admin',
  sync_delta: 'person',
  sync_log_list: 'admin',
  sync_pull: 'person',
  sync_push: 'person',
}

/** A capability and where it is needed: at the op's institution, at the one it moves somebody to, at its city, or globally. */
export type Need = `${Capability} ${'institution' | 'target' | 'city' | 'global'}`

/** What each kind of op needs, all of it. After `+`: the same kind with more in it. */
export const ops: Record<string, Need[]> = {
  'points.add': ['score institution'],
  'points.undo': ['score institution'],
  'employee.create': ['edit institution'],
  'employee.create+points': ['edit institution', 'score institution'],
  'employee.edit': ['edit institution'],
  'employee.move': ['edit institution', 'edit target'],
  'employee.delete': ['delete institution'],
  'institution.create': ['edit city'],
  'institution.rename': ['edit institution'],
  'institution.ranks': ['edit institution'],
  'institution.columns': ['edit institution'],
  'institution.order': ['edit city'],
  'institution.delete': ['delete institution'],
  'city.create': ['edit global'],
  'city.rename': ['edit global'],
  'city.order': ['edit global'],
  'city.delete': ['delete city'],
}

/** The same for the calls that are ops of their own. */
export const onlineOps: Record<'reset_points' | 'restore_archive', Need[]> = {
  reset_points: ['reset institution'],
  restore_archive: ['reset institution'],
}

/** Functions of the schema `private` that a signed-in person's statement runs: those of the storage policies. */
export const policyFunctions = ['may_remove_path', 'may_upload_path', 'sees_path']
