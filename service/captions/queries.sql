-- Tracks and texts --------------------------------------------------------------------------------

-- name: get_home (brand)
-- What captions need to know of a source or a cut, and its source track if there is one.
select h.id, h.source_id, h.cut_id, h.brand_id, h.video_id, h.duration_ms, t.id as track_id, t.locale, t.kind
from home_state h
left join track t on t.org = $1 and t.home_id = h.id and t.is_source
where h.org = $1 and ($2::uuid[] is null or h.brand_id = any($2)) and h.id = $3;

-- name: get_ground (organization)
-- The markets that have a locale, in the campaign of a video (or of a source or cut), and whether it is made in it.
select array(select m.market from campaign_market m
             where m.org = $1 and m.campaign_id = v.campaign_id and $3::text = any(m.locales)) as markets,
       exists (select from home_state h join track t on t.org = $1 and t.home_id = h.id and t.is_source
               where h.org = $1 and h.video_id = v.id and t.locale = $3) as is_source
from video v
where v.org = $1 and v.id = coalesce((select h.video_id from home_state h where h.org = $1 and h.id = $2), $2);

-- name: insert_track (organization)
insert into track (org, brand_id, source_id, cut_id, locale, kind, is_source, original_sha256, revision, timing_revision)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id;

-- name: insert_planned_tracks (organization)
-- Every locale of the markets that has no track yet; a cut of one market needs that market's only.
insert into track (org, brand_id, source_id, cut_id, locale, kind, is_source)
select $1, h.brand_id, h.source_id, h.cut_id, l.locale, 'subtitles', false
from home_state h
join video v on v.org = $1 and v.id = h.video_id
left join cut c on c.org = $1 and c.id = h.cut_id
cross join lateral (
    select distinct l.locale from campaign_market m cross join lateral unnest(m.locales) as l (locale)
    where m.org = $1 and m.campaign_id = v.campaign_id and (c.market is null or c.market = m.market)) l
where h.org = $1 and h.id = $2
  and not exists (select from track t where t.org = $1 and t.home_id = h.id and t.locale = l.locale)
order by l.locale
on conflict do nothing
returning id, locale;

-- name: list_tracks_among (organization)
select {columns} from track_state where org = $1 and id = any($2::uuid[]) order by locale, kind;

-- name: writes_here (organization)
-- Whether the campaign asks for four eyes and the person wrote a text that stands in one of these tracks.
select exists (
    select from track t
    join home_state h on h.org = $1 and h.id = t.home_id
    join video v on v.org = $1 and v.id = h.video_id
    join campaign p on p.org = $1 and p.id = v.campaign_id and p.four_eyes
    join cue_text x on x.org = $1 and x.track_id = t.id and x.head and x.by = $3
    where t.org = $1 and t.id = any($2::uuid[]));

-- name: wrote_release (organization)
-- The same of a release: a text of its locale, or an override of its cut.
select exists (
    select from release r
    join cut c on c.org = $1 and c.id = r.cut_id
    join video v on v.org = $1 and v.id = c.video_id
    join campaign p on p.org = $1 and p.id = v.campaign_id and p.four_eyes
    where r.org = $1 and r.id = $2
      and (exists (select from cut_override o
                   where o.org = $1 and o.cut_id = c.id and (o.locale is null or o.locale = r.locale) and o.by = $3)
        or exists (select from release_input i
                   join track t on t.org = $1 and t.id = i.track_id and t.locale = r.locale
                   join cue_text x on x.org = $1 and x.track_id = t.id and x.head and x.by = $3
                   where i.org = $1 and i.release_id = r.id)));

-- name: insert_cues (organization)
-- As many identities as are asked for, in order.
insert into cue (org, source_id, cut_id, stream) select $1, $2, $3, $4 from generate_series(1, $5::int) returning id;

-- name: insert_timings (organization)
insert into cue_timing (org, cue_id, revision, begin_ms, end_ms, settings, by)
select $1, cue_id, $2::int, begin_ms, end_ms, settings, $3::uuid
from unnest($4::uuid[], $5::int[], $6::int[], $7::text[]) as one (cue_id, begin_ms, end_ms, settings);

-- name: insert_texts (organization)
insert into cue_text (org, track_id, cue_id, revision, text, markup, text_hash, source_hash, origin, by)
select $1, $2::uuid, cue_id, $3::int, text, markup, text_hash, source_hash, $4::text, $5::uuid
from unnest($6::uuid[], $7::text[], $8::text[], $9::bytea[], $10::bytea[])
    as one (cue_id, text, markup, text_hash, source_hash);

-- name: list_known_cues (organization)
-- Every cue that a source track ever had, with its last time and text, in order of time.
select s.cue_id as id, m.begin_ms, m.end_ms, m.settings, s.text, s.markup, s.head as living
from track t
cross join lateral (
    select distinct on (x.cue_id) x.cue_id, x.text, x.markup, x.head from cue_text x
    where x.org = $1 and x.track_id = t.id order by x.cue_id, x.revision desc) s
cross join lateral (
    select y.begin_ms, y.end_ms, y.settings from cue_timing y
    where y.org = $1 and y.cue_id = s.cue_id order by y.revision desc limit 1) m
where t.org = $1 and t.id = $2
order by m.begin_ms, m.end_ms, s.cue_id;

-- name: get_known_cue (organization)
-- The same of one cue.
select x.cue_id as id, m.begin_ms, m.end_ms, m.settings, x.text, x.markup, x.head as living
from cue_text x
cross join lateral (
    select y.begin_ms, y.end_ms, y.settings from cue_timing y
    where y.org = $1 and y.cue_id = x.cue_id order by y.revision desc limit 1) m
where x.org = $1 and x.track_id = $2 and x.cue_id = $3
order by x.revision desc limit 1;

-- name: retire_timings (organization)
update cue_timing set head = false where org = $1 and cue_id = any($2::uuid[]) and head;

-- name: retire_texts (organization)
update cue_text set head = false where org = $1 and track_id = $2 and cue_id = any($3::uuid[]) and head;

-- name: advance_track (organization)
-- Where the track stands after a change of many cues; what was asked or said of its texts before is over.
update track
set revision = $3, timing_revision = $4, original_sha256 = coalesce($5, original_sha256), submitted_at = null,
    submitted_revision = null
where org = $1 and id = $2;

-- name: get_track (brand)
select {columns} from track_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3;

-- name: list_tracks (brand)
select {columns} from track_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and home_id = $3 {page};

-- name: list_home_tracks (brand)
select {columns} from track_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and home_id = $3
order by is_source desc, locale, kind;

-- name: find_track (brand)
select id, home_id, source_id, cut_id, brand_id, locale, kind, is_source, revision, timing_revision, original_sha256
from track
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and home_id = $3 and locale = $4 and kind = $5;

-- name: lock_track (brand)
-- Writers of one track stand in line here.
select id, home_id, source_id, cut_id, brand_id, locale, kind, is_source, revision, timing_revision, original_sha256
from track
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
for update;

-- name: get_cue_text (brand)
select {columns} from cue_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and track_id = $3 and id = $4;

-- name: list_track_texts (organization)
select {columns} from cue_state where org = $1 and track_id = $2 order by begin_ms, id;

