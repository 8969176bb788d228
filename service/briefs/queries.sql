-- name: open_brief (brand)
-- The brief of a campaign, made on first use and locked: writers of facts stand in line here.
insert into brief (org, brand_id, campaign_id)
select $1, c.brand_id, c.id from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
on conflict on constraint brief_key do update set facts_revision = brief.facts_revision
where brief.org = $1
returning campaign_id, brand_id, facts_revision;

-- name: count_change (organization)
update brief set facts_revision = $3 where org = $1 and campaign_id = $2;

-- name: runs_in (organization)
select true from campaign_market where org = $1 and campaign_id = $2 and market = $3;

-- name: list_planned (organization)
select market from campaign_market where org = $1 and campaign_id = $2;

-- name: get_fact (brand)
select f.campaign_id, f.fact_key as key, f.market, f.value, coalesce(m.locales, '{}') as locales, f.by, f.at, f.revision,
       k.by as confirmed_by, k.at as confirmed_at
from market_fact f
join brief b on b.org = $1 and b.campaign_id = f.campaign_id
left join campaign_market m on m.org = $1 and m.campaign_id = f.campaign_id and m.market = f.market
left join fact_confirmation k on k.org = $1 and k.campaign_id = f.campaign_id and k.fact_key = f.fact_key
  and k.market = f.market and k.revision = f.revision
where f.org = $1 and ($2::uuid[] is null or b.brand_id = any($2))
  and f.campaign_id = $3 and f.fact_key = $4 and f.market = $5 and f.head;

-- name: list_facts (brand)
select f.campaign_id, f.fact_key as key, f.market, f.value, coalesce(m.locales, '{}') as locales, f.by, f.at, f.revision,
       k.by as confirmed_by, k.at as confirmed_at
from market_fact f
join brief b on b.org = $1 and b.campaign_id = f.campaign_id
left join campaign_market m on m.org = $1 and m.campaign_id = f.campaign_id and m.market = f.market
left join fact_confirmation k on k.org = $1 and k.campaign_id = f.campaign_id and k.fact_key = f.fact_key
  and k.market = f.market and k.revision = f.revision
where f.org = $1 and ($2::uuid[] is null or b.brand_id = any($2))
  and f.campaign_id = $3 and ($4::text is null or f.market = $4) and f.head
order by f.fact_key, f.market;

-- name: retire_fact (organization)
update market_fact set head = false
where org = $1 and campaign_id = $2 and fact_key = $3 and market = $4 and head;

-- name: insert_fact (organization)
insert into market_fact (org, campaign_id, fact_key, market, revision, value, by) values ($1, $2, $3, $4, $5, $6, $7);

-- name: list_market_facts (organization)
-- Every fact in force of a campaign, for its captions.
select market, fact_key as key, value, revision from market_fact where org = $1 and campaign_id = $2 and head;

-- name: get_facts_revision (organization)
select facts_revision from brief where org = $1 and campaign_id = $2;

-- name: has_campaign (brand)
select true from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: confirm_fact (organization)
insert into fact_confirmation (org, campaign_id, fact_key, market, revision, by) values ($1, $2, $3, $4, $5, $6)
on conflict on constraint fact_confirmation_key do nothing;

-- The words of the brief

-- name: get_brief (brand)
-- Also of a campaign whose brief nobody has begun.
select c.id as campaign_id, c.brand_id, coalesce(t.product_role, '') as product_role, coalesce(t.note, '') as note,
       t.by, t.at, coalesce(t.revision, 0) as revision
from campaign c
left join brief_text t on t.org = $1 and t.campaign_id = c.id and t.head
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: retire_text (organization)
update brief_text set head = false where org = $1 and campaign_id = $2 and head;

-- name: insert_text (organization)
insert into brief_text (org, brand_id, campaign_id, revision, product_role, note, by, at)
values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp());

-- Requirements. Inserts give nothing once there are as many as a brief may have

-- name: insert_requirement (brand)
insert into requirement (org, brand_id, campaign_id, kind, level, title, phrases, markets, minimum_ms, by,
                         created_at, updated_at)
select org, brand_id, id, $4, $5, $6, $7, $8, $9, $10, clock_timestamp(), clock_timestamp() from campaign c
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and (select count(*) from requirement r where r.org = $1 and r.campaign_id = c.id and r.withdrawn_at is null) < $11
returning {columns};

-- name: get_requirement (brand)
select {columns} from requirement
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_requirements (brand)
select {columns} from requirement
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null {page};

-- name: list_all_requirements (brand)
-- For those who need every one, in the order of writing.
select {columns} from requirement
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null order by id;

-- name: update_requirement (organization)
update requirement set kind = $4, level = $5, title = $6, phrases = $7, markets = $8, minimum_ms = $9, by = $10,
       revision = revision + 1, updated_at = clock_timestamp()
where org = $1 and id = $2 and revision = $3 and withdrawn_at is null
returning {columns};

-- name: withdraw_requirement (organization)
update requirement set withdrawn_at = clock_timestamp(), updated_at = clock_timestamp()
where org = $1 and id = $2 and withdrawn_at is null;

-- Claims

-- name: insert_claim (brand)
insert into claim (org, brand_id, campaign_id, text, state, source, document, by, created_at, updated_at)
select org, brand_id, id, $4, $5, $6, $7, $8, clock_timestamp(), clock_timestamp() from campaign c
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and (select count(*) from claim l where l.org = $1 and l.campaign_id = c.id and l.withdrawn_at is null) < $9
returning {columns};

-- name: get_claim (brand)
select {columns} from claim
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_claims (brand)
select {columns} from claim
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null {page};

-- name: list_all_claims (brand)
select {columns} from claim
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null order by id;

