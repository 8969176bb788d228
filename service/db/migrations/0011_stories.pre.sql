-- An organization's own archetypes, series with their episodes, and where planned shots stand in a film.

create table archetype (
    org           uuid not null constraint archetype_organization references organization (id),
    key           text not null constraint archetype_key_shape check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    version       int not null default 1 constraint archetype_version_counted check (version > 0),   -- the newest
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint archetype_once primary key (org, key)
);

-- Immutable: stories were told with it.
create table archetype_version (
    org          uuid not null,
    archetype    text not null,
    version      int not null constraint archetype_version_positive check (version > 0),
    name         text not null constraint archetype_version_named check (length(name) between 1 and 200),
    summary      text not null,
    brand_role   text not null,
    when_to_use  text not null,
    guidance     text[] not null,
    source       text not null,
    beats        jsonb not null,
    by           uuid not null,
    at           timestamptz not null default now(),
    constraint archetype_version_key primary key (org, archetype, version),
    constraint archetype_version_of foreign key (org, archetype) references archetype (org, key),
    constraint archetype_version_by foreign key (org, by) references person (org, id)
);
create index archetype_version_by_person on archetype_version (org, by);

-- A built-in archetype is a file; `own_archetype` stands beside the name of one that is a row.
alter table story
    add column archetype_version int not null default 1,
    add column own_archetype text,
    add constraint story_own_archetype_named check (own_archetype = archetype),
    add constraint story_own_archetype foreign key (org, own_archetype, archetype_version)
        references archetype_version (org, archetype, version),
    add constraint story_in_campaign unique (org, campaign_id, id);

create table series (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    title         text not null constraint series_title_filled check (length(title) between 1 and 200),
    premise       text not null default '',
    characters    jsonb not null default '[]',
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint series_key primary key (org, id),
    constraint series_in_campaign unique (org, campaign_id, id),
    constraint series_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id)
);
create index series_by_change on series (org, updated_at, id) where withdrawn_at is null;
create index series_by_title on series (org, title, id) where withdrawn_at is null;

create table episode (
    org          uuid not null,
    series_id    uuid not null,
    campaign_id  uuid not null,
    story_id     uuid not null,
    position     int not null constraint episode_position_counted check (position >= 0),
    previously   text not null default '',
    cliffhanger  text not null default '',
    constraint episode_key primary key (org, series_id, story_id),
    constraint episode_story_once unique (org, story_id),
    constraint episode_position_once unique (org, series_id, position) deferrable initially deferred,
    constraint episode_series foreign key (org, campaign_id, series_id) references series (org, campaign_id, id),
    constraint episode_story foreign key (org, campaign_id, story_id) references story (org, campaign_id, id)
);

-- A placement names video and story as well, so that only a shot of the video's story can stand in its sources, and so
-- that the video keeps its story for as long as one does.
alter table shot add constraint shot_in_story unique (org, story_id, id);
alter table video add constraint video_of_story unique (org, story_id, id);
drop index video_by_story;                                 -- the constraint's index begins the same way
alter table shot_placement add column video_id uuid, add column story_id uuid;
update shot_placement p set video_id = v.id, story_id = v.story_id
from source s join video v on v.org = s.org and v.id = s.video_id
where s.org = p.org and s.id = p.source_id;
alter table shot_placement
    alter column video_id set not null,
    alter column story_id set not null,
    drop constraint shot_placement_source,
    drop constraint shot_placement_shot,
    add constraint shot_placement_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    add constraint shot_placement_video foreign key (org, story_id, video_id) references video (org, story_id, id),
    add constraint shot_placement_shot foreign key (org, story_id, shot_id) references shot (org, story_id, id);
create index shot_placement_by_video on shot_placement (org, video_id, source_id);
alter table source add column placement_revision int not null default 0;

do $$
declare t text;
begin
    foreach t in array array['archetype', 'archetype_version', 'series', 'episode'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update on archetype, series, episode to cutdown_app;
grant delete on episode, shot_placement to cutdown_app;    -- replaced as a whole with their parent's revision
