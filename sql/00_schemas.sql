-- Everything internal lives in `private`: PostgREST does not expose it and clients have no usage on it.
create schema if not exists private;
revoke all on schema private from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'anon') then
    execute 'revoke all on schema private from anon, authenticated';
  end if;
end $$;
comment on schema private is 'Punctaj: internal functions; never exposed, no usage for clients.';
