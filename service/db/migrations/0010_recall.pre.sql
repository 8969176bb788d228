-- An idempotency key is locked before its answer is looked for: a volatile function looks anew at each statement, where
-- one statement would look before it has the lock and miss a twin that has just committed. Row-level security holds
-- inside it, and the setting `app.org` says whose keys these are.
create function recalled(in_actor uuid, in_key text)
    returns table (free boolean, request_sha256 bytea, status int, headers jsonb, body bytea)
    language plpgsql volatile set search_path = public, pg_temp as $$
declare mine uuid := current_setting('app.org')::uuid;
begin
    free := pg_try_advisory_xact_lock(hashtextextended(mine::text || in_actor::text || in_key, 0));
    select i.request_sha256, i.status, i.headers, i.body into request_sha256, status, headers, body
    from idempotency i where i.org = mine and i.actor = in_actor and i.key = in_key;
    return next;
end $$;
