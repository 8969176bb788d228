-- name: insert_brand (organization)
insert into brand (org, name) values ($1, $2) returning {columns};

-- name: get_brand (brand)
select {columns} from brand where org = $1 and ($2::uuid[] is null or id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_brands (brand)
select {columns} from brand where org = $1 and ($2::uuid[] is null or id = any($2)) and withdrawn_at is null {page};

-- name: update_brand (brand)
-- Nothing when it is not there or was changed since; $4 null changes whatever is there.
update brand set name = $5, revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning {columns};

-- name: insert_campaign (brand)
-- Nothing when the brand is not there.
insert into campaign (org, brand_id, name, starts_on, ends_on, four_eyes)
select org, id, $4, $5, $6, $7 from brand
where org = $1 and ($2::uuid[] is null or id = any($2)) and id = $3 and withdrawn_at is null
returning id;

-- name: insert_market (organization)
insert into campaign_market (org, campaign_id, market, position, locales, public_delivery)
values ($1, $2, $3, $4, $5, $6);

-- name: list_standing_posts (brand)
-- The posts of a campaign that stand in these markets: what is live first.
select p.id as post_id, p.market, c.code as cut, h.platform, h.handle, p.status
from post p
join cut c on c.org = $1 and c.id = p.cut_id
join channel h on h.org = $1 and h.id = p.channel_id
where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2)) and p.campaign_id = $3
  and p.status in ('planned', 'scheduled', 'live', 'unknown') and p.market = any($4::text[])
order by array_position(array['live', 'unknown', 'scheduled', 'planned'], p.status), p.market, c.code, p.id
limit 100;

-- name: delete_markets (organization)
delete from campaign_market where org = $1 and campaign_id = $2;

-- name: get_campaign (brand)
select c.id, c.brand_id, c.name, c.starts_on, c.ends_on,
       coalesce((select jsonb_agg(jsonb_build_object('market', m.market, 'locales', m.locales,
                                                     'public_delivery', m.public_delivery) order by m.position)
                 from campaign_market m where m.org = $1 and m.campaign_id = c.id), '[]') as markets,
       c.four_eyes, c.revision, c.created_at, c.updated_at
from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: list_campaigns (brand)
select c.id, c.brand_id, c.name, c.starts_on, c.ends_on,
       coalesce((select jsonb_agg(jsonb_build_object('market', m.market, 'locales', m.locales,
                                                     'public_delivery', m.public_delivery) order by m.position)
                 from campaign_market m where m.org = $1 and m.campaign_id = c.id), '[]') as markets,
       c.four_eyes, c.revision, c.created_at, c.updated_at
from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.withdrawn_at is null
  and ($3::uuid is null or c.brand_id = $3)
  and ($4::text is null or exists (select from campaign_market m
                                   where m.org = $1 and m.campaign_id = c.id and m.market = $4))
{c.page};

-- name: list_markets (brand)
-- Where campaigns run.
select distinct m.market from campaign c
join campaign_market m on m.org = $1 and m.campaign_id = c.id
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.withdrawn_at is null
order by m.market;

-- name: update_campaign (brand)
-- Each value with whether it is to be set: null is a value of a date.
update campaign set
    name = case when $5 then $6 else name end,
    starts_on = case when $7 then $8 else starts_on end,
    ends_on = case when $9 then $10 else ends_on end,
    four_eyes = case when $11 then $12 else four_eyes end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning id;

-- Links of markets --------------------------------------------------------------------------------

-- name: insert_market_link (brand)
-- Nothing when the campaign is not there.
insert into market_link (org, brand_id, campaign_id, market, label, token_sha256, made_by, expires_at)
select org, brand_id, id, $4, $5, $6, $7, $8 from campaign
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
returning {columns};

-- name: get_market_link (brand)
select {columns} from market_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3 and id = $4;

-- name: list_market_links (brand)
select {columns} from market_link
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and campaign_id = $3
  and ($4::text is null or market = $4) {page};

-- name: revoke_market_link (organization)
update market_link set revoked_at = now() where org = $1 and id = $2 and revoked_at is null;

-- name: open_market_link (organization)
-- Once a minute is enough to know that it is used.
update market_link set last_opened_at = now()
where org = $1 and id = $2 and (last_opened_at is null or last_opened_at < now() - interval '1 minute');

-- name: find_market_link (system: only the hash of its token names the organization)
select {columns} from door.market_link_by_token($1);
