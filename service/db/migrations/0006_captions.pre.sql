-- Captions: text is stored once, per source cue and locale. A cut's caption track is a function of its edit list, its
-- overrides and the texts; a release freezes one.

create table cue (                                         -- identity only: no time, no text
    org        uuid not null,
    id         uuid not null default uuidv7(),
    source_id  uuid,
    cut_id     uuid,
    stream     text not null constraint cue_stream_known check (stream in ('speech', 'description', 'on_screen')),
    constraint cue_key primary key (org, id),
    constraint cue_source foreign key (org, source_id) references source (org, id),
    constraint cue_cut foreign key (org, cut_id) references cut (org, id),
    constraint cue_has_one_home check (num_nonnulls(source_id, cut_id) = 1)
);
create index cue_by_source on cue (org, source_id) where source_id is not null;
create index cue_by_cut on cue (org, cut_id) where cut_id is not null;

create table cue_timing (                                  -- append-only; revision is the source track's timing_revision
    org       uuid not null,
    cue_id    uuid not null,
    revision  int not null,
    begin_ms  int not null,
    end_ms    int not null,
    speaker   text not null default '',
    settings  text not null default '',
    head      boolean not null default true,
    by        uuid,
    at        timestamptz not null default now(),
    constraint cue_timing_key primary key (org, cue_id, revision),
    constraint cue_timing_cue foreign key (org, cue_id) references cue (org, id),
    constraint cue_timing_ordered check (begin_ms >= 0 and end_ms > begin_ms)
);
create unique index cue_timing_head_once on cue_timing (org, cue_id) where head;

create table track (
    org                uuid not null,
    brand_id           uuid not null,
    id                 uuid not null default uuidv7(),
    source_id          uuid,
    cut_id             uuid,
    locale             text not null constraint track_locale_shape check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    kind               text not null constraint track_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    is_source          boolean not null,
    original_sha256    bytea,                              -- the imported file, as it came
    revision           int not null default 0,             -- counts changes of any text on this track
    timing_revision    int not null default 0,             -- of a source track: counts changes of any cue's time
    submitted_at       timestamptz,
    submitted_revision int,
    approved_revision  int,
    approved_by        uuid,
    approved_at        timestamptz,
    created_at         timestamptz not null default now(),
    withdrawn_at       timestamptz,
    constraint track_key primary key (org, id),
    constraint track_in_brand unique (org, brand_id, id),
    constraint track_source foreign key (org, brand_id, source_id) references source (org, brand_id, id),
    constraint track_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint track_original foreign key (org, original_sha256) references asset (org, sha256),
    constraint track_has_one_home check (num_nonnulls(source_id, cut_id) = 1),
    constraint track_approval_whole check (num_nonnulls(approved_revision, approved_by, approved_at) in (0, 3)),
    constraint track_approval_seen check (approved_revision <= revision)
);
create unique index track_of_source_once on track (org, source_id, locale, kind) where source_id is not null;
create unique index track_of_cut_once on track (org, cut_id, locale, kind) where cut_id is not null;
create unique index track_one_source_language on track (org, source_id) where is_source and source_id is not null;

-- Append-only = history and undo. One head per cue and track. text_hash is over the normalised text; a target's
-- source_hash is the text_hash of the source text it translates, so "stale" is an inequality of two stored values.
create table cue_text (
    org            uuid not null,
    track_id       uuid not null,
    cue_id         uuid not null,
    revision       int not null,
    text           text not null,
    markup         text not null default '',
    pinned_breaks  boolean not null default true,
    text_hash      bytea not null,
    source_hash    bytea,                                  -- null on the source track
    origin         text not null constraint cue_text_origin_known check (origin in ('import', 'human', 'memory', 'machine', 'kept')),
    head           boolean not null default true,
    by             uuid,
    at             timestamptz not null default now(),
    constraint cue_text_key primary key (org, track_id, cue_id, revision),
    constraint cue_text_track foreign key (org, track_id) references track (org, id),
    constraint cue_text_cue foreign key (org, cue_id) references cue (org, id),
    constraint cue_text_length check (length(text) <= 2000)
);
create unique index cue_text_head_once on cue_text (org, track_id, cue_id) where head;
create index cue_text_by_revision on cue_text (org, track_id, revision);

create table fact_use (
    org       uuid not null,
    track_id  uuid not null,
    cue_id    uuid not null,
    fact_key  text not null,
    market    text,
    constraint fact_use_once unique nulls not distinct (org, track_id, cue_id, fact_key, market),
    constraint fact_use_track foreign key (org, track_id) references track (org, id),
    constraint fact_use_cue foreign key (org, cue_id) references cue (org, id)
);