-- name: list_cue_texts (brand)
select {columns} from cue_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and track_id = $3 and ($4::text is null or status = $4) {page};

-- name: get_source_text (organization)
-- The source text that a cue of this home is translated from.
select s.text_hash from track o
join cue_text s on s.org = $1 and s.track_id = o.id and s.cue_id = $3 and s.head
where o.org = $1 and o.home_id = $2 and o.is_source;

-- name: retire_text (organization)
-- 1 when the head was the one that was seen.
update cue_text set head = false where org = $1 and track_id = $2 and cue_id = $3 and head and revision = $4;

-- name: get_head_revision (organization)
select revision from cue_text where org = $1 and track_id = $2 and cue_id = $3 and head;

-- name: insert_text (organization)
insert into cue_text (org, track_id, cue_id, revision, text, markup, text_hash, source_hash, origin, by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: delete_fact_uses (organization)
delete from fact_use where org = $1 and track_id = $2 and cue_id = any($3::uuid[]);

-- name: insert_fact_uses (organization)
-- Which cues of a track name which facts.
insert into fact_use (org, track_id, cue_id, fact_key)
select $1, $2::uuid, cue_id, fact_key from unnest($3::uuid[], $4::text[]) as one (cue_id, fact_key);

-- name: list_fact_uses (organization)
-- The facts that the cuts of a campaign name, by locale and kind.
select distinct k.cut_id, t.locale, t.kind, u.fact_key
from video v
cross join lateral (
    select z.id from source z where z.org = $1 and z.video_id = v.id
    union all select y.id from cut y where y.org = $1 and y.video_id = v.id) home
join track t on t.org = $1 and t.home_id = home.id
join fact_use u on u.org = $1 and u.track_id = t.id
join cut_cue k on k.org = $1 and k.cue_id = u.cue_id
join cut c on c.org = $1 and c.id = k.cut_id and c.edit_revision = k.edit_revision and c.withdrawn_at is null
where v.org = $1 and v.campaign_id = $2;

-- name: bump_track (organization)
update track set revision = $3, submitted_at = null, submitted_revision = null where org = $1 and id = $2;

-- name: submit_track (organization)
update track set submitted_at = now(), submitted_revision = revision
where org = $1 and id = $2 and submitted_revision is distinct from revision;

-- name: approve_track (organization)
update track set approved_revision = revision, approved_by = $3, approved_at = now()
where org = $1 and id = $2 and approved_revision is distinct from revision;

-- Timing ------------------------------------------------------------------------------------------

-- name: get_timing (brand)
-- A withdrawn cue has no head any more; its last time is told.
select c.id, c.source_id, c.cut_id, m.begin_ms, m.end_ms, not m.head as withdrawn, m.revision
from cue c
join track o on o.org = $1 and o.home_id = coalesce(c.source_id, c.cut_id) and o.is_source
cross join lateral (
    select x.begin_ms, x.end_ms, x.head, x.revision from cue_timing x
    where x.org = $1 and x.cue_id = c.id order by x.revision desc limit 1) m
where c.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and c.id = $3;

-- name: lock_source_track (brand)
-- Whatever moves or changes the cues of a home stands in line here.
select id, home_id, source_id, cut_id, brand_id, locale, kind, is_source, revision, timing_revision, original_sha256
from track
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and home_id = $3 and is_source
for update;

-- name: retire_timing (organization)
update cue_timing set head = false where org = $1 and cue_id = $2 and head and revision = $3;

-- name: insert_timing (organization)
insert into cue_timing (org, cue_id, revision, begin_ms, end_ms, settings, by)
select $1, $2, $3, $4, $5, settings, $6 from cue_timing where org = $1 and cue_id = $2 and revision = $7;

-- name: bump_timing (organization)
-- A moved cue changes the track that people saw, but not what was asked about its texts or said of them.
update track
set timing_revision = $3, revision = revision + 1,
    submitted_revision = case when submitted_revision = revision then revision + 1 else submitted_revision end,
    approved_revision = case when approved_revision = revision then revision + 1 else approved_revision end
where org = $1 and id = $2;

-- Conform -----------------------------------------------------------------------------------------

-- name: lock_cut (organization)
select c.id, c.brand_id, c.video_id, v.campaign_id, c.code, c.aspect, c.edit_revision, c.fps_num, c.fps_den, c.frames
from cut c join video v on v.org = $1 and v.id = c.video_id
where c.org = $1 and c.id = $2 and c.withdrawn_at is null for no key update of c;

-- name: list_segments (organization)
select g.segment_id, g.layer, g.position, g.source_id, g.in_frame, g.out_frame, g.cut_in_frame, g.speed_num, g.speed_den,
       s.fps_num, s.fps_den
from segment g join source s on s.org = $1 and s.id = g.source_id
where g.org = $1 and g.cut_id = $2 and g.edit_revision = $3
order by g.layer, g.position;

-- name: list_source_cues (organization)
select c.id as cue_id, c.source_id, m.begin_ms, m.end_ms, c.stream
from cue c join cue_timing m on m.org = $1 and m.cue_id = c.id and m.head
where c.org = $1 and c.source_id = any($2::uuid[])
order by m.begin_ms, c.id;

-- name: list_said (organization)
-- What these sources say in their own language.
select q.source_id, h.cue_id, m.begin_ms, m.end_ms, h.text
from track t
join cue_text h on h.org = $1 and h.track_id = t.id and h.head
join cue q on q.org = $1 and q.id = h.cue_id and q.source_id = any($2::uuid[]) and q.stream = 'speech'
join cue_timing m on m.org = $1 and m.cue_id = h.cue_id and m.head
where t.org = $1 and t.home_id = any($2::uuid[]) and t.is_source
order by m.begin_ms, h.cue_id;

-- name: list_own_cues (organization)
-- The cues that belong to a cut alone.
select c.id as cue_id, m.begin_ms, m.end_ms
from cue c join cue_timing m on m.org = $1 and m.cue_id = c.id and m.head
where c.org = $1 and c.cut_id = $2
order by m.begin_ms, c.id;

-- name: list_timing_revisions (organization)
select home_id, timing_revision from track where org = $1 and home_id = any($2::uuid[]) and is_source order by home_id;

-- name: get_conform (brand)
-- What conform found last. `newest`: it saw the edit list and the timings that are in force.
select k.cut_id, k.edit_revision, k.timing_revisions, k.dropped,
       k.edit_revision = c.edit_revision and k.timing_revisions = coalesce(
           (select jsonb_object_agg(t.home_id::text, t.timing_revision) from track t
            where t.org = $1 and t.is_source and t.home_id in (
                select g.source_id from segment g
                where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
                union all select c.id)), '{}') as newest
from cut c join conform k on k.org = $1 and k.cut_id = c.id
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3
order by k.edit_revision desc limit 1;

-- name: upsert_conform (organization)
-- `at` is when it was found, not when the transaction began: a release made meanwhile is older.
insert into conform (org, cut_id, edit_revision, timing_revisions, dropped, at)
values ($1, $2, $3, $4, $5, clock_timestamp())
on conflict (org, cut_id, edit_revision) do update
set timing_revisions = excluded.timing_revisions, dropped = excluded.dropped, at = clock_timestamp();

-- name: delete_cut_cues (organization)
delete from cut_cue where org = $1 and cut_id = $2 and edit_revision = $3;

-- name: insert_cut_cues (organization)
insert into cut_cue (org, cut_id, edit_revision, cue_id, segment_id, begin_ms, end_ms, how)
select $1, $2::uuid, $3::int, cue_id, segment_id, begin_ms, end_ms, how
from unnest($4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::text[])
    as one (cue_id, segment_id, begin_ms, end_ms, how);

-- name: list_cut_cues (organization)
select cue_id, segment_id, begin_ms, end_ms, how from cut_cue
where org = $1 and cut_id = $2 and edit_revision = $3 order by begin_ms, cue_id;

-- name: list_cuts_of_source (organization)
select distinct c.id from cut c
join segment g on g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
where c.org = $1 and g.source_id = $2 and c.withdrawn_at is null order by c.id;

-- name: list_cuts_of_campaign (organization)
select c.id from cut c join video v on v.org = $1 and v.id = c.video_id
where c.org = $1 and v.campaign_id = $2 and c.withdrawn_at is null and v.withdrawn_at is null order by c.id;

-- Releases ----------------------------------------------------------------------------------------

-- name: get_cut (brand)
select c.id, c.brand_id, c.video_id, v.campaign_id, c.code, c.aspect, c.edit_revision, c.fps_num, c.fps_den, c.frames
from cut c join video v on v.org = $1 and v.id = c.video_id
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: list_targets (organization)
-- The locales that a cut must have, market by market, with the kinds that are open on it and its sources. (`offset 0`: as the
-- `limit 1` of track_state.)
select distinct m.market, m.position, l.locale, t.kind
from cut c
join video v on v.org = $1 and v.id = c.video_id
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and (c.market is null or c.market = m.market)
cross join lateral unnest(m.locales) as l (locale)
cross join lateral (
    select x.kind from track x
    where x.org = $1 and x.locale = l.locale and x.home_id in (
        select g.source_id from segment g where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
        union all select c.id)
    offset 0) t
where c.org = $1 and c.id = $2
order by m.position, l.locale, t.kind;

-- name: list_checks (brand)
-- How the captions of these cuts stand to the rules, as it was found last.
select k.cut_id, k.market, k.locale, k.kind, k.pack, k.engine, k.input_hash, k.errors, k.warnings
from caption_check k
where k.org = $1 and ($2::uuid[] is null or k.brand_id = any($2)) and k.cut_id = any($3::uuid[])
order by k.cut_id, k.market, k.locale, k.kind;

-- name: upsert_check (organization)
insert into caption_check (org, brand_id, cut_id, market, locale, kind, pack, engine, input_hash, errors, warnings, conflicts, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp())
on conflict (org, cut_id, market, locale, kind) do update
set pack = excluded.pack, engine = excluded.engine, input_hash = excluded.input_hash, errors = excluded.errors,
    warnings = excluded.warnings, conflicts = excluded.conflicts, at = clock_timestamp();

-- name: list_outdated_checks (system: the worker's hourly round goes over all organizations)
select {columns} from door.outdated_checks($1, $2, $3, $4);

-- name: list_placed (organization)
-- The cues that stand in these cuts, each cut's in order of time.
select k.cut_id, coalesce(q.source_id, q.cut_id) as home_id, q.stream, k.cue_id, k.segment_id, k.begin_ms, k.end_ms, k.how, m.settings
from cut c
join cut_cue k on k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision
join cue q on q.org = $1 and q.id = k.cue_id
join cue_timing m on m.org = $1 and m.cue_id = k.cue_id and m.head
where c.org = $1 and c.id = any($2::uuid[])
order by k.cut_id, k.begin_ms, k.cue_id;

-- name: list_worded (organization)
-- The texts of these homes in their own languages and in these locales and kinds.
select t.locale, t.kind, t.is_source, coalesce(t.approved_revision = t.revision, false) as approved,
       h.cue_id, h.text, h.markup, h.text_hash, h.source_hash
from track t
join cue_text h on h.org = $1 and h.track_id = t.id and h.head
where t.org = $1 and t.home_id = any($2::uuid[])
  and (t.is_source or (t.locale = any($3::text[]) and t.kind = any($4::text[])));

-- name: list_overrides (organization)
-- What these cuts do differently in every language and in these locales.
select o.id, o.cut_id, o.cue_id, o.segment_id, o.locale, o.kind, o.field, o.base, o.value, o.by, o.at, o.revision,
       ceil(c.frames * 1000.0 * c.fps_den / c.fps_num)::int as cut_ends_ms
from cut_override o join cut c on c.org = $1 and c.id = o.cut_id
where o.org = $1 and o.cut_id = any($2::uuid[]) and o.value is not null
  and (o.locale is null or o.locale = any($3::text[]));

-- name: list_inputs (organization)
-- The tracks that a cut's captions in a locale are made of: the locale's and the source language's, its own and those of
-- its sources.
select distinct t.id as track_id, t.revision as track_revision, o.timing_revision, t.is_source, t.locale, t.approved_by
from cut c
cross join lateral (
    select g.source_id as id from segment g where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
    union all select c.id) home
join track o on o.org = $1 and o.home_id = home.id and o.is_source
join track t on t.org = $1 and t.home_id = home.id and (t.is_source or (t.locale = $3 and t.kind = $4))
where c.org = $1 and c.id = $2
order by t.id;

-- name: insert_release (organization)
insert into release (org, brand_id, cut_id, market, locale, kind, number, edit_revision, facts_revision,
                     override_revision, pack, engine, input_hash, document_sha256, done, total, approved_by, approved_at)
select $1, $2::uuid, $3::uuid, $4::text, $5::text, $6::text,
       coalesce((select max(number) from release where org = $1 and cut_id = $3 and market = $4 and locale = $5
                   and kind = $6), 0) + 1,
       $7::int, $8::int, $9::int, $10::text, $11::text, $12::bytea, $13::bytea, $14::int, $15::int, $16::uuid,
       case when $16::uuid is null then null else now() end
returning id;

-- name: insert_release_input (organization)
insert into release_input (org, release_id, track_id, track_revision, timing_revision) values ($1, $2, $3, $4, $5);

-- name: insert_file (organization)
insert into file (org, brand_id, release_id, format, sha256, size_bytes, file_key) values ($1, $2, $3, $4, $5, $6, $7);

-- name: get_newest_release (organization)
-- The newest release of a cut for a market, locale and kind: whether it is made of the same, and whether it, or what is
-- made of the same, was taken back last.
select r.id, r.input_hash = $6 as same, r.withdrawn_at is not null as withdrawn,
       coalesce((select x.withdrawn_at is not null from release x
                 where x.org = $1 and x.cut_id = $2 and x.market = $3 and x.locale = $4 and x.kind = $5
                   and x.input_hash = $6
                 order by x.number desc limit 1), false) as same_withdrawn
from release r
where r.org = $1 and r.cut_id = $2 and r.market = $3 and r.locale = $4 and r.kind = $5
order by r.number desc limit 1;

-- name: get_release (brand)
select {columns} from release_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3;

-- name: list_releases (brand)
select {columns} from release_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and cut_id = $3
  and ($4::text is null or market = $4) and ($5::text is null or locale = $5) {page};

-- name: list_suspects (organization)
-- Of these releases, those of which an input changed: whether the captions would differ is decided by their hash.
select r.id, v.campaign_id, r.cut_id, r.market, r.locale, r.kind, r.pack, r.input_hash
from release r
join cut c on c.org = $1 and c.id = r.cut_id
join video v on v.org = $1 and v.id = c.video_id
where r.org = $1 and r.id = any($2::uuid[])
  and (r.edit_revision <> c.edit_revision
       or exists (select from conform k
                  where k.org = $1 and k.cut_id = r.cut_id and k.edit_revision = r.edit_revision and k.at > r.created_at)
       or exists (select from market_fact f
                  where f.org = $1 and f.campaign_id = v.campaign_id and f.market = r.market and f.head
                    and f.revision > r.facts_revision)
       or exists (select from cut_override o
                  where o.org = $1 and o.cut_id = r.cut_id and o.revision > r.override_revision
                    and (o.locale is null or (o.locale = r.locale and o.kind = r.kind)))
       or exists (select from release_input i
                  join track t on t.org = $1 and t.id = i.track_id
                  join track o on o.org = $1 and o.home_id = t.home_id and o.is_source
                  where i.org = $1 and i.release_id = r.id
                    and (o.timing_revision > i.timing_revision
                         or (t.revision > i.track_revision
                             and exists (select from cue_text n
                                         join cut_cue k on k.org = $1 and k.cut_id = r.cut_id
                                              and k.edit_revision = r.edit_revision and k.cue_id = n.cue_id
                                         where n.org = $1 and n.track_id = t.id and n.revision > i.track_revision)))));

-- name: list_changes_under (organization)
-- What changed from the making of these releases to that of others of the same captions (null: to now), in step. What was
-- changed and changed back is left out; the cues are those that stand in the cut now.
select o.id as then_id, n.id as now_id, f.code, f.key, f.text, f.begin_ms
from unnest($2::uuid[], $3::uuid[]) as pair (then_id, now_id)
join release o on o.org = $1 and o.id = pair.then_id
left join release n on n.org = $1 and n.id = pair.now_id
join cut c on c.org = $1 and c.id = o.cut_id
join video v on v.org = $1 and v.id = c.video_id
cross join lateral (
    select 'edit'::text as code, ''::text as key, ''::text as text, null::int as begin_ms
    where o.edit_revision <> coalesce(n.edit_revision, c.edit_revision)
    union all
    select 'pack', '', '', null where n.pack <> o.pack
    union all
    select 'fact', h.fact_key, '', null
    from market_fact h
    where h.org = $1 and h.campaign_id = v.campaign_id and h.market = o.market and h.revision > o.facts_revision
      and (n.id is null or h.revision <= n.facts_revision)
      and not exists (select from market_fact l
                      where l.org = $1 and l.campaign_id = h.campaign_id and l.market = h.market and l.fact_key = h.fact_key
                        and l.revision > h.revision and (n.id is null or l.revision <= n.facts_revision))
      and h.value is distinct from (select g.value from market_fact g
                                    where g.org = $1 and g.campaign_id = h.campaign_id and g.market = h.market
                                      and g.fact_key = h.fact_key and g.revision <= o.facts_revision
                                    order by g.revision desc limit 1)
      and exists (select from release_input i
                  join fact_use x on x.org = $1 and x.track_id = i.track_id
                  join cut_cue k on k.org = $1 and k.cut_id = o.cut_id and k.cue_id = x.cue_id
                                and k.edit_revision = coalesce(n.edit_revision, c.edit_revision)
                  where i.org = $1 and i.release_id = o.id and x.fact_key = h.fact_key)
    union all
    select 'cue', '', w.text, k.begin_ms
    from release_input i
    left join release_input j on j.org = $1 and j.release_id = n.id and j.track_id = i.track_id
    join cut_cue k on k.org = $1 and k.cut_id = o.cut_id and k.edit_revision = coalesce(n.edit_revision, c.edit_revision)
    cross join lateral (
        select x.text, x.text_hash, x.markup from cue_text x
        where x.org = $1 and x.track_id = i.track_id and x.cue_id = k.cue_id and x.revision > i.track_revision
          and (n.id is null or x.revision <= j.track_revision)
        order by x.revision desc limit 1) w
    where i.org = $1 and i.release_id = o.id
      and not exists (select from (
                          select y.text_hash, y.markup from cue_text y
                          where y.org = $1 and y.track_id = i.track_id and y.cue_id = k.cue_id
                            and y.revision <= i.track_revision
                          order by y.revision desc limit 1) b
                      where b.text_hash = w.text_hash and b.markup = w.markup)
    union all
    select 'timing', '', s.text, k.begin_ms
    from release_input i
    join track t on t.org = $1 and t.id = i.track_id and t.locale = o.locale
    left join release_input j on j.org = $1 and j.release_id = n.id and j.track_id = i.track_id
    join cut_cue k on k.org = $1 and k.cut_id = o.cut_id and k.edit_revision = coalesce(n.edit_revision, c.edit_revision)
    join cue_text s on s.org = $1 and s.track_id = i.track_id and s.cue_id = k.cue_id and s.head
    cross join lateral (
        select x.begin_ms, x.end_ms from cue_timing x
        where x.org = $1 and x.cue_id = k.cue_id and x.revision > i.timing_revision
          and (n.id is null or x.revision <= j.timing_revision)
        order by x.revision desc limit 1) w
    where i.org = $1 and i.release_id = o.id
      and not exists (select from (
                          select y.begin_ms, y.end_ms from cue_timing y
                          where y.org = $1 and y.cue_id = k.cue_id and y.revision <= i.timing_revision
                          order by y.revision desc limit 1) b
                      where b.begin_ms = w.begin_ms and b.end_ms = w.end_ms)
    union all
    select 'override', u.field, coalesce(s.text, ''), k.begin_ms
    from cut_override u
    left join cut_cue k on k.org = $1 and k.cut_id = u.cut_id and k.cue_id = u.cue_id and k.segment_id = u.segment_id
                       and k.edit_revision = coalesce(n.edit_revision, c.edit_revision)
    left join lateral (
        select x.text from release_input i
        join track t on t.org = $1 and t.id = i.track_id and t.locale = o.locale
        join cue_text x on x.org = $1 and x.track_id = i.track_id and x.cue_id = u.cue_id and x.head
        where i.org = $1 and i.release_id = o.id limit 1) s on true
    where u.org = $1 and u.cut_id = o.cut_id and u.revision > o.override_revision
      and (n.id is null or u.revision <= n.override_revision)
      and (u.locale is null or (u.locale = o.locale and u.kind = o.kind))) f;

-- name: approve_release (organization)
update release set approved_by = $3, approved_at = now()
where org = $1 and id = $2 and approved_at is null and withdrawn_at is null;

-- name: withdraw_release (organization)
update release set withdrawn_at = now() where org = $1 and id = $2 and withdrawn_at is null;

-- name: is_planned (organization)
select true from cut c
join video v on v.org = $1 and v.id = c.video_id
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and (c.market is null or c.market = m.market)
where c.org = $1 and c.id = $2 and m.market = $3 and $4::text = any(m.locales);

-- Overrides ---------------------------------------------------------------------------------------

-- name: open_cut_captions (brand)
-- What captions count of a cut, made on first use and locked: writers of its overrides stand in line here.
insert into cut_captions (org, brand_id, cut_id)
select $1, c.brand_id, c.id from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
on conflict on constraint cut_captions_key do update set override_revision = cut_captions.override_revision
where cut_captions.org = $1
returning cut_id, brand_id, override_revision;

-- name: get_override_revision (organization)
select override_revision from cut_captions where org = $1 and cut_id = $2;

-- name: count_overrides (organization)
update cut_captions set override_revision = $3 where org = $1 and cut_id = $2;

-- name: upsert_override (organization)
insert into cut_override (org, cut_id, cue_id, segment_id, locale, kind, field, base, value, revision, by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict on constraint cut_override_once do update
set base = excluded.base, value = excluded.value, revision = excluded.revision, by = excluded.by, at = now()
where cut_override.org = $1;

-- name: get_override (brand)
select o.id, o.cut_id, o.cue_id, o.segment_id, o.locale, o.kind, o.field, o.base, o.value, o.by, o.at, o.revision,
       ceil(c.frames * 1000.0 * c.fps_den / c.fps_num)::int as cut_ends_ms
from cut_override o join cut c on c.org = $1 and c.id = o.cut_id
where o.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and o.id = $3 and o.value is not null
  and c.withdrawn_at is null;

-- name: list_cut_overrides (brand)
select o.id, o.cut_id, o.cue_id, o.segment_id, o.locale, o.kind, o.field, o.base, o.value, o.by, o.at, o.revision,
       ceil(c.frames * 1000.0 * c.fps_den / c.fps_num)::int as cut_ends_ms
from cut_override o join cut c on c.org = $1 and c.id = o.cut_id
where o.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and o.cut_id = $3 and o.value is not null
  and c.withdrawn_at is null and ($4::text is null or o.locale = $4) {o.page};

-- name: list_overridden (organization)
-- In which tracks these cuts have overrides.
select distinct cut_id, locale, kind from cut_override
where org = $1 and cut_id = any($2::uuid[]) and value is not null;

-- name: list_place_revisions (organization)
-- For each cue that stands in a cut, how often something there was changed: the edit list, the times of its home as
-- conform saw them, the text in this track, its overrides. Each of these only grows, so their sum says what was seen.
select k.cue_id, k.segment_id,
       (k.edit_revision + coalesce((f.timing_revisions->>coalesce(q.source_id, q.cut_id)::text)::int, 0) + coalesce(h.revision, 0)
        + coalesce((select sum(o.revision) from cut_override o
                    where o.org = $1 and o.cut_id = k.cut_id and o.cue_id = k.cue_id and o.segment_id = k.segment_id
                      and (o.locale is null or (o.locale = $3 and o.kind = $4))), 0))::int as revision
from cut c
join conform f on f.org = $1 and f.cut_id = c.id and f.edit_revision = c.edit_revision
join cut_cue k on k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision
join cue q on q.org = $1 and q.id = k.cue_id
left join track t on t.org = $1 and t.home_id = coalesce(q.source_id, q.cut_id) and t.locale = $3 and t.kind = $4
left join cue_text h on h.org = $1 and h.track_id = t.id and h.cue_id = k.cue_id and h.head
where c.org = $1 and c.id = $2;

-- Sheets: what an editor sees of a locale ---------------------------------------------------------------

-- name: list_homes_of_cut (organization)
-- The sources whose cues stand in a cut, and the cut itself if it has some of its own.
select distinct coalesce(q.source_id, q.cut_id) as id
from cut c
join cut_cue k on k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision
join cue q on q.org = $1 and q.id = k.cue_id
where c.org = $1 and c.id = $2;

-- name: list_sheet_tracks (brand)
-- Each of these homes with its own language and the track of a locale, if there is one: what is said in the very
-- language stands for itself, spoken words go before other kinds.
select o.home_id, o.source_id, o.cut_id, o.brand_id, h.video_id, v.campaign_id, h.duration_ms, o.id as origin_id,
       o.locale as origin_locale, o.revision as origin_revision, o.timing_revision, t.id as track_id, t.kind, coalesce(t.is_source, false) as is_source,
       coalesce(t.revision, 0) as revision, t.approved_revision, t.approved_by, t.approved_at,
       coalesce(t.submitted_revision = t.revision, false) as submitted
from track o
join home_state h on h.org = $1 and h.id = o.home_id
join video v on v.org = $1 and v.id = h.video_id
left join lateral (
    select * from track x
    where x.org = $1 and x.home_id = o.home_id and x.locale = $4 and x.withdrawn_at is null
    order by x.kind in ('captions', 'subtitles') desc, x.is_source desc, x.kind limit 1) t on true
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and o.home_id = any($3::uuid[]) and o.is_source
order by h.duration_ms desc, o.id;

-- name: list_sheet_cues (organization)
-- The cues of these homes in order of time, with what their own language says.
select s.cue_id as id, o.home_id, m.begin_ms, m.end_ms, m.revision as timing_revision, m.speaker, s.text as source_text,
       s.text_hash as source_hash
from track o
join cue_text s on s.org = $1 and s.track_id = o.id and s.head
join cue_timing m on m.org = $1 and m.cue_id = s.cue_id and m.head
where o.org = $1 and o.home_id = any($2::uuid[]) and o.is_source
order by m.begin_ms, s.cue_id;

-- name: list_sheet_texts (organization)
-- What these tracks say, cue by cue, with who wrote it.
select x.cue_id, x.text, x.origin, x.by, p.name as by_name, x.at as written_at, x.revision,
       case when t.is_source then null else x.source_hash end as source_hash, t.is_source
from track t
join cue_text x on x.org = $1 and x.track_id = t.id and x.head
left join person p on p.org = $1 and p.id = x.by
where t.org = $1 and t.id = any($2::uuid[]);

-- name: list_older_sources (organization)
-- What the source said of these cues when their translations were written.
select distinct on (x.cue_id) x.cue_id, x.text
from unnest($2::uuid[], $3::bytea[]) as w (cue_id, hash)
join cue_text x on x.org = $1 and x.cue_id = w.cue_id and x.text_hash = w.hash
join track o on o.org = $1 and o.id = x.track_id and o.is_source
order by x.cue_id, x.revision desc;

-- name: list_past_texts (brand)
-- Every text that a cue had in a track, with who wrote it.
select h.id, h.track_id, h.text, h.origin, h.current, h.by, h.by_name, h.at, h.revision
from (
    select x.cue_id as id, x.track_id, x.text, x.origin, x.head as current, x.by, p.name as by_name, x.at, x.revision
    from cue_text x
    join track t on t.org = $1 and t.id = x.track_id and t.withdrawn_at is null
    left join person p on p.org = $1 and p.id = x.by
    where x.org = $1 and ($2::uuid[] is null or t.brand_id = any($2))) h
where h.track_id = $3 and h.id = $4 {h.page};

-- name: list_cuts_of_cue (organization)
-- The cuts that show a cue.
select distinct c.id, c.code, c.name
from cut_cue k
join cut c on c.org = $1 and c.id = k.cut_id and c.edit_revision = k.edit_revision and c.withdrawn_at is null
where k.org = $1 and k.cue_id = $2
order by c.code;

-- Files -------------------------------------------------------------------------------------------

-- name: find_public_file (system: nobody's key names the organization, and only if the file is for everybody)
select door.public_file($1);

-- name: find_public_cut (system: nobody's key names the organization, and only if the cut is for everybody there)
select door.public_cut($1, $2);

-- name: get_file (brand)
-- The bytes behind a public name.
select f.sha256, f.size_bytes, f.format, r.locale, r.number, r.done, r.total, r.withdrawn_at,
       file_url(f.file_key, c.code, r.locale, f.format) as url, c.code, f.created_at, r.id as release_id, r.cut_id,
       v.campaign_id, f.brand_id, r.market, c.aspect
from file f
join release r on r.org = $1 and r.id = f.release_id
join cut c on c.org = $1 and c.id = r.cut_id
join video v on v.org = $1 and v.id = c.video_id
where f.org = $1 and ($2::uuid[] is null or f.brand_id = any($2)) and f.file_key = $3;

-- name: get_latest_file (brand)
-- The newest release that was ever approved, where the campaign still wants it; nothing while that one is withdrawn.
select f.sha256, f.size_bytes, f.format, r.locale, r.number, r.done, r.total, r.withdrawn_at,
       file_url(f.file_key, c.code, r.locale, f.format) as url, c.code, f.created_at, r.id as release_id, r.cut_id,
       v.campaign_id, f.brand_id, r.market, c.aspect
from (select * from release x
      where x.org = $1 and x.cut_id = $3 and x.market = $4 and x.locale = $5 and x.approved_at is not null
      order by x.approved_at desc, x.number desc, x.id desc limit 1) r
join file f on f.org = $1 and f.release_id = r.id and f.format = $6
join cut c on c.org = $1 and c.id = r.cut_id and (c.market is null or c.market = r.market)
join video v on v.org = $1 and v.id = c.video_id
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and m.market = $4 and $5 = any(m.locales)
where ($2::uuid[] is null or c.brand_id = any($2)) and r.withdrawn_at is null;

-- name: get_market (brand)
-- A market of a campaign with the names around it.
select p.id as campaign_id, p.brand_id, p.name as campaign, b.name as brand, m.market
from campaign p
join brand b on b.org = $1 and b.id = p.brand_id
join campaign_market m on m.org = $1 and m.campaign_id = p.id and m.market = $4
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.id = $3 and p.withdrawn_at is null;

-- name: list_market_files (brand)
-- The files of every cut in every locale of a market, each of the newest release that was ever approved there; none
-- while that one is withdrawn.
with place as materialized (
    select * from place_state p
    where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.campaign_id = $3 and p.market = $4)
select c.id as cut_id, c.code, c.name, r.locale, r.kind, r.id as release_id, r.number, r.approved_at, f.format, f.sha256,
       f.size_bytes
from place a
join cut c on c.org = $1 and c.video_id = a.video_id and c.withdrawn_at is null and (c.market is null or c.market = a.market)
join lateral (
    select * from release x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.approved_at is not null
    order by x.approved_at desc, x.number desc, x.id desc limit 1) r on r.withdrawn_at is null
join file f on f.org = $1 and f.release_id = r.id
where ($2::uuid[] is null or c.brand_id = any($2))
order by a.place, a.video_id, c.frames * c.fps_den / c.fps_num desc, c.code, c.id, f.format desc;

-- name: count_market_files (brand)
-- Of each market of a campaign: its places, which are every cut in every locale, and those that have files above.
with place as materialized (
    select * from place_state p
    where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.campaign_id = $3)
select a.market, count(r.id)::int as done, count(*)::int as total
from place a
join cut c on c.org = $1 and c.video_id = a.video_id and c.withdrawn_at is null and (c.market is null or c.market = a.market)
left join lateral (
    select * from release x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.approved_at is not null
    order by x.approved_at desc, x.number desc, x.id desc limit 1) r
    on r.withdrawn_at is null and exists (select from file f where f.org = $1 and f.release_id = r.id)
where ($2::uuid[] is null or c.brand_id = any($2))
group by a.market;

-- name: list_cells (brand)
-- Every cut of a campaign in every locale of its markets, with its newest release and the tracks of its texts. While
-- the newest that was ever approved is withdrawn, no older one stands in for it.
with place as materialized (
    select * from place_state p
    where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.campaign_id = $3)
select c.id as cut_id, a.market, a.locale, a.kind, a.is_source, a.submitted, a.text_approved, a.origin_id, a.track_id,
       r.id as release_id, r.number as release_number, r.approved_at, coalesce(r.files, '[]') as files,
       case when w.withdrawn_at is not null then w.number end as withdrawn_number
from place a
join cut c on c.org = $1 and c.video_id = a.video_id and c.withdrawn_at is null and (c.market is null or c.market = a.market)
left join lateral (
    select x.number, x.withdrawn_at from release x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.approved_at is not null
    order by x.approved_at desc, x.number desc, x.id desc limit 1) w on true
left join lateral (
    select x.id, x.number, x.approved_at, x.files from release_state x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.withdrawn_at is null
      and (x.approved_at is null or w.withdrawn_at is null)
    order by x.number desc limit 1) r on true
where ($2::uuid[] is null or c.brand_id = any($2))
order by a.position, a.place, a.video_id, c.frames * c.fps_den / c.fps_num desc, c.code;

-- name: list_side_tracks (brand)
-- The tracks of a campaign's cuts besides those of their masters: their own, and those of their inserts and dubs.
select c.id as cut_id, t.id as track_id, t.locale, t.kind, t.is_source,
       coalesce(t.submitted_revision = t.revision, false) as submitted,
       coalesce(t.approved_revision = t.revision, false) as text_approved
from video v
join cut c on c.org = $1 and c.video_id = v.id and c.withdrawn_at is null
cross join lateral (
    select distinct z.id from segment g
    join source z on z.org = $1 and z.id = g.source_id and z.role <> 'master'
    where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
    union all select c.id) home
join track t on t.org = $1 and t.brand_id = v.brand_id and t.home_id = home.id
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.campaign_id = $3 and v.withdrawn_at is null
order by c.id, t.is_source desc, t.id;

-- name: list_cues_of_cuts (organization)
-- Which cues stand in each of these cuts.
select k.cut_id, array_agg(distinct uuid_send(k.cue_id)) as cues
from cut c join cut_cue k on k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision
where c.org = $1 and c.id = any($2::uuid[])
group by k.cut_id;

-- name: list_texts_of_tracks (organization)
-- For each of these tracks the cues that have a text: one for what the master says now, or for what it said before.
-- (`limit 1`: see track_state.)
select t.id as track_id, coalesce(w.fresh, '{}') as fresh, coalesce(w.outdated, '{}') as outdated
from track t
join track o on o.org = $1 and o.home_id = t.home_id and o.is_source
cross join lateral (
    select array_agg(uuid_send(h.cue_id)) filter (where t.is_source or h.source_hash = s.text_hash) as fresh,
           array_agg(uuid_send(h.cue_id)) filter (
               where not t.is_source and h.source_hash is distinct from s.text_hash) as outdated
    from cue_text h
    cross join lateral (
        select x.text_hash from cue_text x
        where x.org = $1 and x.track_id = o.id and x.cue_id = h.cue_id and x.head limit 1) s
    where h.org = $1 and h.track_id = t.id and h.head) w
where t.org = $1 and t.id = any($2::uuid[]);

-- name: list_standings (brand)
-- How far the captions of some campaigns are. For each place (a cut in a locale of a market), in step: the newest
-- release, whether it is approved, and whether a text there translates an older source. (Only a text of the master that
-- is not its first can have left translations behind.)
with place as materialized (
    select p.campaign_id, p.video_id, p.market, p.locale,
           array(select s.cue_id from cue_text s
                 cross join lateral (
                     select y.source_hash from cue_text y
                     where y.org = $1 and y.track_id = p.track_id and y.cue_id = s.cue_id and y.head limit 1) h
                 where s.org = $1 and s.track_id = p.origin_id and s.head and s.revision > 1 and p.origin_revision > 1
                   and not p.is_source and h.source_hash is distinct from s.text_hash) as outdated
    from place_state p
    where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.campaign_id = any($3)),
side as materialized (
    select distinct c.id as cut_id, t.locale
    from video v
    join cut c on c.org = $1 and c.video_id = v.id and c.withdrawn_at is null
    cross join lateral (
        select distinct z.id from segment g
        join source z on z.org = $1 and z.id = g.source_id and z.role <> 'master'
        where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
        union all select c.id) home
    join track o on o.org = $1 and o.brand_id = v.brand_id and o.home_id = home.id and o.is_source and o.revision > 1
    join track t on t.org = $1 and t.home_id = o.home_id and not t.is_source
    join cue_text s on s.org = $1 and s.track_id = o.id and s.head and s.revision > 1
    cross join lateral (
        select y.source_hash from cue_text y
        where y.org = $1 and y.track_id = t.id and y.cue_id = s.cue_id and y.head limit 1) h
    where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.campaign_id = any($3)
      and h.source_hash is distinct from s.text_hash
      and exists (select from cut_cue k
                  where k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision and k.cue_id = s.cue_id))
select a.campaign_id, array_agg(r.id) as releases, array_agg(r.approved_at is not null) as approved,
       array_agg(cardinality(a.outdated) > 0 and exists (
           select from cut_cue k
           where k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision and k.cue_id = any(a.outdated))
           or (c.id, a.locale) in (select side.cut_id, side.locale from side)) as outdated
from place a
join cut c on c.org = $1 and c.video_id = a.video_id and c.withdrawn_at is null and (c.market is null or c.market = a.market)
left join lateral (
    select x.withdrawn_at from release x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.approved_at is not null
    order by x.approved_at desc, x.number desc, x.id desc limit 1) w on true
left join lateral (
    select x.id, x.approved_at from release x
    where x.org = $1 and x.cut_id = c.id and x.market = a.market and x.locale = a.locale and x.withdrawn_at is null
      and (x.approved_at is null or w.withdrawn_at is null)
    order by x.number desc limit 1) r on true
where ($2::uuid[] is null or c.brand_id = any($2))
group by a.campaign_id;

-- name: has_campaign (brand)
select true from campaign
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- Assignments -------------------------------------------------------------------------------------

-- name: get_video_place (brand)
-- The brand and campaign of a video, and whether somebody wants (or has) texts of it in this locale.
select v.brand_id, v.campaign_id, v.title,
       exists (select from campaign_market m
               where m.org = $1 and m.campaign_id = v.campaign_id and $4::text = any(m.locales))
       or exists (select from home_state h join track t on t.org = $1 and t.home_id = h.id and t.locale = $4
                  where h.org = $1 and h.video_id = v.id) as planned
from video v
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.id = $3 and v.withdrawn_at is null;

-- name: insert_assignment (organization)
insert into assignment (org, brand_id, video_id, locale, role, person_id, due_on, note, by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id;

-- name: find_assignment (brand)
-- Who looks after a locale of a video in a role.
select id from assignment
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and video_id = $3 and locale = $4 and role = $5
  and withdrawn_at is null;

-- name: get_assignment (brand)
select {columns} from assignment_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3;

-- name: list_assignments (brand)
select {a.columns} from assignment_state a
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and a.video_id = $3
  and ($4::text is null or a.locale = $4) {a.page};

-- name: list_my_assignments (brand)
select {a.columns} from assignment_state a
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and a.person_id = $3 {a.page};

-- name: list_duties (brand)
-- Who was given what in a campaign; how far it is stands in its cells.
select a.id, a.video_id, a.locale, a.role, a.person_id, w.name as person, a.due_on, a.revision
from assignment a
join video v on v.org = $1 and v.id = a.video_id
join person w on w.org = $1 and w.id = a.person_id
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and v.campaign_id = $3 and a.withdrawn_at is null
order by a.locale, a.role;

-- name: update_assignment (organization)
update assignment set person_id = $4, due_on = $5, note = $6, revision = revision + 1, updated_at = now()
where org = $1 and id = $2 and ($3::int is null or revision = $3) and withdrawn_at is null;

-- name: withdraw_assignment (organization)
update assignment set withdrawn_at = now(), updated_at = now(), revision = revision + 1
where org = $1 and id = $2 and withdrawn_at is null;

-- name: list_helpers (organization)
-- Who works on a brand, with each role they have there.
select p.id, p.name, g.role from role_grant g
join person p on p.org = $1 and p.id = g.person_id and p.withdrawn_at is null
where g.org = $1 and (g.brand_id is null or g.brand_id = $2)
order by p.name, p.id, g.role;

-- name: insert_calendar_feed (organization)
insert into calendar_feed (org, person_id, token_sha256) values ($1, $2, $3) returning created_at;

-- name: end_calendar_feed (organization)
update calendar_feed set ended_at = now() where org = $1 and person_id = $2 and ended_at is null;

-- name: get_calendar_feed (organization)
select created_at from calendar_feed where org = $1 and person_id = $2 and ended_at is null;

-- name: find_calendar (system: only the hash of its token names the organization)
select {columns} from door.calendar_by_token($1);

-- Reviews -----------------------------------------------------------------------------------------

-- name: send_back (organization)
-- Whether it waited for approval.
update track set submitted_at = null, submitted_revision = null
where org = $1 and id = $2 and submitted_revision = revision and approved_revision is distinct from revision;

-- name: insert_remarks (organization)
insert into remark (org, brand_id, track_id, revision, by, cue_id, text)
select $1, $2::uuid, $3::uuid, $4::int, $5::uuid, cue_id, text from unnest($6::uuid[], $7::text[]) as one (cue_id, text);

-- name: list_remarks (brand)
-- What was said of a track. Answered: the cue has another text since; the whole of it was submitted or approved again.
select r.id, r.track_id, r.cue_id, r.revision, r.text, r.by, p.name as person,
       case when r.cue_id is null
            then coalesce(t.submitted_revision >= r.revision, false) or coalesce(t.approved_revision >= r.revision, false)
            else exists (select from cue_text x
                         where x.org = $1 and x.track_id = r.track_id and x.cue_id = r.cue_id and x.head
                           and x.revision > r.revision) end as answered,
       r.created_at
from remark r
join track t on t.org = $1 and t.id = r.track_id
join person p on p.org = $1 and p.id = r.by
where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2)) and r.track_id = $3 {r.page};

-- name: list_reviewed (brand)
-- The cues of a track in order of time, with what they and their sources said when it was approved last, and in how many
-- cuts each one stands.
select s.id as cue_id, s.begin_ms, s.end_ms, s.source_text, s.text, a.text as approved_text,
       (select old.text from track o
        join cue_text old on old.org = $1 and old.track_id = o.id and old.cue_id = s.id and old.text_hash = a.source_hash
        where o.org = $1 and o.home_id = t.home_id and o.is_source
        order by old.revision desc limit 1) as approved_source_text,
       (select count(distinct k.cut_id)::int from cut_cue k
        join cut c on c.org = $1 and c.id = k.cut_id and c.edit_revision = k.edit_revision and c.withdrawn_at is null
        where k.org = $1 and k.cue_id = s.id) as cuts
from track t
join cue_state s on s.org = $1 and s.track_id = t.id
left join lateral (
    select x.text, x.source_hash from cue_text x
    where x.org = $1 and x.track_id = t.id and x.cue_id = s.id and x.revision <= t.approved_revision
    order by x.revision desc limit 1) a on true
where t.org = $1 and ($2::uuid[] is null or t.brand_id = any($2)) and t.id = $3
order by s.begin_ms, s.id;

-- name: list_seen_tracks (brand)
-- Which of these tracks are there to be seen.
select id from track
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = any($3::uuid[]) and withdrawn_at is null;

-- What waits for people ---------------------------------------------------------------------------

-- name: list_waiting_tracks (brand)
-- Locales that wait for approval, the longest first. `own`: the person wrote some of it where four eyes are asked for.
select t.id as track_id, v.campaign_id, p.name as campaign, v.id as video_id, v.title as video, t.locale, t.kind, t.brand_id,
       p.four_eyes and exists (
           select from cue_text x where x.org = $1 and x.track_id = t.id and x.head and x.by = $3) as own,
       (select a.person_id from assignment a
        where a.org = $1 and a.video_id = v.id and a.locale = t.locale and a.role = 'review' and a.withdrawn_at is null)
           as reviewer_id
from track t
join home_state h on h.org = $1 and h.id = t.home_id
join video v on v.org = $1 and v.id = h.video_id and v.withdrawn_at is null
join campaign p on p.org = $1 and p.id = v.campaign_id and p.withdrawn_at is null
where t.org = $1 and ($2::uuid[] is null or t.brand_id = any($2))
  and t.submitted_revision = t.revision and t.approved_revision is distinct from t.revision and t.withdrawn_at is null
order by t.submitted_at limit $4;

-- name: list_sent_back (brand)
-- Locales that went back and were not submitted since, with what was said last, for who wrote them or looks after them.
select distinct on (t.id) t.id as track_id, v.campaign_id, p.name as campaign, v.id as video_id, v.title as video, t.locale,
       t.kind, t.brand_id, r.text as note,
       (select a.person_id from assignment a
        where a.org = $1 and a.video_id = v.id and a.locale = t.locale and a.role = 'localize' and a.withdrawn_at is null)
           as localizer_id,
       exists (select from cue_text x where x.org = $1 and x.track_id = t.id and x.head and x.by = $3) as own
from remark r
join track t on t.org = $1 and t.id = r.track_id and t.withdrawn_at is null
join home_state h on h.org = $1 and h.id = t.home_id
join video v on v.org = $1 and v.id = h.video_id and v.withdrawn_at is null
join campaign p on p.org = $1 and p.id = v.campaign_id and p.withdrawn_at is null
where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2)) and r.cue_id is null
  and r.created_at > now() - interval '90 days'
  and not coalesce(t.submitted_revision >= r.revision, false) and not coalesce(t.approved_revision >= r.revision, false)
order by t.id, r.id desc limit $4;

-- name: list_waiting_releases (brand)
-- The newest releases that wait for a person, the longest first. (They are found before anything is joined to them.)
with waiting as materialized (
    select r.id, r.brand_id, r.cut_id, r.market, r.locale, r.kind, r.total from release r
    where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2)) and r.approved_at is null and r.withdrawn_at is null
      and not exists (select from release n
                      where n.org = $1 and n.cut_id = r.cut_id and n.market = r.market and n.locale = r.locale
                        and n.kind = r.kind and n.number > r.number)
    order by r.id limit $3)
