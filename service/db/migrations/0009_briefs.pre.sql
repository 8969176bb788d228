-- Briefs: for now the market facts of a campaign. One value per fact and market, append-only; the revision counts the
-- changes of the campaign's facts, so that a release can say which state it was made from.

create table brief (
    org             uuid not null,
    brand_id        uuid not null,
    campaign_id     uuid not null,
    facts_revision  int not null default 0,
    constraint brief_key primary key (org, campaign_id),
    constraint brief_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id)
);

create table market_fact (
    org          uuid not null,
    campaign_id  uuid not null,
    fact_key     text not null constraint market_fact_key_shape check (fact_key ~ '^[a-z][a-z0-9_]{0,39}$'),
    market       text not null constraint market_fact_market_shape check (market ~ '^[A-Z]{2}$'),
    revision     int not null constraint market_fact_revision_counted check (revision > 0),
    value        jsonb not null,
    head         boolean not null default true,
    by           uuid not null,
    at           timestamptz not null default now(),
    constraint market_fact_key primary key (org, campaign_id, fact_key, market, revision),
    constraint market_fact_brief foreign key (org, campaign_id) references brief (org, campaign_id),
    constraint market_fact_by foreign key (org, by) references person (org, id)
);
create unique index market_fact_head_once on market_fact (org, campaign_id, market, fact_key) where head;
create index market_fact_by_person on market_fact (org, by);

do $$
declare t text;
begin
    foreach t in array array['brief', 'market_fact'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update on brief to cutdown_app;
grant update (head) on market_fact to cutdown_app;   -- history is never rewritten