-- What conform found: where each cue stands in a cut. No text, no locale. timing_revisions names the state of every
-- source it was computed from.
create table conform (
    org               uuid not null,
    cut_id            uuid not null,
    edit_revision     int not null,
    timing_revisions  jsonb not null,
    dropped           int not null,
    at                timestamptz not null default now(),
    constraint conform_key primary key (org, cut_id, edit_revision),
    constraint conform_cut foreign key (org, cut_id) references cut (org, id)
);
create table cut_cue (
    org            uuid not null,
    cut_id         uuid not null,
    edit_revision  int not null,
    cue_id         uuid not null,
    segment_id     uuid not null,
    begin_ms       int not null,
    end_ms         int not null,
    how            text not null constraint cut_cue_how_known check (how in ('whole', 'clipped', 'split')),
    constraint cut_cue_key primary key (org, cut_id, edit_revision, begin_ms, cue_id, segment_id),
    constraint cut_cue_conform foreign key (org, cut_id, edit_revision) references conform (org, cut_id, edit_revision),
    constraint cut_cue_cue foreign key (org, cue_id) references cue (org, id),
    constraint cut_cue_ordered check (begin_ms >= 0 and end_ms > begin_ms)
);
create index cut_cue_by_cue on cut_cue (org, cue_id);

create table cut_override (
    org         uuid not null,
    cut_id      uuid not null,
    cue_id      uuid not null,
    segment_id  uuid not null,
    locale      text,
    field       text not null constraint cut_override_field_known check (field in ('text', 'begin_ms', 'end_ms', 'hidden')),
    base        jsonb not null,
    value       jsonb not null,
    revision    int not null,
    by          uuid not null,
    at          timestamptz not null default now(),
    constraint cut_override_once unique nulls not distinct (org, cut_id, cue_id, segment_id, locale, field),
    constraint cut_override_cut foreign key (org, cut_id) references cut (org, id),
    constraint cut_override_cue foreign key (org, cue_id) references cue (org, id)
);

create table release (
    org                uuid not null,
    brand_id           uuid not null,
    id                 uuid not null default uuidv7(),
    cut_id             uuid not null,
    market             text not null constraint release_market_shape check (market ~ '^[A-Z]{2}$'),
    locale             text not null,
    kind               text not null constraint release_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    number             int not null constraint release_number_counted check (number > 0),
    edit_revision      int not null,
    override_revision  int not null default 0,
    facts_revision     int not null default 0,
    pack               text not null,
    engine             text not null,
    input_hash         bytea not null,
    document_sha256    bytea not null,
    done               int not null,
    total              int not null,
    approved_by        uuid,
    approved_at        timestamptz,
    withdrawn_at       timestamptz,
    created_at         timestamptz not null default now(),
    constraint release_key primary key (org, id),
    constraint release_in_brand unique (org, brand_id, id),
    constraint release_number_once unique (org, cut_id, market, locale, kind, number),
    constraint release_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint release_complete_or_draft check (approved_at is null or done = total)
);

create table release_input (
    org              uuid not null,
    release_id       uuid not null,
    track_id         uuid not null,
    track_revision   int not null,
    timing_revision  int not null,
    constraint release_input_once primary key (org, release_id, track_id),
    constraint release_input_release foreign key (org, release_id) references release (org, id),
    constraint release_input_track foreign key (org, track_id) references track (org, id)
);

create table file (
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    release_id  uuid not null,
    format      text not null constraint file_format_known check (format in ('vtt', 'srt')),
    sha256      bytea not null,
    size_bytes  int not null,
    file_key    bytea not null constraint file_key_length check (octet_length(file_key) = 16),
    created_at  timestamptz not null default now(),
    constraint file_key primary key (org, id),
    constraint file_format_once unique (org, release_id, format),
    constraint file_key_once unique (file_key),
    constraint file_release foreign key (org, brand_id, release_id) references release (org, brand_id, id),
    constraint file_asset foreign key (org, sha256) references asset (org, sha256)
);

create table rendition (
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    cut_id      uuid not null,
    release_id  uuid,                                      -- null: clean
    profile     text not null,
    sha256      bytea not null,
    created_at  timestamptz not null default now(),
    constraint rendition_key primary key (org, id),
    constraint rendition_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint rendition_release foreign key (org, brand_id, release_id) references release (org, brand_id, id),
    constraint rendition_asset foreign key (org, sha256) references asset (org, sha256)
);

