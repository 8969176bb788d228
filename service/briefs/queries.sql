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

-- name: get_fact (brand)
select f.campaign_id, f.fact_key as key, f.market, f.value, coalesce(m.locales, '{}') as locales, f.by, f.at, f.revision
from market_fact f
join brief b on b.org = $1 and b.campaign_id = f.campaign_id
left join campaign_market m on m.org = $1 and m.campaign_id = f.campaign_id and m.market = f.market
where f.org = $1 and ($2::uuid[] is null or b.brand_id = any($2))
  and f.campaign_id = $3 and f.fact_key = $4 and f.market = $5 and f.head;

-- name: list_facts (brand)
select f.campaign_id, f.fact_key as key, f.market, f.value, coalesce(m.locales, '{}') as locales, f.by, f.at, f.revision
from market_fact f
join brief b on b.org = $1 and b.campaign_id = f.campaign_id
left join campaign_market m on m.org = $1 and m.campaign_id = f.campaign_id and m.market = f.market
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
