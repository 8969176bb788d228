-- Who does what until when, what a reviewer says when a locale goes back, and the secret address of a person's calendar.

create table assignment (
    org           uuid not null,
    brand_id      uuid not null,
    id            uuid not null default uuidv7(),
    video_id      uuid not null,
    locale        text not null constraint assignment_locale_shape check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    role          text not null constraint assignment_role_known check (role in ('localize', 'review')),
    person_id     uuid not null,
    due_on        date,
    note          text not null default '' constraint assignment_note_length check (length(note) <= 2000),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint assignment_key primary key (org, id),
    constraint assignment_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint assignment_person foreign key (org, person_id) references person (org, id)
);
create unique index assignment_once on assignment (org, video_id, locale, role) where withdrawn_at is null;
create index assignment_by_person on assignment (org, person_id) where withdrawn_at is null;

create table remark (                                      -- append-only; cue_id null: of the locale as a whole
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    track_id    uuid not null,
    revision    int not null,                              -- of the track, as it was read
    cue_id      uuid,
    text        text not null constraint remark_length check (length(text) between 1 and 2000),
    by          uuid not null,
    created_at  timestamptz not null default now(),
    constraint remark_key primary key (org, id),
    constraint remark_track foreign key (org, brand_id, track_id) references track (org, brand_id, id),
    constraint remark_cue foreign key (org, cue_id) references cue (org, id)
);
create index remark_by_track on remark (org, track_id, id);

create table calendar_feed (
    org           uuid not null,
    person_id     uuid not null,
    token_sha256  bytea not null constraint calendar_feed_token_once unique,
    created_at    timestamptz not null default now(),
    ended_at      timestamptz,
    constraint calendar_feed_key primary key (org, token_sha256),
    constraint calendar_feed_person foreign key (org, person_id) references person (org, id)
);
create unique index calendar_feed_open_once on calendar_feed (org, person_id) where ended_at is null;

-- What waits for people, found without reading what does not.
create index track_waiting on track (org, brand_id)
    where submitted_revision = revision and approved_revision is distinct from revision and withdrawn_at is null;
create index release_waiting on release (org, brand_id) where approved_at is null and withdrawn_at is null;
create index caption_check_failing on caption_check (org, brand_id) where errors > 0;
create index cut_override_standing on cut_override (org, cut_id, locale, kind) where value is not null;

-- What somebody was given, and how far it is. Of the texts that a locale of a video needs (its cues in every source and
-- cut that has any) `done` hold; `submitted` and `approved` say it of every track; `waiting` are those to be reviewed.
create view assignment_state with (security_invoker) as
select a.org, a.brand_id, a.id, v.campaign_id, p.name as campaign, a.video_id, v.title as video, a.locale, a.role,
       a.person_id, w.name as person, a.due_on, a.note, a.by, a.revision, a.created_at, a.updated_at,
       n.done, n.stale, n.total, n.submitted, n.approved, n.waiting,
       case a.role when 'localize' then n.total > 0 and n.done = n.total and n.submitted else n.approved end as is_done
from assignment a
join video v on v.org = a.org and v.id = a.video_id and v.withdrawn_at is null
join campaign p on p.org = a.org and p.id = v.campaign_id and p.withdrawn_at is null
join person w on w.org = a.org and w.id = a.person_id
cross join lateral (
    select coalesce(sum(o.total), 0)::int as total, coalesce(sum(t.done), 0)::int as done,
           coalesce(sum(t.stale), 0)::int as stale,
           coalesce(bool_and(coalesce(t.status, 'draft') <> 'draft'), false) as submitted,
           coalesce(bool_and(coalesce(t.status, 'draft') = 'approved'), false) as approved,
           coalesce(array_agg(t.id) filter (where t.status = 'in_review'), '{}') as waiting
    from home_state h
    join track_state o on o.org = a.org and o.home_id = h.id and o.is_source
    left join track_state t on t.org = a.org and t.home_id = h.id and t.locale = a.locale
    where h.org = a.org and h.video_id = a.video_id) n
where a.withdrawn_at is null;

do $$
declare t text;
begin
    foreach t in array array['assignment', 'remark', 'calendar_feed'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant select on assignment_state to cutdown_app;
grant update (person_id, due_on, note, revision, updated_at, withdrawn_at) on assignment to cutdown_app;
grant update (ended_at) on calendar_feed to cutdown_app;

-- A calendar's address: only the hash of its token names the organization.
create function door.calendar_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, name text, grants jsonb)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select f.org, f.person_id, p.name, door.grants_of(f.org, f.person_id)
            from calendar_feed f join person p on p.org = f.org and p.id = f.person_id
            where f.token_sha256 = in_sha256 and f.ended_at is null and p.withdrawn_at is null;
    end;
