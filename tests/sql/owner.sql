-- What a Supabase project's `postgres` role may do: no superuser, but these.
grant anon, authenticated, service_role to owner;
grant create on database postgres to owner;
grant all on schema public to owner;
grant usage on schema auth, storage, extensions to owner;
grant select, insert, update, delete, references, trigger on auth.users, auth.identities to owner;
alter table storage.buckets owner to owner;
alter table storage.objects owner to owner;
alter default privileges for role owner in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges for role owner in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges for role owner in schema public grant all on sequences to anon, authenticated, service_role;
