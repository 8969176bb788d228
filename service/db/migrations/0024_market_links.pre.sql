-- Links with which the people of a market fetch their files, without an account. And what the profile of a person keeps:
-- where a session was begun, and whether single keys act.

create table market_link (
    org             uuid not null,
    brand_id        uuid not null,
    id              uuid not null default uuidv7(),
    campaign_id     uuid not null,
    market          text not null constraint market_link_market_shape check (market ~ '^[A-Z]{2}$'),
    label           text not null constraint market_link_label_filled check (length(label) between 1 and 100),
    token_sha256    bytea not null constraint market_link_token_once unique,
    made_by         uuid not null,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz,                           -- null: never
    last_opened_at  timestamptz,                           -- to the minute
    revoked_at      timestamptz,
    constraint market_link_key primary key (org, id),
    constraint market_link_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint market_link_maker foreign key (org, made_by) references person (org, id)
);
create index market_link_by_campaign on market_link (org, campaign_id, id);

alter table market_link enable row level security;
create policy own on market_link to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on market_link to cutdown_app;
grant update (last_opened_at, revoked_at) on market_link to cutdown_app;

-- A market's link: only the hash of its token names the organization. Also of one that has ended, so that its page can
-- say who to ask.
create function door.market_link_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, brand_id uuid, campaign_id uuid, market text, locales text[], campaign text,
                   brand text, organization text, maker text, works boolean)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select l.org, l.id, l.brand_id, l.campaign_id, l.market, coalesce(m.locales, '{}'), c.name, b.name, o.name, p.name,
               l.revoked_at is null and (l.expires_at is null or l.expires_at > now()) and m.market is not null
                   and c.withdrawn_at is null and b.withdrawn_at is null
            from market_link l
            join organization o on o.id = l.org
            join campaign c on c.org = l.org and c.id = l.campaign_id
            join brand b on b.org = l.org and b.id = l.brand_id
            join person p on p.org = l.org and p.id = l.made_by
            left join campaign_market m on m.org = l.org and m.campaign_id = l.campaign_id and m.market = l.market
            where l.token_sha256 = in_sha256;
    end;

alter table session
    add column agent    text not null default '' constraint session_agent_short check (length(agent) <= 300),
    add column address  text not null default '' constraint session_address_short check (length(address) <= 64);

alter table person add column shortcuts boolean not null default true;   -- whether single letters act as keys

drop function door.session_by_token(bytea);
create function door.session_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, person_id uuid, name text, locale text, theme text, shortcuts boolean,
                   expires_at timestamptz, grants jsonb)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select s.org, s.id, s.person_id, p.name, p.locale, p.theme, p.shortcuts, s.expires_at,
               door.grants_of(s.org, s.person_id)
            from session s join person p on p.org = s.org and p.id = s.person_id
            where s.token_sha256 = in_sha256 and s.ended_at is null and s.expires_at > now() and p.withdrawn_at is null;
    end;
