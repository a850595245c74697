-- What there is in the schemas public and private, as facts to be compared with those of another database, of whatever PostgreSQL:
-- names in full, no owner, no order of columns. Objects of extensions are theirs.

create or replace function private.catalogue_objects() returns table (kind text, name text, part_of text, value text)
language sql stable set search_path = '' as $$
  with relations as (
    select c.*, n.nspname || '.' || c.relname as full_name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  )
  select case r.relkind when 'S' then 'sequence' else 'table' end, r.full_name, null::text,
         case r.relkind when 'S' then (select format_type(s.seqtypid, null) from pg_sequence s where s.seqrelid = r.oid)
           when 'v' then pg_get_viewdef(r.oid) when 'm' then pg_get_viewdef(r.oid) else r.relkind::text end
    from relations r
  union all
  select 'column', r.full_name || '.' || a.attname, r.full_name,
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), (select 'collate ' || l.collname from pg_collation l, pg_type t
             where l.oid = a.attcollation and t.oid = a.atttypid and t.typcollation <> l.oid),
           case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, ''), nullif(a.attgenerated, ''))
    from relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where r.relkind <> 'S'
  union all
  select 'constraint', r.full_name || '.' || k.conname, r.full_name, pg_get_constraintdef(k.oid)
    from relations r join pg_constraint k on k.conrelid = r.oid and k.contype in ('c', 'f', 'p', 'u', 'x')
  union all
  select 'index', i.indexrelid::regclass::text, r.full_name, pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end
    from relations r join pg_index i on i.indrelid = r.oid
  union all
  select 'trigger', r.full_name || '.' || t.tgname, r.full_name, pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' (off)' end
    from relations r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
  union all
  select 'rls', r.full_name, r.full_name, case when r.relrowsecurity then 'on' else 'off' end
    from relations r where r.relkind in ('r', 'p')
  union all
  select 'type', n.nspname || '.' || t.typname, null, coalesce((select string_agg(e.enumlabel::text, ', ' order by e.enumsortorder)
           from pg_enum e where e.enumtypid = t.oid), format_type(t.typbasetype, t.typtypmod))
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
   where n.nspname in ('public', 'private') and t.typtype in ('e', 'd')
$$;
comment on function private.catalogue_objects() is 'Tables, views, sequences, columns, constraints, indexes, triggers, row level security, types.';

create or replace function private.catalogue_functions() returns table (kind text, name text, part_of text, value text)
language sql stable set search_path = '' as $$
  select 'function', p.oid::regprocedure::text, null::text,
         concat_ws(' ', l.lanname, case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
           case when p.proisstrict then 'strict' end, case when p.prosecdef then 'security definer' else 'security invoker' end,
           'set ' || array_to_string(array(select c from unnest(p.proconfig) c order by 1), ', '),
           '(' || pg_get_function_arguments(p.oid) || ')', 'returns ' || pg_get_function_result(p.oid),
           'body ' || left(encode(sha256(convert_to(replace(p.prosrc, E'\r', ''), 'UTF8')), 'hex'), 16))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
   where n.nspname in ('public', 'private') and p.prokind in ('f', 'p') and p.prorettype <> 'event_trigger'::regtype
     and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
$$;
comment on function private.catalogue_functions() is 'Functions: how they are called and run, and a hash of their text. Nobody can call those of event triggers.';

create or replace function private.catalogue_comments() returns table (kind text, name text, part_of text, value text)
language sql stable set search_path = '' as $$
  select 'comment', replace(i.identity, 'pg_catalog.', ''), null::text, d.description
    from pg_description d, lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
   where i.schema in ('public', 'private') or i.type = 'schema' and i.identity = 'private'
$$;
comment on function private.catalogue_comments() is 'What is said of each object. PostgreSQL 15 and 17 name some types differently: their schema is left out.';

create or replace function private.catalogue_access() returns table (kind text, name text, part_of text, value text)
language sql stable set search_path = '' as $$
  with lists as (
    select case c.relkind when 'S' then 'sequence' else 'table' end as what, n.nspname || '.' || c.relname as full_name,
           coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner)) as acl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
    union all
    select 'column', n.nspname || '.' || c.relname || '.' || a.attname, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and a.attacl is not null
    union all
    select 'function', p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and p.prorettype <> 'event_trigger'::regtype
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select 'schema', n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner)) from pg_namespace n where n.nspname = 'private'
  )
  select 'grant', g.what || ' ' || g.full_name || ' to ' || g.grantee, g.full_name, string_agg(g.privilege_type, ', ' order by g.privilege_type)
    from (select distinct l.what, l.full_name, coalesce(r.rolname, 'public') as grantee, x.privilege_type
            from lists l, aclexplode(l.acl) x left join pg_roles r on r.oid = x.grantee) g
   where g.grantee in ('public', 'anon', 'authenticated')
   group by g.what, g.full_name, g.grantee
  union all
  select 'policy', p.schemaname || '.' || p.tablename || '.' || p.policyname, p.schemaname || '.' || p.tablename,
         concat_ws(' ', lower(p.permissive), 'for', lower(p.cmd), 'to', array_to_string(array(select r from unnest(p.roles) r order by 1), ', '),
           'using ' || p.qual, 'check ' || p.with_check)
    from pg_policies p where p.schemaname in ('public', 'private')
$$;
comment on function private.catalogue_access() is 'What public, anon and authenticated may do, and the policies.';

create or replace function private.catalogue_storage() returns table (kind text, name text, part_of text, value text)
language plpgsql stable set search_path = '' as $$
begin
  if to_regclass('storage.buckets') is null or to_regclass('storage.objects') is null then
    return;
  end if;
  return query
    select 'bucket', b.id::text, 'storage.buckets', case when b.public then 'public' else 'private' end
      from storage.buckets b where b.id = 'arhiva'
    union all
    select 'bucket', 'row level security of storage.objects', 'storage.objects', case when c.relrowsecurity then 'on' else 'off' end
      from pg_class c where c.oid = 'storage.objects'::regclass
    union all
    select 'bucket', 'policy ' || p.policyname, 'storage.objects',
           concat_ws(' ', lower(p.permissive), 'for', lower(p.cmd), 'to', array_to_string(array(select r from unnest(p.roles) r order by 1), ', '),
             'using ' || p.qual, 'check ' || p.with_check)
      from pg_policies p where p.schemaname = 'storage' and p.tablename = 'objects';
end $$;
comment on function private.catalogue_storage() is 'The bucket of the archives, and every policy on files.';

create or replace function private.catalogue() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('kind', f.kind, 'name', f.name, 'of', f.part_of, 'value', f.value) order by f.kind, f.name collate "C")
    from (select * from private.catalogue_objects() union all select * from private.catalogue_functions()
          union all select * from private.catalogue_comments() union all select * from private.catalogue_access()
          union all select * from private.catalogue_storage()) f
$$;
comment on function private.catalogue() is 'All facts of this database that sql/ decides.';
