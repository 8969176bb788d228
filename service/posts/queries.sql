-- Channels ----------------------------------------------------------------------------------------

-- name: insert_channel (brand)
-- Nothing when the brand is not there.
insert into channel (org, brand_id, platform, handle, name, zone, market)
select org, id, $4, $5, $6, $7, $8 from brand
where org = $1 and ($2::uuid[] is null or id = any($2)) and id = $3 and withdrawn_at is null
returning {columns};

-- name: get_channel (brand)
select {columns} from channel
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_channels (brand)
select {columns} from channel
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and withdrawn_at is null
  and ($3::uuid is null or brand_id = $3)
  and ($4::text is null or platform = $4)
  and ($5::text is null or market is null or market = $5) {page};

-- name: list_channels_of_campaign (brand)
-- Every channel of a campaign's brand.
select h.id, h.brand_id, h.platform, h.handle, h.name, h.zone, h.market, h.revision, h.created_at, h.updated_at
from campaign c
join channel h on h.org = $1 and h.brand_id = c.brand_id and h.withdrawn_at is null
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
order by h.platform, h.market nulls first, h.handle;

-- name: update_channel (brand)
-- Nothing when it is not there or was changed since; $4 null changes whatever is there.
update channel set handle = $5, name = $6, zone = $7, market = $8, revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning {columns};

-- name: withdraw_channel (organization)
-- Not while a post waits to go out there, or nobody knows whether it did.
update channel set withdrawn_at = now()
where org = $1 and id = $2 and withdrawn_at is null
  and not exists (select from post p
                  where p.org = $1 and p.channel_id = $2 and p.status in ('planned', 'scheduled', 'unknown'));

-- Plan --------------------------------------------------------------------------------------------

-- name: get_campaign_place (brand)
select c.id, c.brand_id, c.name,
       coalesce((select array_agg(m.market order by m.position) from campaign_market m
                 where m.org = $1 and m.campaign_id = c.id), '{}') as markets
from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: hold_campaign (brand)
-- Its markets stay as they are until the transaction ends; who changes them waits, or has done so.
select id from campaign where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 for share;

-- name: list_cut_places (brand)
-- Those of these cuts that are of the campaign.
select c.id, c.code, c.market, c.platform from cut c
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null and v.campaign_id = $3
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = any($4::uuid[]) and c.withdrawn_at is null;

-- name: insert_posts (organization)
-- Those that are new; a living post keeps its slot to itself.
insert into post (org, brand_id, campaign_id, cut_id, channel_id, market, slot, media, local_at, zone, fold, due_at)
select $1, $2::uuid, $3::uuid, cut_id, channel_id, market, $4::text, $5::text, local_at::timestamp, zone, fold, due_at
from unnest($6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
    as one (cut_id, channel_id, market, local_at, zone, fold, due_at)
on conflict (org, channel_id, cut_id, market, slot) where status <> 'withdrawn' do nothing
returning id;

-- name: insert_steps (organization)
-- The same step of several posts, with how they stand after it.
insert into post_step (org, post_id, number, verb, note, by, media, local_at, zone, fold, url, posted_at, evidence_sha256)
select $1, p.id, one.number, $2::text, $3::text, $4::uuid,
       p.media, p.local_at, p.zone, p.fold, p.url, p.posted_at, p.evidence_sha256
from unnest($5::uuid[], $6::int[]) as one (post_id, number)
join post p on p.org = $1 and p.id = one.post_id;

-- name: list_slots (organization)
-- The living posts in these slots.
select p.id from unnest($2::uuid[], $3::uuid[], $4::text[]) as one (cut_id, channel_id, market)
join post p on p.org = $1 and p.channel_id = one.channel_id and p.cut_id = one.cut_id and p.market = one.market
    and p.slot = $5::text and p.status <> 'withdrawn';

-- name: list_posts_among (brand)
select {columns} from post_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = any($3::uuid[])
order by due_at nulls last, market, platform, cut, id;

-- name: get_post (brand)
select {columns} from post_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3;

-- name: list_posts (brand)
select {columns} from post_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3
  and ($4::text is null or market = $4)
  and ($5::text is null or platform = $5)
  and ($6::uuid is null or channel_id = $6)
  and ($7::text is null or status = $7) {page};

-- name: list_plan (brand)
-- Every post of a campaign that was not withdrawn.
select {columns} from post_state
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and status <> 'withdrawn'
order by due_at nulls last, market, platform, cut, id;

-- name: list_in_doubt (brand)
-- Live posts of all campaigns that perhaps must come down: their cut was withdrawn, or a window that is marked in their
-- video was taken back, is over wherever the day began first, or is not for their market or their medium.
with used as materialized (
    select distinct r.id, m.video_id from rights_window r
    join video v on v.org = $1 and v.campaign_id = r.campaign_id
    join mark m on m.org = $1 and m.video_id = v.id and m.withdrawn_at is null and m.rights_id = r.id
    where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2))),