select w.id as release_id, v.campaign_id, p.name as campaign, v.id as video_id, v.title as video, w.cut_id, c.code as cut,
       w.market, w.locale, w.kind, w.brand_id, w.total
from waiting w
join cut c on c.org = $1 and c.id = w.cut_id and c.withdrawn_at is null
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
join campaign p on p.org = $1 and p.id = v.campaign_id and p.withdrawn_at is null
where ($2::uuid[] is null or c.brand_id = any($2))
order by w.id;

-- name: list_failing (brand)
-- Locales of videos of which captions break a rule: in how many of their cuts, how often, and where first.
select v.campaign_id, p.name as campaign, v.id as video_id, v.title as video, k.locale, k.kind, k.brand_id,
       count(distinct k.cut_id)::int as cuts, sum(k.errors)::int as errors, (array_agg(k.cut_id order by c.code))[1] as cut_id,
       min(c.code) as cut,
       (array_agg(k.market order by c.code))[1] as market,
       (select a.person_id from assignment a
        where a.org = $1 and a.video_id = v.id and a.locale = k.locale and a.role = 'localize' and a.withdrawn_at is null)
           as localizer_id
from caption_check k
join cut c on c.org = $1 and c.id = k.cut_id and c.withdrawn_at is null
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
join campaign p on p.org = $1 and p.id = v.campaign_id and p.withdrawn_at is null
where k.org = $1 and ($2::uuid[] is null or k.brand_id = any($2)) and k.errors > 0
group by v.campaign_id, p.name, v.id, v.title, k.locale, k.kind, k.brand_id
order by v.campaign_id, k.locale limit $3;

-- name: list_contested (brand)
-- Cuts in which what is derived has changed under what they do differently: in how many languages, and where first.
select k.cut_id, c.code as cut, min(k.locale) as locale, (array_agg(k.kind order by k.locale))[1] as kind,
       (array_agg(k.market order by k.locale))[1] as market, count(distinct k.locale)::int as locales,
       max(k.conflicts)::int as conflicts, v.campaign_id, p.name as campaign, v.id as video_id, v.title as video, k.brand_id
from caption_check k
join cut c on c.org = $1 and c.id = k.cut_id and c.withdrawn_at is null
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
join campaign p on p.org = $1 and p.id = v.campaign_id and p.withdrawn_at is null
where k.org = $1 and ($2::uuid[] is null or k.brand_id = any($2)) and k.conflicts > 0
group by k.cut_id, c.code, v.campaign_id, p.name, v.id, v.title, k.brand_id
order by v.campaign_id, c.code limit $3;

-- name: list_masters (brand)
-- The masters of these videos.
select video_id, id from source
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and video_id = any($3::uuid[]) and role = 'master'
  and withdrawn_at is null;
