-- A locale of a video is its master and what cuts of the locale's own markets show: nobody owes a text for another market's
-- end card.

create or replace view assignment_state with (security_invoker) as
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
    where h.org = a.org and h.video_id = a.video_id and (
        t.id is not null
        or exists (select from source s where s.org = a.org and s.id = h.id and s.role = 'master')
        or exists (
            select from cut c
            join campaign_market m on m.org = a.org and m.campaign_id = v.campaign_id
                and (c.market is null or c.market = m.market) and a.locale = any(m.locales)
            where c.org = a.org and c.video_id = a.video_id and c.withdrawn_at is null and (c.id = h.id or exists (
                select from segment g
                where g.org = a.org and g.cut_id = c.id and g.edit_revision = c.edit_revision and g.source_id = h.id)))
        )) n
where a.withdrawn_at is null;
