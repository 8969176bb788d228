-- Checklists ------------------------------------------------------------------------------------------

-- name: list_pairs (brand)
-- Every cut of a campaign in every market that it is for, the longest cut first.
select c.id as cut_id, m.market
from video v
join cut c on c.org = $1 and c.video_id = v.id and c.withdrawn_at is null
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and (c.market is null or c.market = m.market)
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.campaign_id = $3 and v.withdrawn_at is null
  and ($4::text is null or m.market = $4)
order by v.id, c.frames * c.fps_den / c.fps_num desc, c.code, m.position;

-- name: has_campaign (brand)
select true from campaign
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_places (brand)
-- These cuts in these markets, in step; those that are not for the market are left out.
select c.id as cut_id, m.market, c.brand_id, v.campaign_id, c.code, c.name, c.aspect, c.fps_num, c.fps_den, c.frames,
       m.locales
from unnest($3::uuid[], $4::text[]) with ordinality as asked (cut_id, market, position)
join cut c on c.id = asked.cut_id and (c.market is null or c.market = asked.market)
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and m.market = asked.market
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.withdrawn_at is null
order by asked.position;

-- name: list_said (organization)
-- How many cues of these cuts say something, and whether somebody approved the captions of what they are made of.
select c.id as cut_id,
       (select count(distinct k.cue_id)::int from cut_cue k
        join cue q on q.org = $1 and q.id = k.cue_id and q.stream = 'speech'
        where k.org = $1 and k.cut_id = c.id and k.edit_revision = c.edit_revision) as cues,
       exists (select from conform f where f.org = $1 and f.cut_id = c.id and f.edit_revision = c.edit_revision)
       and exists (select from track t where t.org = $1 and t.is_source and t.approved_revision is not null
                     and t.home_id in (select g.source_id from segment g
                                       where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision
                                       union all select c.id)) as captioned
from cut c
where c.org = $1 and c.id = any($2::uuid[]);

-- name: list_released (organization)
-- Of these cuts in these markets, in step, the newest release that was approved, for each locale and kind.
select distinct on (r.cut_id, r.market, r.locale, r.kind)
       r.id, r.cut_id, r.market, r.locale, r.kind, r.number, r.pack, r.document_sha256, f.sha256 as file_sha256, f.size_bytes as file_bytes,
       r.withdrawn_at is not null as withdrawn, coalesce(r.withdrawn_at, r.approved_at) as at
from unnest($2::uuid[], $3::text[]) as asked (cut_id, market)
join release r on r.org = $1 and r.cut_id = asked.cut_id and r.market = asked.market and r.approved_at is not null
join file f on f.org = $1 and f.release_id = r.id and f.format = 'vtt'
order by r.cut_id, r.market, r.locale, r.kind, r.number desc;

-- Answers ---------------------------------------------------------------------------------------------

-- name: list_standing_answers (organization)
-- Of these cuts in these markets, in step, the newest answer to each item.
select distinct on (a.cut_id, a.market, a.item)
       a.id, a.cut_id, a.market, a.item, a.number, a.status, a.sentence, a.role, a.subject, a.subject_sha256, a.inputs,
       a.item_hash, a.by, p.name as person, a.at
from unnest($2::uuid[], $3::text[]) as asked (cut_id, market)
join answer a on a.org = $1 and a.cut_id = asked.cut_id and a.market = asked.market
join person p on p.org = $1 and p.id = a.by
order by a.cut_id, a.market, a.item, a.number desc;

-- name: list_answers (brand)
select a.id, a.cut_id, a.market, a.item, a.number, a.status, a.sentence, a.role, a.by, p.name as person, a.at, a.subject,
       encode(a.subject_sha256, 'hex') as subject_sha256, encode(a.item_hash, 'hex') as item_hash
from answer a join person p on p.org = $1 and p.id = a.by
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and a.cut_id = $3 and a.market = $4
  and ($5::text is null or a.item = $5) {a.page};

