-- name: list_given (brand)
-- Who looks after which locale of a campaign's videos.
select a.video_id, a.locale, a.role, a.person_id, w.name as person, a.due_on
from assignment a
join video v on v.org = $1 and v.id = a.video_id
join person w on w.org = $1 and w.id = a.person_id
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and v.campaign_id = $3 and a.withdrawn_at is null
order by a.id;

-- name: list_times (brand)
-- When the texts of the masters of a campaign moved last, by locale.
select v.id as video_id, t.locale, moved.at as written_at, t.submitted_at, said.at as source_at
from video v
join source s on s.org = $1 and s.video_id = v.id and s.role = 'master' and s.withdrawn_at is null
join track t on t.org = $1 and t.home_id = s.id and t.withdrawn_at is null
left join track o on o.org = $1 and o.home_id = s.id and o.is_source and o.withdrawn_at is null
left join lateral (
    select c.at from cue_text c where c.org = $1 and c.track_id = t.id order by c.revision desc limit 1
) moved on true
left join lateral (
    select c.at from cue_text c where c.org = $1 and c.track_id = o.id order by c.revision desc limit 1
) said on true
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.campaign_id = $3 and v.withdrawn_at is null
order by t.id;

-- name: list_pressing_posts (brand)
-- These posts, which must come down; those of which nobody knows whether they arrived, and those that were due five
-- minutes ago and are not on record.
select case p.status when 'live' then 'takedown' when 'unknown' then 'outcome' else 'late_post' end as kind, p.id, p.brand_id, p.campaign_id,
       m.name as campaign, c.video_id, v.title as video, p.cut_id, c.code as cut, p.market, h.handle
from post p
join cut c on c.org = $1 and c.id = p.cut_id
join video v on v.org = $1 and v.id = c.video_id
join campaign m on m.org = $1 and m.id = p.campaign_id and m.withdrawn_at is null
join channel h on h.org = $1 and h.id = p.channel_id
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2))
  and (p.id = any($3::uuid[]) or p.status = 'unknown' or (p.status = 'scheduled' and p.due_at < now() - interval '5 minutes'))
order by p.id = any($3::uuid[]) desc, p.due_at nulls first, p.id
limit 200;