-- name: update_claim (organization)
update claim set text = $4, state = $5, source = $6, document = $7, by = $8,
       revision = revision + 1, updated_at = clock_timestamp()
where org = $1 and id = $2 and revision = $3 and withdrawn_at is null
returning {columns};

-- name: withdraw_claim (organization)
update claim set withdrawn_at = clock_timestamp(), updated_at = clock_timestamp()
where org = $1 and id = $2 and withdrawn_at is null;

-- Rights

-- name: insert_rights (brand)
insert into rights_window (org, brand_id, campaign_id, what, name, territories, media, starts_on, ends_on, contract, by)
select org, brand_id, id, $4, $5, $6, $7, $8, $9, $10, $11 from campaign c
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and (select count(*) from rights_window r where r.org = $1 and r.campaign_id = c.id and r.withdrawn_at is null) < $12
returning {columns};

-- name: get_rights (brand)
select {columns} from rights_window
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_rights (brand)
select {columns} from rights_window
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null {page};

-- name: list_all_rights (brand)
select {columns} from rights_window
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = any($3::uuid[]) and withdrawn_at is null order by id;

-- name: update_rights (organization)
update rights_window set what = $4, name = $5, territories = $6, media = $7, starts_on = $8, ends_on = $9,
       contract = $10, by = $11, revision = revision + 1, updated_at = now()
where org = $1 and id = $2 and revision = $3 and withdrawn_at is null
returning {columns};

-- name: withdraw_rights (organization)
update rights_window set withdrawn_at = now(), updated_at = now() where org = $1 and id = $2 and withdrawn_at is null;

-- Links

-- name: insert_brief_link (brand)
insert into brief_link (org, brand_id, campaign_id, kind, market, label, url, by)
select org, brand_id, id, $4, $5, $6, $7, $8 from campaign c
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and (select count(*) from brief_link l where l.org = $1 and l.campaign_id = c.id and l.withdrawn_at is null) < $9
returning {columns};

-- name: get_brief_link (brand)
select {columns} from brief_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_brief_links (brand)
select {columns} from brief_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null {page};

-- name: list_all_brief_links (brand)
select {columns} from brief_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and withdrawn_at is null order by id;

-- name: update_brief_link (organization)
update brief_link set kind = $4, market = $5, label = $6, url = $7, by = $8, revision = revision + 1, updated_at = now()
where org = $1 and id = $2 and revision = $3 and withdrawn_at is null
returning {columns};

-- name: withdraw_brief_link (organization)
update brief_link set withdrawn_at = now(), updated_at = now() where org = $1 and id = $2 and withdrawn_at is null;

-- The client's word

-- name: insert_decision (organization)
insert into brief_decision (org, brand_id, campaign_id, word, content_sha256, note, by, guest_link_id, guest_name, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
returning id;

-- name: list_decisions (brand)
select * from (
    select d.id, d.campaign_id, d.word, encode(d.content_sha256, 'hex') as content_sha256, d.note, d.by,
           coalesce(p.name, d.guest_name) as by_name, d.guest_link_id, d.at
    from brief_decision d left join person p on p.org = $1 and p.id = d.by
    where d.org = $1 and ($2::uuid[] is null or d.brand_id = any($2)) and d.campaign_id = $3) said
where true {page};

-- name: newest_decision (brand)
select d.id, d.campaign_id, d.word, encode(d.content_sha256, 'hex') as content_sha256, d.note, d.by,
       coalesce(p.name, d.guest_name) as by_name, d.guest_link_id, d.at
from brief_decision d left join person p on p.org = $1 and p.id = d.by
where d.org = $1 and ($2::uuid[] is null or d.brand_id = any($2)) and d.campaign_id = $3
order by d.id desc limit 1;

-- name: list_changed_parts (brand)
-- What of a brief was written, changed or withdrawn after a moment.
select 'words' as kind, '' as title, 'changed' as how, t.at from brief_text t
where t.org = $1 and ($2::uuid[] is null or t.brand_id = any($2)) and t.campaign_id = $3 and t.head and t.at > $4
union all
select 'requirement', r.title,
       case when r.withdrawn_at is not null then 'withdrawn' when r.created_at > $4 then 'added' else 'changed' end, r.updated_at
from requirement r
where r.org = $1 and ($2::uuid[] is null or r.brand_id = any($2)) and r.campaign_id = $3 and r.updated_at > $4
  and (r.withdrawn_at is null or r.created_at <= $4)
union all
select 'claim', l.text,
       case when l.withdrawn_at is not null then 'withdrawn' when l.created_at > $4 then 'added' else 'changed' end, l.updated_at
from claim l
where l.org = $1 and ($2::uuid[] is null or l.brand_id = any($2)) and l.campaign_id = $3 and l.updated_at > $4
  and (l.withdrawn_at is null or l.created_at <= $4);

-- Links of guests

-- name: insert_guest_link (brand)
-- Nothing when the campaign is not there.
insert into guest_link (org, brand_id, campaign_id, label, token_sha256, made_by, expires_at)
select org, brand_id, id, $4, $5, $6, $7 from campaign
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
returning {columns};

-- name: get_guest_link (brand)
select {columns} from guest_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and id = $4;

-- name: list_guest_links (brand)
select {columns} from guest_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 {page};

-- name: revoke_guest_link (organization)
update guest_link set revoked_at = now() where org = $1 and id = $2 and revoked_at is null;

-- name: open_guest_link (organization)
-- Once a minute is enough to know that it is used.
update guest_link set last_opened_at = now()
where org = $1 and id = $2 and (last_opened_at is null or last_opened_at < now() - interval '1 minute');

-- name: find_guest_link (system: only the hash of its token names the organization)
select {columns} from door.guest_link_by_token($1);
