-- Where the shots of a source begin, as a worker found them once. A source never changes, so neither do they.

create table source_shots (
    org        uuid not null,
    source_id  uuid not null,
    state      text not null constraint source_shots_state_known check (state in ('found', 'unreadable')),
    reason     text not null default '',                   -- why it is unreadable
    frames     int[] not null,                             -- the first frame of each shot but the first, in order
    scores     real[] not null,                            -- how much more than around it changes there
    at         timestamptz not null default now(),
    constraint source_shots_key primary key (org, source_id),
    constraint source_shots_source foreign key (org, source_id) references source (org, id),
    constraint source_shots_scored check (cardinality(frames) = cardinality(scores))
);

alter table source_shots enable row level security;
create policy own on source_shots to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on source_shots to cutdown_app;