-- name: get_answer (brand)
select a.id, a.cut_id, a.market, a.item, a.number, a.status, a.sentence, a.role, a.by, p.name as person, a.at, a.subject,
       encode(a.subject_sha256, 'hex') as subject_sha256, encode(a.item_hash, 'hex') as item_hash
from answer a join person p on p.org = $1 and p.id = a.by
where a.org = $1 and ($2::uuid[] is null or a.brand_id = any($2)) and a.id = $3;

-- name: lock_cuts (organization)
-- One after another, so that two who answer for the same cuts wait for each other and do not block each other.
select id from cut where org = $1 and id = any($2::uuid[]) order by id for no key update;

-- name: insert_answers (organization)
insert into answer (org, brand_id, cut_id, market, item, number, status, sentence, role, subject, subject_sha256, inputs,
                    item_hash, by)
select $1, one.brand_id, one.cut_id, one.market, one.item, one.number, one.status, one.sentence, one.role, one.subject,
       one.subject_sha256, one.inputs, one.item_hash, $2::uuid
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[],
            $12::bytea[], $13::jsonb[], $14::bytea[])
     as one (brand_id, cut_id, market, item, number, status, sentence, role, subject, subject_sha256, inputs, item_hash);

-- Measurements ----------------------------------------------------------------------------------------

-- name: list_measurements (organization)
select sha256, tool, tool_version, profile, value, at from measurement
where org = $1 and sha256 = any($2::bytea[]);

-- name: insert_measurement (organization)
insert into measurement (org, sha256, tool, tool_version, profile, value) values ($1, $2, $3, $4, $5, $6)
on conflict (org, sha256, tool, tool_version, profile) do nothing;

-- name: list_pairs_of_cut (organization)
-- The markets that a cut is for.
select c.id as cut_id, m.market
from cut c
join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
join campaign_market m on m.org = $1 and m.campaign_id = v.campaign_id and (c.market is null or c.market = m.market)
where c.org = $1 and c.id = $2 and c.withdrawn_at is null
order by m.position;

-- name: list_unmeasured (system: the worker's hourly round goes over all organizations)
select {columns} from door.cuts_without_measurement($1, $2, $3, $4, $5, $6, $7);

-- Confirmations of rules ---------------------------------------------------------------------------------

-- name: list_confirmations (organization)
select c.id, c.pack, c.item, encode(c.item_hash, 'hex') as item_hash, c.source_title, c.source_url, c.seen_on, c.note, c.by,
       p.name as person, c.at, c.withdrawn_at
from rule_confirmation c join person p on p.org = $1 and p.id = c.by
where c.org = $1 and ($2::text is null or c.pack = $2) {c.page};

-- name: list_standing_confirmations (organization)
select c.id, c.pack, c.item, encode(c.item_hash, 'hex') as item_hash, c.source_title, c.source_url, c.seen_on, c.note, c.by,
       p.name as person, c.at, c.withdrawn_at
from rule_confirmation c join person p on p.org = $1 and p.id = c.by
where c.org = $1 and c.withdrawn_at is null
order by c.pack, c.item;

-- name: get_standing_confirmation (organization)
select c.id, c.pack, c.item, encode(c.item_hash, 'hex') as item_hash, c.source_title, c.source_url, c.seen_on, c.note, c.by,
       p.name as person, c.at, c.withdrawn_at
from rule_confirmation c join person p on p.org = $1 and p.id = c.by
where c.org = $1 and c.pack = $2 and c.item = $3 and c.withdrawn_at is null;

-- name: insert_confirmation (organization)
-- Nothing when the item is confirmed already.
insert into rule_confirmation (org, pack, item, item_hash, source_title, source_url, seen_on, note, by)
values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9)
on conflict (org, pack, item) where withdrawn_at is null do nothing
returning id;

-- name: withdraw_confirmation (organization)
update rule_confirmation set withdrawn_by = $3, withdrawn_at = now()
where org = $1 and id = $2 and withdrawn_at is null;