do $$
declare t text;
begin
    foreach t in array array['cue', 'cue_timing', 'track', 'cue_text', 'fact_use', 'conform', 'cut_cue', 'cut_override',
                             'release', 'release_input', 'file', 'rendition'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update on track, release, conform, cut_override to cutdown_app;
grant update (head) on cue_timing, cue_text to cutdown_app;   -- history is never rewritten
grant delete on cut_cue, cut_override, fact_use to cutdown_app;   -- derived rows, and decisions that were taken back

-- A track with what is done on it. `total` counts the cues of its source; `done` those with a text that is not stale.
-- (`limit 1` keeps PostgreSQL from reading a whole track for each cue: it takes (org, track) for as rare as a cue.)
create view track_state with (security_invoker) as
select t.org, t.brand_id, t.id, t.source_id, t.locale, t.kind, t.is_source,
       case when t.approved_revision = t.revision then 'approved'
            when t.submitted_revision = t.revision then 'in_review' else 'draft' end as status,
       n.done, n.stale, n.total, t.approved_by, t.approved_at, t.revision, t.created_at
from track t
join track o on o.org = t.org and o.source_id = t.source_id and o.is_source
cross join lateral (
    select count(*)::int as total,
           (count(h.cue_id) filter (where t.is_source or h.source_hash = s.text_hash))::int as done,
           (count(h.cue_id) filter (where not t.is_source and h.source_hash is distinct from s.text_hash))::int as stale
    from cue_text s
    left join lateral (
        select x.cue_id, x.source_hash from cue_text x
        where x.org = t.org and x.track_id = t.id and x.cue_id = s.cue_id and x.head limit 1) h on true
    where s.org = t.org and s.track_id = o.id and s.head) n
where t.withdrawn_at is null;

-- A cue in a track: its time, the source text, the text here, and what the source said when that was written.
create view cue_state with (security_invoker) as
select t.org, t.brand_id, s.cue_id as id, t.id as track_id, m.begin_ms, m.end_ms, c.stream, s.text as source_text, h.text,
       case when h.cue_id is null then 'missing'
            when not t.is_source and h.source_hash is distinct from s.text_hash then 'stale' else 'draft' end as status,
       case when h.source_hash is distinct from s.text_hash then (
           select old.text from cue_text old
           where old.org = t.org and old.track_id = o.id and old.cue_id = s.cue_id and old.text_hash = h.source_hash
           order by old.revision desc limit 1) end as translated_from,
       h.origin, h.at as written_at, coalesce(h.revision, 0) as revision
from track t
join track o on o.org = t.org and o.source_id = t.source_id and o.is_source
join cue_text s on s.org = t.org and s.track_id = o.id and s.head
join cue c on c.org = t.org and c.id = s.cue_id
join cue_timing m on m.org = t.org and m.cue_id = s.cue_id and m.head
left join lateral (
    select * from cue_text x
    where x.org = t.org and x.track_id = t.id and x.cue_id = s.cue_id and x.head limit 1) h on true
where t.withdrawn_at is null;

-- A place that captions are made for: a video of a campaign in a locale of a market, with the tracks of its texts.
create view place_state with (security_invoker) as
select p.org, p.brand_id, p.id as campaign_id, v.id as video_id, m.market, m.position, l.locale, l.place,
       o.id as origin_id, o.revision as origin_revision, t.id as track_id,
       coalesce(t.kind, case when o.locale = l.locale then o.kind else 'subtitles' end) as kind,
       coalesce(t.is_source, false) as is_source, coalesce(t.submitted_revision = t.revision, false) as submitted,
       coalesce(t.approved_revision = t.revision, false) as text_approved
from campaign p
join video v on v.org = p.org and v.campaign_id = p.id and v.withdrawn_at is null
join campaign_market m on m.org = p.org and m.campaign_id = p.id
cross join lateral unnest(m.locales) with ordinality as l (locale, place)
left join source z on z.org = p.org and z.video_id = v.id and z.role = 'master' and z.withdrawn_at is null
left join track o on o.org = p.org and o.source_id = z.id and o.is_source
left join lateral (
    select * from track x where x.org = p.org and x.source_id = z.id and x.locale = l.locale
    order by x.kind limit 1) t on true
where p.withdrawn_at is null;

-- A file's public name, which says what is in it.
create function file_url(file_key bytea, cut_code text, locale text, format text) returns text language sql immutable
    return '/f/' || encode(file_key, 'hex') || '/' || regexp_replace(lower(cut_code), '[^a-z0-9]+', '-', 'g')
        || '.' || locale || '.' || format;

create view file_state with (security_invoker) as
select f.org, f.brand_id, f.id, f.release_id, f.format, f.sha256, f.size_bytes, f.file_key,
       file_url(f.file_key, c.code, r.locale, f.format) as url
from file f
join release r on r.org = f.org and r.id = f.release_id
join cut c on c.org = r.org and c.id = r.cut_id;

-- A release with its files.
create view release_state with (security_invoker) as
select r.org, r.brand_id, r.id, r.cut_id, r.market, r.locale, r.kind, r.number,
       case when r.withdrawn_at is not null then 'withdrawn' when r.approved_at is not null then 'approved'
            else 'in_review' end as status,
       r.done, r.total,
       coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'format', f.format, 'sha256', encode(f.sha256, 'hex'),
                                                     'size_bytes', f.size_bytes,
                                                     'url', file_url(f.file_key, c.code, r.locale, f.format))
                                  order by f.format desc)
                 from file f where f.org = r.org and f.release_id = r.id), '[]') as files,
       r.approved_by, r.approved_at, r.withdrawn_at, r.created_at
from release r
join cut c on c.org = r.org and c.id = r.cut_id;

grant select on track_state, cue_state, place_state, file_state, release_state to cutdown_app;
