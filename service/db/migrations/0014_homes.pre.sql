-- Captions are timed on a source or on one cut: a track's home is whichever it has, so that one join serves both.
alter table track add column home_id uuid not null generated always as (coalesce(source_id, cut_id)) stored;
create unique index track_of_home_once on track (org, home_id, locale, kind);
create unique index track_one_language_of_home on track (org, home_id) where is_source;
drop index track_of_source_once;
drop index track_of_cut_once;
drop index track_one_source_language;

-- A source or a cut, as far as its captions are concerned. The time of a cut is rounded up to the millisecond.
create view home_state with (security_invoker) as
select s.org, s.brand_id, s.video_id, s.id, s.id as source_id, null::uuid as cut_id, s.duration_ms
from source s where s.withdrawn_at is null
union all
select c.org, c.brand_id, c.video_id, c.id, null, c.id,
       ceil(c.frames::numeric * c.fps_den * 1000 / c.fps_num)::int
from cut c where c.withdrawn_at is null;
grant select on home_state to cutdown_app;

create or replace view track_state with (security_invoker) as
select t.org, t.brand_id, t.id, t.source_id, t.locale, t.kind, t.is_source,
       case when t.approved_revision = t.revision then 'approved'
            when t.submitted_revision = t.revision then 'in_review' else 'draft' end as status,
       n.done, n.stale, n.total, t.approved_by, t.approved_at, t.revision, t.created_at, t.cut_id, t.home_id
from track t
join track o on o.org = t.org and o.home_id = t.home_id and o.is_source
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

create or replace view cue_state with (security_invoker) as
select t.org, t.brand_id, s.cue_id as id, t.id as track_id, m.begin_ms, m.end_ms, c.stream, s.text as source_text, h.text,
       case when h.cue_id is null then 'missing'
            when not t.is_source and h.source_hash is distinct from s.text_hash then 'stale' else 'draft' end as status,
       case when h.source_hash is distinct from s.text_hash then (
           select old.text from cue_text old
           where old.org = t.org and old.track_id = o.id and old.cue_id = s.cue_id and old.text_hash = h.source_hash
           order by old.revision desc limit 1) end as translated_from,
       h.origin, h.at as written_at, coalesce(h.revision, 0) as revision
from track t
join track o on o.org = t.org and o.home_id = t.home_id and o.is_source
join cue_text s on s.org = t.org and s.track_id = o.id and s.head
join cue c on c.org = t.org and c.id = s.cue_id
join cue_timing m on m.org = t.org and m.cue_id = s.cue_id and m.head
left join lateral (
    select * from cue_text x
    where x.org = t.org and x.track_id = t.id and x.cue_id = s.cue_id and x.head limit 1) h on true
where t.withdrawn_at is null;

create or replace view place_state with (security_invoker) as
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
left join track o on o.org = p.org and o.home_id = z.id and o.is_source
left join lateral (
    select * from track x where x.org = p.org and x.home_id = z.id and x.locale = l.locale
    order by x.kind limit 1) t on true
where p.withdrawn_at is null;
