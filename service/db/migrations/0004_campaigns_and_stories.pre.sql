-- Campaigns and stories. A row that people address carries its brand; parents are referenced by (org, brand_id, id),
-- so neither another organization's nor another brand's row can be referenced at all.

create table brand (
    org           uuid not null constraint brand_organization references organization (id),
    id            uuid not null default uuidv7(),
    name          text not null constraint brand_name_filled check (length(name) between 1 and 200),
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint brand_key primary key (org, id)
);
create unique index brand_name_once on brand (org, lower(name)) where withdrawn_at is null;

alter table role_grant add constraint role_grant_brand foreign key (org, brand_id) references brand (org, id);

create table campaign (
    org           uuid not null,
    brand_id      uuid not null,
    id            uuid not null default uuidv7(),
    name          text not null constraint campaign_name_filled check (length(name) between 1 and 200),
    starts_on     date,
    ends_on       date,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint campaign_key primary key (org, id),
    constraint campaign_in_brand unique (org, brand_id, id),
    constraint campaign_brand foreign key (org, brand_id) references brand (org, id),
    constraint campaign_dates_ordered check (ends_on >= starts_on)
);
create index campaign_by_change on campaign (org, updated_at, id) where withdrawn_at is null;
create index campaign_by_name on campaign (org, name, id) where withdrawn_at is null;

create table campaign_market (
    org              uuid not null,
    campaign_id      uuid not null,
    market           text not null constraint campaign_market_shape check (market ~ '^[A-Z]{2}$'),
    position         int not null,
    locales          text[] not null constraint campaign_market_locales_some check (cardinality(locales) between 1 and 20),
    public_delivery  boolean not null default false,
    constraint campaign_market_once primary key (org, campaign_id, market),
    constraint campaign_market_campaign foreign key (org, campaign_id) references campaign (org, id)
);

create table story (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    title         text not null constraint story_title_filled check (length(title) between 1 and 200),
    archetype     text not null,
    premise       text not null default '',
    emotion       text not null default '',
    conflict      text not null default '',
    treatment     text not null constraint story_treatment_known check (treatment in ('cinematic', 'raw')),
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint story_key primary key (org, id),
    constraint story_in_brand unique (org, brand_id, campaign_id, id),
    constraint story_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id)
);
create index story_by_change on story (org, updated_at, id) where withdrawn_at is null;
create index story_by_title on story (org, title, id) where withdrawn_at is null;
create index story_by_campaign on story (org, campaign_id);

create table beat (
    org        uuid not null,
    id         uuid not null default uuidv7(),
    story_id   uuid not null,
    position   int not null constraint beat_position_counted check (position >= 0),
    kind       text not null constraint beat_kind_known check (kind in ('hook', 'escalation', 'climax', 'resolution', 'other')),
    title      text not null constraint beat_title_filled check (length(title) between 1 and 200),
    begin_ms   int not null,
    end_ms     int not null,
    constraint beat_key primary key (org, id),
    constraint beat_in_story unique (org, story_id, id),
    constraint beat_position_once unique (org, story_id, position) deferrable initially deferred,
    constraint beat_story foreign key (org, story_id) references story (org, id),
    constraint beat_window_ordered check (begin_ms >= 0 and end_ms > begin_ms)
);

create table shot (                                        -- planned: no timecodes here
    org         uuid not null,
    id          uuid not null default uuidv7(),
    story_id    uuid not null,
    beat_id     uuid not null,
    position    int not null constraint shot_position_counted check (position >= 0),
    size        text not null constraint shot_size_known check (size in ('wide', 'medium', 'close', 'extreme_close')),
    movement    text not null constraint shot_movement_known check (movement in
                    ('still', 'push_in', 'pull_back', 'whip_pan', 'tracking')),
    planned_ms  int not null constraint shot_planned_some check (planned_ms > 0),
    dialogue    text not null default '',
    constraint shot_key primary key (org, id),
    constraint shot_position_once unique (org, story_id, position) deferrable initially deferred,
    constraint shot_beat foreign key (org, story_id, beat_id) references beat (org, story_id, id)
);

do $$
declare t text;
begin
    foreach t in array array['brand', 'campaign', 'campaign_market', 'story', 'beat', 'shot'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert, update on %I to cutdown_app', t);
    end loop;
end $$;
grant delete on campaign_market, beat, shot to cutdown_app;   -- replaced as a whole with their parent's revision
