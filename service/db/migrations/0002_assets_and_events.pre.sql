-- Assets: bytes by (organization, sha256). Events: what happened, written in the transaction in which it happened.

create table asset (
    org         uuid not null constraint asset_organization references organization (id),
    sha256      bytea not null constraint asset_sha256_length check (octet_length(sha256) = 32),
    size_bytes  bigint not null constraint asset_size_counted check (size_bytes >= 0),
    media_type  text not null,
    kept_at     timestamptz not null default now(),
    constraint asset_key primary key (org, sha256)
);

-- Sequence or uuidv7 order is not commit order: readers take rows whose transaction is below every running one,
-- ordered by (xid, id); that pair is the cursor.
create table outbox (
    org       uuid not null constraint outbox_organization references organization (id),
    id        uuid not null default uuidv7(),
    xid       xid8 not null default pg_current_xact_id(),
    type      text not null constraint outbox_type_shape check (type ~ '^[a-z_]+\.[a-z_]+$'),
    brand_id  uuid,
    subject   text not null,                               -- the public identifier of what it happened to
    actor     uuid,
    data      jsonb not null default '{}',
    at        timestamptz not null default now(),
    constraint outbox_key primary key (org, id)
);
create index outbox_in_commit_order on outbox (xid, id);

-- How far each reader of the outbox has come. Of no organization: a position, no content.
create table outbox_cursor (
    reader  text constraint outbox_cursor_key primary key,
    xid     xid8 not null,
    id      uuid not null
);
grant select, insert, update on outbox_cursor to cutdown_app;

-- A job may run twice; its effect happens once, because this row is written in the effect's transaction.
create table job_result (
    org         uuid not null constraint job_result_organization references organization (id),
    kind        text not null,
    subject     text not null,
    input_hash  text not null,
    result      jsonb not null default '{}',
    at          timestamptz not null default now(),
    constraint job_result_once primary key (org, kind, subject, input_hash)
);

do $$
declare t text;
begin
    foreach t in array array['asset', 'outbox', 'job_result'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (result) on job_result to cutdown_app;

-- The dispatcher serves all organizations in commit order; it runs in the worker, as the app role.
create function door.outbox_after(in_xid xid8, in_id uuid, in_limit int)
    returns table (org uuid, id uuid, xid xid8, type text, brand_id uuid, subject text, actor uuid, data jsonb, at timestamptz)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select o.org, o.id, o.xid, o.type, o.brand_id, o.subject, o.actor, o.data, o.at from outbox o
            where (o.xid, o.id) > (in_xid, in_id) and o.xid < pg_snapshot_xmin(pg_current_snapshot())
            order by o.xid, o.id limit in_limit;
    end;