doubt as materialized (
    select p.id from used u
    join rights_window r on r.org = $1 and r.id = u.id
    join cut c on c.org = $1 and c.video_id = u.video_id
    join post p on p.org = $1 and p.cut_id = c.id and p.status = 'live'
    where ($2::uuid[] is null or r.brand_id = any($2))
      and (r.withdrawn_at is not null or r.ends_on < (now() at time zone 'Pacific/Kiritimati')::date
           or not p.market = any(r.territories) or not p.media = any(r.media))
    union
    select p.id from cut c
    join post p on p.org = $1 and p.cut_id = c.id and p.status = 'live'
    where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.withdrawn_at is not null)
select {columns} from post_state p
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id in (select d.id from doubt d)
  and exists (select from campaign m where m.org = $1 and m.id = p.campaign_id and m.withdrawn_at is null)
order by posted_at, id
limit 1000;

-- name: list_zones (organization)
-- The clocks of channels.
select id, zone from channel where org = $1 and id = any($2::uuid[]) and withdrawn_at is null;

-- name: lock_post (brand)
-- Whoever does something with a post does it alone.
select id from post where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3
for no key update;

-- name: lock_channel (organization)
-- What goes out on a channel goes out one after the other, so that a duplicate sees the one before it.
select id from channel where org = $1 and id = $2 for no key update;

-- name: set_time (organization)
update post set media = $3, local_at = $4::text::timestamp, zone = $5, fold = $6, due_at = $7
where org = $1 and id = $2;

-- name: set_status (organization)
update post set status = $3 where org = $1 and id = $2;

-- name: get_on_record (organization)
-- Another living post of the brand that has this address.
select o.id as post_id, c.code as cut, o.market, h.platform, h.handle
from post p
join post o on o.org = $1 and o.brand_id = p.brand_id and o.url = $3 and o.status <> 'withdrawn' and o.id <> p.id
join cut c on c.org = $1 and c.id = o.cut_id
join channel h on h.org = $1 and h.id = o.channel_id
where p.org = $1 and p.id = $2;

-- name: set_record (organization)
update post set status = $3, url = $4, posted_at = $5, film_sha256 = $6, evidence_sha256 = $7, note = $8
where org = $1 and id = $2;

-- name: get_film_sha256 (organization)
select f.sha256 from film f where f.org = $1 and f.cut_id = $2 and f.withdrawn_at is null;

-- name: get_proof (brand)
select a.sha256, a.size_bytes, a.media_type from post p join asset a on a.org = $1 and a.sha256 = p.evidence_sha256
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.id = $3;

-- name: insert_step (organization)
-- What was done, how the post stands after it, and its next revision.
with moved as (
    update post set steps = steps + 1, revision = revision + 1, updated_at = now() where org = $1 and id = $2
    returning id, steps, media, local_at, zone, fold, url, posted_at, evidence_sha256)
insert into post_step (org, post_id, number, verb, note, by, gate, touched,
                       media, local_at, zone, fold, url, posted_at, evidence_sha256)
select $1, id, steps, $3::text, $4::text, $5::uuid, $6::text, $7::text[],
       media, local_at, zone, fold, url, posted_at, evidence_sha256 from moved;

-- name: list_steps (organization)
select s.number, s.verb, s.note, s.by, w.name, s.at, s.gate, s.touched, s.media,
       to_char(s.local_at, 'YYYY-MM-DD"T"HH24:MI') as local_at, s.zone, s.fold, s.url, s.posted_at,
       encode(s.evidence_sha256, 'hex') as evidence_sha256
from post_step s join person w on w.org = $1 and w.id = s.by
where s.org = $1 and s.post_id = $2
order by s.number desc;

-- Copy --------------------------------------------------------------------------------------------

-- name: list_copy (brand)
-- What the levels of a campaign say, and what these posts say themselves.
select campaign_id,
       case when post_id is not null then 'post' when num_nonnulls(platform, market) = 2 then 'market_platform'
            when market is not null then 'market' when platform is not null then 'platform' else 'campaign' end as level,
       platform, market, post_id, text, title, hashtags, cover_ms, disclosure, by, at, revision
from post_copy
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3
  and (post_id is null or post_id = any($4::uuid[]));

-- name: lock_copy (brand)
-- Two who say something at the same level come one after the other, also when nothing is said there yet.
select id from campaign where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 for no key update;

