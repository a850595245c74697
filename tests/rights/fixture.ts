import type { Subject } from './model.ts'
import { id, livePlaces, named, nobody, places, signedIn, superuser } from './subjects.ts'

/** The employees of an institution: 111 and 112 of 11. */
export const employeesOf = (institution: string): [string, string] => {
  const n = Number(institution.slice(-12)) * 10
  return [id(n + 1), id(n + 2)]
}
/** The op with which the superuser gave points in an institution. */
export const awardIn = (institution: string): string => id(900_000 + Number(institution.slice(-12)))
/** How often an employee of the fixture was touched. */
export const revOfEmployees = 2
export const deviceOf = (subject: Subject): string => (subject.id ?? '').replace('-4000-', '-4001-')

/** Who made an archive at home, and one elsewhere, without the right to reset there. */
export const maker = named('user with view at institution')

const list = (values: readonly (string | null)[][]): string =>
  values.map((row) => `(${row.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ')})`).join(', ')

const people = (): string => {
  const withProfile = signedIn.filter(({ role }) => role !== null)
  const permissions = withProfile.flatMap(({ id: who, permissions: held }) =>
    held.map(({ city, institution, capability }) => [who, city ?? null, institution ?? null, capability]),
  )
  return `
    insert into auth.users (id, email) values ${list(signedIn.map(({ id: who }) => [who, `${who ?? ''}@punctaj.test`]))};
    insert into auth.identities (provider, provider_id, user_id, identity_data)
      select 'discord', 'discord-' || right(id::text, 4), id, jsonb_build_object('global_name', 'om ' || right(id::text, 4)) from auth.users;
    insert into auth.identities (provider, provider_id, user_id, identity_data, created_at)
      select 'other', 'discord-${nobody.id?.slice(-4) ?? ''}', id, '{"global_name": "Altcineva"}', now() - interval '1 day'
        from auth.users where id <> '${nobody.id ?? ''}';
    insert into public.profiles (id, name, discord_id, role)
      values ${list(withProfile.map(({ id: who, role }) => [who, `om ${(who ?? '').slice(-4)}`, `discord-${(who ?? '').slice(-4)}`, role]))};
    insert into public.permissions (user_id, city, institution, capability)
      select v.u::uuid, v.c::uuid, v.i::uuid, v.cap from (values ${list(permissions)}) v (u, c, i, cap);`
}

/** A file that an erasure replaced, and one that nobody knows anything of: neither is an archive's. */
export const erasedFile = 'ștearsă.json'
export const strayFile = 'pierdută.json'

/** Archives of every institution: one stored, one that waits for its file, one backup; and two made by a person who may only view. */
const archives = (): string => `
    select private.make_archive(i, k) from public.institutions i, unnest(array['reset', 'before_restore', 'backup']) k;
    select set_config('request.jwt.claims', '{"sub": "${maker.id ?? ''}"}', true);
    select private.make_archive(i, 'reset') from public.institutions i where i.id in ('${id(11)}', '${id(21)}');
    select set_config('request.jwt.claims', '', true);
    insert into storage.objects (bucket_id, name, metadata)
      select 'arhiva', path, jsonb_build_object('size', bytes) from public.archives where kind = 'before_restore';
    insert into storage.buckets (id, name, public) values ('elsewhere', 'elsewhere', false);
    insert into storage.objects (bucket_id, name) select 'elsewhere', path from public.archives where kind = 'before_restore';
    insert into private.erased_files (path) values ('${erasedFile}');
    insert into storage.objects (bucket_id, name) values ('arhiva', '${erasedFile}'), ('elsewhere', '${erasedFile}'), ('arhiva', '${strayFile}');
    update public.archives set uploaded_at = now() where kind = 'before_restore';`

/** The scripts that fill an empty cloud, each in a transaction of its own. */
export const fixture = (): string[] => {
  const award = (institution: string) =>
    JSON.stringify([
      {
        id: awardIn(institution),
        user: superuser.id,
        at: 1_700_000_000_000,
        kind: 'points.add',
        institution,
        period: 1,
        employees: employeesOf(institution),
        delta: 5,
        reason: 'test',
      },
    ])
  const push = (institution: string) =>
    `select set_config('request.jwt.claims', '{"sub": "${superuser.id ?? ''}"}', true);
     select public.sync_push('${award(institution)}');`
  return [
    `insert into public.cities (id, name) values ${list([1, 2].map((n) => [id(n), `Oraș ${n}`]))};
     insert into public.institutions (id, city, name, ranks, columns)
       select v.id::uuid, v.city::uuid, 'Secție ' || right(v.id, 2), '{"1": "Ofițer"}', '["CNP"]'
         from (values ${list(places.map(({ institution, city }) => [institution, city]))}) v (id, city);
     insert into public.employees (id, institution, name)
       select v.id::uuid, v.i::uuid, 'Angajat ' || right(v.id, 3)
         from (values ${list(places.flatMap(({ institution }) => employeesOf(institution).map((e) => [e, institution])))}) v (id, i);`,
    people(),
    ...livePlaces.map(({ institution }) => push(institution)),
    archives(),
    `insert into public.devices (id, user_id) select replace(id::text, '-4000-', '-4001-')::uuid, id from public.profiles where id <> '${nobody.id ?? ''}';
     insert into public.sync_log (sync_type, status) values ('upload', 'success');
     insert into public.notifications (kind) values ('test');`,
    `delete from public.institutions where id in (${places
      .filter(({ isGone }) => isGone)
      .map(({ institution }) => `'${institution}'`)
      .join(', ')});`,
  ]
}
