-- Every hour, where the extension pg_cron is switched on; nothing where it is not (docs/deploy.md). A name is scheduled once.
do $$ begin
  if to_regprocedure('cron.schedule(text, text, text)') is not null then
    execute $cron$ select cron.schedule('punctaj-jobs', '7 * * * *', 'select private.run_jobs()') $cron$;
  end if;
end $$;