-- name: put_copy (organization)
insert into post_copy (org, brand_id, campaign_id, platform, market, post_id, text, title, hashtags, cover_ms, disclosure, by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict on constraint post_copy_once do update set
    text = excluded.text, title = excluded.title, hashtags = excluded.hashtags, cover_ms = excluded.cover_ms,
    disclosure = excluded.disclosure, by = excluded.by, at = now(), revision = post_copy.revision + 1;

-- Captions of posts -------------------------------------------------------------------------------

-- name: list_sendable (brand)
-- Those of these releases that were approved, are of the post's cut and market, and were not withdrawn.
select r.id, r.locale from release r
join post p on p.org = $1 and p.id = $3 and p.cut_id = r.cut_id and p.market = r.market
where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2)) and r.id = any($4::uuid[])
  and r.approved_at is not null and r.withdrawn_at is null;

-- name: list_newest (brand)
-- The newest approved release of each locale of these posts' cuts and markets, whatever its kind.
select distinct on (p.id, r.locale) p.id as post_id, r.locale, r.id as release_id, r.number
from post p
join release r on r.org = $1 and r.cut_id = p.cut_id and r.market = p.market
    and r.approved_at is not null and r.withdrawn_at is null
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.id = any($3::uuid[])
order by p.id, r.locale, r.approved_at desc, r.number desc;

-- name: list_captions (organization)
-- What is live on these posts.
select k.post_id, k.locale, k.release_id, r.number, k.how, r.withdrawn_at is not null as withdrawn, k.at
from post_caption k
join release r on r.org = $1 and r.id = k.release_id
where k.org = $1 and k.post_id = any($2::uuid[]) and k.head
order by k.locale;

-- name: retire_captions (organization)
update post_caption set head = false where org = $1 and post_id = $2 and locale = any($3::text[]) and head;

-- name: insert_captions (organization)
insert into post_caption (org, post_id, locale, number, release_id, how, by)
select $1, $2::uuid, one.locale, coalesce((select max(k.number) from post_caption k
                                           where k.org = $1 and k.post_id = $2::uuid and k.locale = one.locale), 0) + 1,
       one.release_id, one.how, $3::uuid
from unnest($4::text[], $5::uuid[], $6::text[]) as one (locale, release_id, how);

-- Gates -------------------------------------------------------------------------------------------

-- name: list_out (brand)
-- Posts on these channels that went out or are about to, each with the film that went out (or would go out now) and the
-- text of the narrowest level that says one.
select p.id, p.channel_id, p.status, c.code as cut, p.market, p.url, p.due_at,
       encode(coalesce(p.film_sha256, f.sha256), 'hex') as film_sha256, w.text
from post p
join cut c on c.org = $1 and c.id = p.cut_id
join channel h on h.org = $1 and h.id = p.channel_id
left join film f on f.org = $1 and f.cut_id = p.cut_id and f.withdrawn_at is null
left join lateral (
    select x.text from post_copy x
    where x.org = $1 and x.campaign_id = p.campaign_id and x.text is not null and (x.post_id is null or x.post_id = p.id)
      and (x.platform is null or x.platform = h.platform) and (x.market is null or x.market = p.market)
    order by x.post_id is null, x.market is null, x.platform is null limit 1) w on true
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.channel_id = any($3::uuid[])
  and p.status in ('scheduled', 'live', 'unknown')
order by p.id;

-- name: list_overrides (organization)
select o.post_id, o.gate, o.reasons as closed, o.reason, o.role, o.by, w.name, o.at
from gate_override o
join person w on w.org = $1 and w.id = o.by
where o.org = $1 and o.post_id = any($2::uuid[]) and o.head;

-- name: retire_override (organization)
update gate_override set head = false where org = $1 and post_id = $2 and gate = $3 and head;

-- name: insert_override (organization)
insert into gate_override (org, post_id, gate, reasons, reason, role, by) values ($1, $2, $3, $4, $5, $6, $7);

-- Clock and calendar ------------------------------------------------------------------------------

-- name: list_on_the_clock (system: a worker looks at every organization; what it finds it reads as that organization)
select {columns} from door.campaigns_on_the_clock();

-- name: insert_notice (organization)
-- Told once, whoever tells it.
insert into post_notice (org, brand_id, kind, subject, mark) values ($1, $2, $3, $4, $5)
on conflict on constraint post_notice_once do nothing;

-- name: insert_feed (organization)
insert into post_feed (org, brand_id, campaign_id, person_id, token_sha256) values ($1, $2, $3, $4, $5)
returning created_at;

-- name: get_feed (organization)
-- Since when somebody's calendar of a campaign has a secret address; null: it has none.
select created_at from post_feed where org = $1 and campaign_id = $2 and person_id = $3 and ended_at is null;

-- name: end_feed (organization)
update post_feed set ended_at = now() where org = $1 and campaign_id = $2 and person_id = $3 and ended_at is null;

-- name: find_feed (system: only the hash of its token names the organization)
select {columns} from door.post_feed_by_token($1);
