-- Uploads by tus: what arrived of a file that is sent in parts, until a worker has composed it.

create table upload (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    person_id     uuid not null,                           -- who sends it; nobody else but administrators sees it
    length_bytes  bigint not null constraint upload_length_counted check (length_bytes >= 0),
    offset_bytes  bigint not null default 0,
    metadata      text not null default '' constraint upload_metadata_short check (length(metadata) <= 4096),
    state         text not null default 'receiving' constraint upload_state_known check (state in
                      ('receiving', 'received', 'composed', 'terminated', 'expired')),
    sha256        bytea constraint upload_sha256_length check (octet_length(sha256) = 32),
    cleared       boolean not null default false,          -- its parts are out of the storage
    created_at    timestamptz not null default now(),
    changed_at    timestamptz not null default now(),
    expires_at    timestamptz not null,                    -- unless all has arrived
    constraint upload_key primary key (org, id),
    constraint upload_person foreign key (org, person_id) references person (org, id),
    constraint upload_offset_within check (offset_bytes between 0 and length_bytes),
    constraint upload_composed_whole check (state <> 'composed' or (sha256 is not null and offset_bytes = length_bytes))
);
create index upload_by_person on upload (org, person_id);
create index upload_to_tidy on upload (changed_at);

-- Each part is an object of its own in the storage, named by its id below its upload.
create table upload_part (
    org           uuid not null,
    upload_id     uuid not null,
    offset_bytes  bigint not null constraint upload_part_offset_counted check (offset_bytes >= 0),
    size_bytes    bigint not null constraint upload_part_some_bytes check (size_bytes > 0),
    id            uuid not null,
    kept_at       timestamptz not null default now(),
    constraint upload_part_key primary key (org, upload_id, offset_bytes),
    constraint upload_part_upload foreign key (org, upload_id) references upload (org, id)
);

do $$
declare t text;
begin
    foreach t in array array['upload', 'upload_part'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update on upload to cutdown_app;
grant delete on upload, upload_part to cutdown_app;        -- what arrived is composed into an asset, or was given up

-- The worker's hourly round goes over all organizations: what expired, what still has parts, what can be forgotten.
create function door.uploads_to_tidy(in_forget interval, in_limit int) returns table (org uuid, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select u.org, u.id from upload u
            where (u.state = 'receiving' and u.expires_at <= now())
               or (u.state in ('composed', 'terminated', 'expired')
                   and (not u.cleared or u.changed_at < now() - in_forget))
            order by u.changed_at limit in_limit;
    end;
