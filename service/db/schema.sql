-- The whole schema as a reader wants it: what the files of `migrations/` come to, one after the other.
--
-- Nothing runs this file. The test of the migrations applies it to an empty database, the migrations to another, and
-- compares the two: whoever writes a migration changes this file with it.
--
-- Every table of a tenant starts its keys with `org`, and so does every foreign key: a reference to another
-- organization's row cannot be stored. What people address carries its brand as well, and its parent is referenced by
-- (org, brand_id, id), so another brand's row cannot be referenced either. Rows are withdrawn, not deleted.
-- Times of media are integer milliseconds (_ms) or frames; moments are timestamptz (_at).
--
-- Two roles: cutdown_owner changes the schema, cutdown_app works in it and owns nothing.

create schema door;          -- what must look across organizations before one is known; each function says why
grant usage on schema door to cutdown_app;

create table migration (     -- which files of `migrations/` ran; made by migrate.py
    number  int constraint migration_key primary key,
    name    text not null,
    sha256  text not null,
    at      timestamptz not null default now()
);

-- People: organizations, accounts, brands, roles, sessions, API keys, idempotency -------------------------------------

create table organization (
    id          uuid default uuidv7() constraint organization_key primary key,
    name        text not null constraint organization_name_filled check (length(name) between 1 and 200),
    created_at  timestamptz not null default now()
);

create table person (
    org            uuid not null constraint person_organization references organization (id),
    id             uuid not null default uuidv7(),
    email          text not null constraint person_email_shape check (email like '%_@_%' and length(email) <= 254),
    name           text not null constraint person_name_filled check (length(name) between 1 and 200),
    password_hash  text,
    locale         text,
    theme          text constraint person_theme_known check (theme in ('light', 'dark')),
    created_at     timestamptz not null default now(),
    withdrawn_at   timestamptz,
    shortcuts      boolean not null default true,          -- whether single letters act as keys
    constraint person_key primary key (org, id)
);
create unique index person_email_once on person (lower(email)) where withdrawn_at is null;

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

create table role_grant (
    org         uuid not null,
    id          uuid not null default uuidv7(),
    person_id   uuid not null,
    role        text not null constraint role_grant_role_known check (role in
                    ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'counsel', 'viewer')),
    brand_id    uuid,                                     -- null: every brand
    market      text constraint role_grant_market_shape check (market ~ '^[A-Z]{2}$'),   -- null: every market
    granted_at  timestamptz not null default now(),
    constraint role_grant_key primary key (org, id),
    constraint role_grant_person foreign key (org, person_id) references person (org, id),
    constraint role_grant_brand foreign key (org, brand_id) references brand (org, id),
    constraint role_grant_once unique nulls not distinct (org, person_id, role, brand_id, market)
);

create table session (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    person_id     uuid not null,
    token_sha256  bytea not null constraint session_token_once unique,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    agent         text not null default '' constraint session_agent_short check (length(agent) <= 300),
    address       text not null default '' constraint session_address_short check (length(address) <= 64),
    constraint session_key primary key (org, id),
    constraint session_person foreign key (org, person_id) references person (org, id)
);
create index session_by_person on session (org, person_id);
create index session_by_end on session (least(ended_at, expires_at));

create table api_key (
    org            uuid not null,
    id             uuid not null default uuidv7(),
    person_id      uuid not null,                          -- who made it; its rights never exceed theirs
    name           text not null constraint api_key_name_filled check (length(name) between 1 and 100),
    mode           text not null constraint api_key_mode_known check (mode in ('live', 'test')),
    secret_sha256  bytea not null constraint api_key_secret_once unique,
    scopes         text[] not null constraint api_key_scopes_some check (cardinality(scopes) > 0),
    brands         uuid[],                                 -- null: every brand its maker sees
    markets        text[],                                 -- null: every market
    created_at     timestamptz not null default now(),
    expires_at     timestamptz,
    last_used_at   timestamptz,
    revoked_at     timestamptz,
    constraint api_key_key primary key (org, id),
    constraint api_key_person foreign key (org, person_id) references person (org, id)
);
create index api_key_by_name on api_key (org, person_id, name) where revoked_at is null;

-- Links that let somebody in: used once, and not for long.
create table invitation (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    email         text not null constraint invitation_email_shape check (email like '%_@_%' and length(email) <= 254),
    name          text not null constraint invitation_name_filled check (length(name) between 1 and 200),
    token_sha256  bytea not null constraint invitation_token_once unique,
    invited_by    uuid not null,                            -- must still be able to give the roles when it is accepted
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null,
    accepted_at   timestamptz,
    revoked_at    timestamptz,
    constraint invitation_key primary key (org, id),
    constraint invitation_inviter foreign key (org, invited_by) references person (org, id)
);
create unique index invitation_open_once on invitation (org, lower(email)) where accepted_at is null and revoked_at is null;
create index invitation_by_inviter on invitation (org, invited_by);

create table invitation_grant (
    org            uuid not null,
    invitation_id  uuid not null,
    role           text not null constraint invitation_grant_role_known check (role in
                       ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'counsel', 'viewer')),
    brand_id       uuid,                                    -- null: every brand
    market         text constraint invitation_grant_market_shape check (market ~ '^[A-Z]{2}$'),   -- null: every market
    constraint invitation_grant_once unique nulls not distinct (org, invitation_id, role, brand_id, market),
    constraint invitation_grant_invitation foreign key (org, invitation_id) references invitation (org, id)
        on delete cascade,
    constraint invitation_grant_brand foreign key (org, brand_id) references brand (org, id)
);

create table reset_link (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    person_id     uuid not null,
    token_sha256  bytea not null constraint reset_link_token_once unique,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null,
    ended_at      timestamptz,                              -- used, or replaced
    constraint reset_link_key primary key (org, id),
    constraint reset_link_person foreign key (org, person_id) references person (org, id)
);
create unique index reset_link_open_once on reset_link (org, person_id) where ended_at is null;

-- One acknowledged request and its answer, written in the transaction of its effect.
create table idempotency (
    org             uuid not null constraint idempotency_organization references organization (id),
    actor           uuid not null,
    key             text not null constraint idempotency_key_length check (length(key) between 1 and 255),
    request_sha256  bytea not null,
    status          int not null,
    headers         jsonb not null,
    body            bytea not null,
    at              timestamptz not null default now(),
    constraint idempotency_once primary key (org, actor, key)
);
create index idempotency_by_age on idempotency (at);

-- Assets: bytes by (organization, sha256). Events: written in the transaction in which it happened --------------------

create table asset (
    org         uuid not null constraint asset_organization references organization (id),
    sha256      bytea not null constraint asset_sha256_length check (octet_length(sha256) = 32),
    size_bytes  bigint not null constraint asset_size_counted check (size_bytes >= 0),
    media_type  text not null,
    kept_at     timestamptz not null default now(),
    constraint asset_key primary key (org, sha256)
);

-- Uploads by tus: what arrived of a file that is sent in parts, until a worker has composed it.
create table upload (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    person_id     uuid not null,                           -- who sends it; nobody else but administrators sees it
    length_bytes  bigint not null constraint upload_length_counted check (length_bytes >= 0),
    offset_bytes  bigint not null default 0,
    metadata      text not null default '' constraint upload_metadata_short check (length(metadata) <= 4096),
    state         text not null default 'receiving' constraint upload_state_known check (state in
                      ('receiving', 'received', 'composed', 'terminated', 'expired')),
    sha256        bytea constraint upload_sha256_length check (octet_length(sha256) = 32),
    cleared       boolean not null default false,          -- its parts are out of the storage
    created_at    timestamptz not null default now(),
    changed_at    timestamptz not null default now(),
    expires_at    timestamptz not null,                    -- unless all has arrived
    constraint upload_key primary key (org, id),
    constraint upload_person foreign key (org, person_id) references person (org, id),
    constraint upload_offset_within check (offset_bytes between 0 and length_bytes),
    constraint upload_composed_whole check (state <> 'composed' or (sha256 is not null and offset_bytes = length_bytes))
);
create index upload_by_person on upload (org, person_id);
create index upload_to_tidy on upload (changed_at);

-- Each part is an object of its own in the storage, named by its id below its upload.
create table upload_part (
    org           uuid not null,
    upload_id     uuid not null,
    offset_bytes  bigint not null constraint upload_part_offset_counted check (offset_bytes >= 0),
    size_bytes    bigint not null constraint upload_part_some_bytes check (size_bytes > 0),
    id            uuid not null,
    kept_at       timestamptz not null default now(),
    constraint upload_part_key primary key (org, upload_id, offset_bytes),
    constraint upload_part_upload foreign key (org, upload_id) references upload (org, id)
);

-- Sequence or uuidv7 order is not commit order: readers take rows whose transaction is below every running one,
-- ordered by (xid, id); that pair is the cursor. It is the log of who did what as well, so nothing prunes it.
create table outbox (
    org       uuid not null constraint outbox_organization references organization (id),
    id        uuid not null default uuidv7(),
    xid       xid8 not null default pg_current_xact_id(),
    type      text not null constraint outbox_type_shape check (type ~ '^[a-z_]+\.[a-z_]+$'),
    brand_id  uuid,
    subject   text not null,                               -- the public identifier of what it happened to
    actor     uuid,                                        -- the person; null: the system by itself
    data      jsonb not null default '{}',
    at        timestamptz not null default now(),
    key_id      uuid,                                      -- the key that the actor, its maker, acted with
    request_id  text,
    address     text,
    constraint outbox_key primary key (org, id)
);
create index outbox_in_commit_order on outbox (xid, id);
create index outbox_by_actor on outbox (org, actor, id);
create index outbox_by_subject on outbox (org, subject, id);
create index outbox_of_organization on outbox (org, xid, id);

-- How far each reader of the outbox has come. Of no organization: a position, no content.
create table outbox_cursor (
    reader  text constraint outbox_cursor_key primary key,
    xid     xid8 not null,
    id      uuid not null
);

-- A job may run twice; its effect happens once, because this row is written in the effect's transaction.
create table job_result (
    org         uuid not null constraint job_result_organization references organization (id),
    kind        text not null,
    subject     text not null,
    input_hash  text not null,
    result      jsonb not null default '{}',
    at          timestamptz not null default now(),
    constraint job_result_once primary key (org, kind, subject, input_hash)
);

-- Campaigns and stories -----------------------------------------------------------------------------------------------

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
    four_eyes     boolean not null default false,          -- nobody approves what they wrote themselves
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

-- Links with which the people of a market fetch their files, without an account.
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

-- An organization's own archetypes. A version never changes: stories were told with it.
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
    archetype_version int not null default 1,
    own_archetype     text,                                -- the same as `archetype` where that is a row, not a file
    constraint story_key primary key (org, id),
    constraint story_in_brand unique (org, brand_id, campaign_id, id),
    constraint story_in_campaign unique (org, campaign_id, id),
    constraint story_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint story_own_archetype_named check (own_archetype = archetype),
    constraint story_own_archetype foreign key (org, own_archetype, archetype_version)
        references archetype_version (org, archetype, version)
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
    constraint shot_in_story unique (org, story_id, id),
    constraint shot_position_once unique (org, story_id, position) deferrable initially deferred,
    constraint shot_beat foreign key (org, story_id, beat_id) references beat (org, story_id, id)
);

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

-- Briefs: words, requirements, claims, rights, the client's word; and the facts, whose revision counts their changes -----

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

-- What the brief says in words; append-only.
create table brief_text (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    revision      int not null constraint brief_text_revision_counted check (revision > 0),
    product_role  text not null constraint brief_text_role_length check (length(product_role) <= 2000),
    note          text not null constraint brief_text_note_length check (length(note) <= 10000),
    head          boolean not null default true,
    by            uuid not null,
    at            timestamptz not null default now(),
    constraint brief_text_key primary key (org, campaign_id, revision),
    constraint brief_text_brief foreign key (org, campaign_id) references brief (org, campaign_id),
    constraint brief_text_brand foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint brief_text_by foreign key (org, by) references person (org, id)
);
create unique index brief_text_head_once on brief_text (org, campaign_id) where head;

create table requirement (                                 -- what the films must show, say or leave out
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    kind          text not null constraint requirement_kind_known
                      check (kind in ('on_screen', 'show', 'say', 'not_say', 'disclosure', 'logo_space')),
    level         text not null constraint requirement_level_known check (level in ('must', 'should')),
    title         text not null constraint requirement_title_filled check (length(title) between 1 and 200),
    phrases       text[] not null default '{}',            -- the words, where it is about words
    markets       text[] not null default '{}',            -- empty: in every market
    minimum_ms    int constraint requirement_minimum_positive check (minimum_ms > 0),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint requirement_key primary key (org, id),
    constraint requirement_in_campaign unique (org, brand_id, campaign_id, id),
    constraint requirement_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint requirement_by foreign key (org, by) references person (org, id),
    constraint requirement_time_on_screen check ((kind = 'on_screen') = (minimum_ms is not null)),
    constraint requirement_markets_shape check (array_to_string(markets, ' ') ~ '^([A-Z]{2}( [A-Z]{2})*)?$')
);
create index requirement_by_campaign on requirement (org, campaign_id, id);

create table claim (                                       -- what the brand says of its product, and what it rests on
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    text          text not null constraint claim_text_filled check (length(text) between 1 and 400),
    state         text not null constraint claim_state_known check (state in ('open', 'substantiated', 'rejected')),
    source        text not null default '' constraint claim_source_length check (length(source) <= 1000),
    document      text constraint claim_document_length check (length(document) between 1 and 2000),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint claim_key primary key (org, id),
    constraint claim_in_campaign unique (org, brand_id, campaign_id, id),
    constraint claim_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint claim_by foreign key (org, by) references person (org, id),
    constraint claim_substantiated_by check (state <> 'substantiated' or source <> '')
);
create index claim_by_campaign on claim (org, campaign_id, id);

create table brief_link (                                  -- where a market sends people
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    kind          text not null constraint brief_link_kind_known check (kind in ('affiliate', 'landing')),
    market        text constraint brief_link_market_shape check (market ~ '^[A-Z]{2}$'),     -- null: every market
    label         text not null constraint brief_link_label_filled check (length(label) between 1 and 100),
    url           text not null constraint brief_link_url_shape check (url ~ '^https?://' and length(url) <= 2000),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint brief_link_key primary key (org, id),
    constraint brief_link_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint brief_link_by foreign key (org, by) references person (org, id)
);
create index brief_link_by_campaign on brief_link (org, campaign_id, id);

create table rights_window (                               -- where and how long a face, a song, a shot, a font may be used
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    id            uuid not null default uuidv7(),
    what          text not null constraint rights_window_what_known
                      check (what in ('talent', 'music', 'footage', 'font')),
    name          text not null constraint rights_window_name_filled check (length(name) between 1 and 200),
    territories   text[],                                  -- null: worldwide
    media         text[] not null constraint rights_window_media_named check (cardinality(media) > 0),
    starts_on     date not null,
    ends_on       date,                                    -- the last day; null: without end
    contract      text not null default '' constraint rights_window_contract_length check (length(contract) <= 200),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint rights_window_key primary key (org, id),
    constraint rights_window_in_campaign unique (org, brand_id, campaign_id, id),
    constraint rights_window_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint rights_window_by foreign key (org, by) references person (org, id),
    constraint rights_window_days_ordered check (ends_on >= starts_on),
    constraint rights_window_territories_shape
        check (array_to_string(territories, ' ') ~ '^[A-Z]{2}( [A-Z]{2})*$')
);
create index rights_window_by_campaign on rights_window (org, campaign_id, id);
create index rights_window_ending on rights_window (org, ends_on) where withdrawn_at is null and ends_on is not null;

-- Somebody stands for one revision of a fact; append-only. The next revision is nobody's until it is confirmed.
create table fact_confirmation (
    org          uuid not null,
    campaign_id  uuid not null,
    fact_key     text not null,
    market       text not null,
    revision     int not null,
    by           uuid not null,
    at           timestamptz not null default now(),
    constraint fact_confirmation_key primary key (org, campaign_id, fact_key, market, revision),
    constraint fact_confirmation_fact foreign key (org, campaign_id, fact_key, market, revision)
        references market_fact (org, campaign_id, fact_key, market, revision),
    constraint fact_confirmation_by foreign key (org, by) references person (org, id)
);

-- Links with which a client reads the brief, watches the cuts and says what they think, without an account.
create table guest_link (
    org             uuid not null,
    brand_id        uuid not null,
    id              uuid not null default uuidv7(),
    campaign_id     uuid not null,
    label           text not null constraint guest_link_label_filled check (length(label) between 1 and 100),
    token_sha256    bytea not null constraint guest_link_token_once unique,
    made_by         uuid not null,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz,                           -- null: never
    last_opened_at  timestamptz,                           -- to the minute
    revoked_at      timestamptz,
    constraint guest_link_key primary key (org, id),
    constraint guest_link_in_campaign unique (org, brand_id, campaign_id, id),
    constraint guest_link_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint guest_link_maker foreign key (org, made_by) references person (org, id)
);
create index guest_link_by_campaign on guest_link (org, campaign_id, id);

-- Who asked for a word on the brief, and what was said, by a person or by a guest under a typed name; append-only. It is
-- bound to what the brief said then.
create table brief_decision (
    org             uuid not null,
    brand_id        uuid not null,
    campaign_id     uuid not null,
    id              uuid not null default uuidv7(),
    word            text not null constraint brief_decision_word_known
                        check (word in ('asked', 'approved', 'changes_asked')),
    content_sha256  bytea not null constraint brief_decision_content_length check (length(content_sha256) = 32),
    note            text not null default '' constraint brief_decision_note_length check (length(note) <= 2000),
    by              uuid,
    guest_link_id   uuid,
    guest_name      text constraint brief_decision_guest_named check (length(guest_name) between 1 and 100),
    at              timestamptz not null default now(),
    constraint brief_decision_key primary key (org, id),
    constraint brief_decision_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint brief_decision_by foreign key (org, by) references person (org, id),
    constraint brief_decision_guest foreign key (org, brand_id, campaign_id, guest_link_id)
        references guest_link (org, brand_id, campaign_id, id),
    constraint brief_decision_one_speaker check (num_nonnulls(by, guest_link_id) = 1),
    constraint brief_decision_guest_speaks check ((guest_link_id is null) = (guest_name is null))
);
create index brief_decision_by_campaign on brief_decision (org, campaign_id, id);

-- Videos: sources as probed, cuts as edit lists in frames, what they really contain by time ---------------------------

create table video (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    story_id      uuid not null,
    id            uuid not null default uuidv7(),
    title         text not null constraint video_title_filled check (length(title) between 1 and 200),
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint video_key primary key (org, id),
    constraint video_in_brand unique (org, brand_id, id),
    constraint video_of_story unique (org, story_id, id),
    constraint video_in_campaign unique (org, brand_id, campaign_id, id),
    constraint video_story foreign key (org, brand_id, campaign_id, story_id) references story (org, brand_id, campaign_id, id)
);
create index video_by_change on video (org, updated_at, id) where withdrawn_at is null;
create index video_by_title on video (org, title, id) where withdrawn_at is null;
create index video_by_campaign on video (org, campaign_id);

create table source (
    org              uuid not null,
    brand_id         uuid not null,
    video_id         uuid not null,
    id               uuid not null default uuidv7(),
    role             text not null constraint source_role_known check (role in ('master', 'insert', 'dub')),
    name             text not null constraint source_name_filled check (length(name) between 1 and 200),
    sha256           bytea not null,
    container        text not null,
    video_codec      text,
    audio_codec      text,
    width_px         int,
    height_px        int,
    fps_num          int not null constraint source_rate_counted check (fps_num > 0),
    fps_den          int not null constraint source_rate_divided check (fps_den > 0),
    frames           int not null constraint source_frames_some check (frames > 0),
    duration_ms      int not null constraint source_lasts check (duration_ms > 0),
    faststart        boolean not null,
    created_at       timestamptz not null default now(),
    withdrawn_at     timestamptz,
    placement_revision int not null default 0,             -- counts changes of which shot stands where
    constraint source_key primary key (org, id),
    constraint source_in_brand unique (org, brand_id, id),
    constraint source_in_video unique (org, video_id, id),
    constraint source_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint source_asset foreign key (org, sha256) references asset (org, sha256)
);
create unique index source_one_master on source (org, video_id) where role = 'master' and withdrawn_at is null;
create index source_by_bytes on source (org, sha256);

create table cut (
    org            uuid not null,
    brand_id       uuid not null,
    video_id       uuid not null,
    id             uuid not null default uuidv7(),
    code           text not null constraint cut_code_shape check (length(code) between 1 and 20),
    name           text not null constraint cut_name_filled check (length(name) between 1 and 200),
    market         text constraint cut_market_shape check (market ~ '^[A-Z]{2}$'),
    platform       text,
    aspect         text not null constraint cut_aspect_known check (aspect in ('9:16', '1:1', '4:5', '16:9')),
    purpose        text not null default '',
    fps_num        int not null constraint cut_rate_counted check (fps_num > 0),
    fps_den        int not null constraint cut_rate_divided check (fps_den > 0),
    frames         int not null default 0,                 -- of the edit list in force
    parent_cut_id  uuid,
    sha256         bytea,                                  -- the uploaded film of the cut
    edit_revision  int not null default 0,
    revision       int not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    withdrawn_at   timestamptz,
    edited_at      timestamptz default now(),              -- since when the edit list is as it is; null: not kept yet
    constraint cut_key primary key (org, id),
    constraint cut_in_brand unique (org, brand_id, id),
    constraint cut_in_video unique (org, video_id, id),
    constraint cut_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint cut_parent foreign key (org, video_id, parent_cut_id) references cut (org, video_id, id),
    constraint cut_asset foreign key (org, sha256) references asset (org, sha256),
    constraint cut_not_its_own_parent check (parent_cut_id <> id)
);
create unique index cut_code_once on cut (org, video_id, code) where withdrawn_at is null;
create unique index cut_id_once on cut (id);               -- whoever asks for a public cut cannot say its organization

-- Immutable: a new edit list is a new edit_revision. Frames, never milliseconds; segment_id survives re-import.
create table segment (
    org            uuid not null,
    cut_id         uuid not null,
    video_id       uuid not null,
    edit_revision  int not null,
    segment_id     uuid not null default uuidv7(),
    layer          text not null constraint segment_layer_known check (layer in ('picture', 'sound')),
    position       int not null constraint segment_position_counted check (position >= 0),
    source_id      uuid not null,
    in_frame       int not null constraint segment_in_counted check (in_frame >= 0),
    out_frame      int not null,
    speed_num      int not null default 1 constraint segment_speed_counted check (speed_num > 0),
    speed_den      int not null default 1 constraint segment_speed_divided check (speed_den > 0),
    cut_in_frame   int not null constraint segment_place_counted check (cut_in_frame >= 0),
    constraint segment_key primary key (org, cut_id, edit_revision, segment_id),
    constraint segment_position_once unique (org, cut_id, edit_revision, layer, position),
    constraint segment_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint segment_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    constraint segment_some_frames check (out_frame > in_frame)
);
create index segment_by_source on segment (org, source_id);

-- Which frames of a source show a planned shot of the video's story.
create table shot_placement (
    org        uuid not null,
    source_id  uuid not null,
    in_frame   int not null,
    out_frame  int not null,
    shot_id    uuid not null,
    video_id   uuid not null,
    story_id   uuid not null,                              -- a video keeps its story while one of its shots is placed
    constraint shot_placement_key primary key (org, source_id, in_frame),
    constraint shot_placement_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    constraint shot_placement_video foreign key (org, story_id, video_id) references video (org, story_id, id),
    constraint shot_placement_shot foreign key (org, story_id, shot_id) references shot (org, story_id, id),
    constraint shot_placement_some_frames check (in_frame >= 0 and out_frame > in_frame)
);
create index shot_placement_by_shot on shot_placement (org, shot_id);   -- shots go away when their story is told anew
create index shot_placement_by_video on shot_placement (org, video_id, source_id);

create table mark (                                        -- what stands in some frames of a source, or of a cut alone
    org             uuid not null,
    brand_id        uuid not null,
    campaign_id     uuid not null,
    video_id        uuid not null,
    id              uuid not null default uuidv7(),
    source_id       uuid,
    cut_id          uuid,
    in_frame        int not null,
    out_frame       int not null,
    kind            text not null constraint mark_kind_known check (kind in ('requirement', 'rights', 'text', 'ai')),
    requirement_id  uuid,
    rights_id       uuid,
    text            text constraint mark_text_filled check (length(text) between 1 and 2000),
    role            text constraint mark_role_known check (role in ('price', 'legal', 'disclosure', 'super', 'other')),
    box             jsonb,                                 -- left, top, width, height: thousandths of the picture
    made            text constraint mark_made_known check (made in ('script', 'image', 'video', 'music', 'voice')),
    tool            text not null default '' constraint mark_tool_length check (length(tool) <= 200),
    by              uuid not null,
    at              timestamptz not null default now(),
    withdrawn_at    timestamptz,
    constraint mark_key primary key (org, id),
    constraint mark_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint mark_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    constraint mark_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint mark_requirement foreign key (org, brand_id, campaign_id, requirement_id)
        references requirement (org, brand_id, campaign_id, id),
    constraint mark_rights foreign key (org, brand_id, campaign_id, rights_id)
        references rights_window (org, brand_id, campaign_id, id),
    constraint mark_by foreign key (org, by) references person (org, id),
    constraint mark_one_place check (num_nonnulls(source_id, cut_id) = 1),
    constraint mark_some_frames check (in_frame >= 0 and out_frame > in_frame),
    constraint mark_of_requirement check ((kind = 'requirement') = (requirement_id is not null)),
    constraint mark_of_rights check ((kind = 'rights') = (rights_id is not null)),
    constraint mark_of_text check ((kind = 'text') = (text is not null) and (kind = 'text') = (role is not null)),
    constraint mark_of_ai check ((kind = 'ai') = (made is not null))
);
create index mark_by_video on mark (org, video_id, id) where withdrawn_at is null;

-- The uploaded film of a cut, and what comparing it with the cut's edit list found. A film never changes: another one
-- takes its place. A check belongs to one film and one edit list, and so does a person's word that its findings are right.
create table film (
    org           uuid not null,
    cut_id        uuid not null,
    number        int not null constraint film_number_counted check (number > 0),
    sha256        bytea not null,
    container     text not null,
    video_codec   text not null,
    audio_codec   text,
    width_px      int not null,
    height_px     int not null,
    fps_num       int not null constraint film_rate_counted check (fps_num > 0),
    fps_den       int not null constraint film_rate_divided check (fps_den > 0),
    frames        int not null constraint film_frames_some check (frames > 0),
    duration_ms   int not null constraint film_lasts check (duration_ms > 0),
    faststart     boolean not null,
    changes       int not null,                            -- counts on from film to film, and with each check and acceptance
    uploaded_by   uuid not null,
    created_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint film_key primary key (org, cut_id, number),
    constraint film_cut foreign key (org, cut_id) references cut (org, id),
    constraint film_asset foreign key (org, sha256) references asset (org, sha256)
);
create unique index film_in_force_once on film (org, cut_id) where withdrawn_at is null;
create index film_by_bytes on film (org, sha256);

create table film_check (
    org              uuid not null,
    cut_id           uuid not null,
    number           int not null,
    edit_revision    int not null,
    state            text not null constraint film_check_state_known check (state in ('matching', 'mismatching', 'unreadable')),
    reason           text not null default '',             -- why it is unreadable
    pictures         int not null,                         -- how many edges of picture segments were compared
    sounds           int not null,                         -- how many sound segments could be recognised
    at               timestamptz not null default now(),
    accepted_by      uuid,
    accepted_at      timestamptz,
    accepted_reason  text constraint film_check_reason_filled check (length(accepted_reason) between 1 and 2000),
    constraint film_check_key primary key (org, cut_id, number, edit_revision),
    constraint film_check_film foreign key (org, cut_id, number) references film (org, cut_id, number),
    constraint film_check_acceptance_whole check (num_nonnulls(accepted_by, accepted_at, accepted_reason) in (0, 3))
);

create table film_finding (
    org            uuid not null,
    cut_id         uuid not null,
    number         int not null,
    edit_revision  int not null,
    position       int not null constraint film_finding_position_counted check (position >= 0),
    kind           text not null constraint film_finding_kind_known
                   check (kind in ('duration', 'aspect', 'picture', 'framing', 'sound', 'sound_offset')),
    segment_id     uuid,                                   -- null: the cut as a whole
    cut_frame      int,
    measured       double precision,
    expected       double precision,
    tolerance      double precision,
    detail         text not null,
    constraint film_finding_key primary key (org, cut_id, number, edit_revision, position),
    constraint film_finding_checked foreign key (org, cut_id, number, edit_revision)
        references film_check (org, cut_id, number, edit_revision)
);

-- Where the shots of a source begin, as a worker found them once. A source never changes, so neither do they.
create table source_shots (
    org        uuid not null,
    source_id  uuid not null,
    state      text not null constraint source_shots_state_known check (state in ('found', 'unreadable')),
    reason     text not null default '',                   -- why it is unreadable
    frames     int[] not null,                             -- the first frame of each shot but the first, in order
    scores     real[] not null,                            -- how much more than around it changes there
    at         timestamptz not null default now(),
    constraint source_shots_key primary key (org, source_id),
    constraint source_shots_source foreign key (org, source_id) references source (org, id),
    constraint source_shots_scored check (cardinality(frames) = cardinality(scores))
);

-- What pages show of a film: a poster, a contact sheet, a waveform and a light preview. They belong to the bytes of the
-- film, so the same film in two videos has them once. `pictures` says how far a worker has come with the bytes of one
-- film, `picture` holds each part that it made; a part never changes.
create table pictures (
    org       uuid not null,
    sha256    bytea not null,                              -- the film
    state     text not null constraint pictures_state_known check (state in ('making', 'ready', 'failed')),
    progress  real not null default 0 constraint pictures_progress_share check (progress between 0 and 1),
    reason    text not null default '',                    -- why it failed
    at        timestamptz not null default now(),
    constraint pictures_key primary key (org, sha256),
    constraint pictures_film foreign key (org, sha256) references asset (org, sha256)
);

create table picture (
    org     uuid not null,
    sha256  bytea not null,                                -- the film
    part    text not null constraint picture_part_known check (part in ('poster', 'sheet', 'waveform', 'preview')),
    frame   int not null default -1,                       -- of a cut's poster: where the cut begins; -1: of the whole film
    made    bytea,                                         -- null: it cannot be made, or there is nothing to make it of
    reason  text not null default '',                      -- why it cannot be made
    facts   jsonb not null default '{}',                   -- the part's size and the like
    at      timestamptz not null default now(),
    constraint picture_key primary key (org, sha256, part, frame),
    constraint picture_film foreign key (org, sha256) references asset (org, sha256),
    constraint picture_asset foreign key (org, made) references asset (org, sha256),
    constraint picture_frame_of_poster check (frame = -1 or (frame >= 0 and part = 'poster'))
);

-- What somebody says of a frame of a cut: a person, or a guest under a typed name.
create table cut_comment (
    org            uuid not null,
    brand_id       uuid not null,
    campaign_id    uuid not null,
    video_id       uuid not null,
    cut_id         uuid not null,
    id             uuid not null default uuidv7(),
    edit_revision  int not null,                           -- the frame is one of this edit list
    frame          int not null constraint cut_comment_frame_counted check (frame >= 0),
    text           text not null constraint cut_comment_length check (length(text) between 1 and 2000),
    by             uuid,
    guest_link_id  uuid,
    guest_name     text constraint cut_comment_guest_named check (length(guest_name) between 1 and 100),
    at             timestamptz not null default now(),
    resolved_by    uuid,
    resolved_at    timestamptz,
    revision       int not null default 1,
    constraint cut_comment_key primary key (org, id),
    constraint cut_comment_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint cut_comment_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint cut_comment_by foreign key (org, by) references person (org, id),
    constraint cut_comment_resolver foreign key (org, resolved_by) references person (org, id),
    constraint cut_comment_guest foreign key (org, brand_id, campaign_id, guest_link_id)
        references guest_link (org, brand_id, campaign_id, id),
    constraint cut_comment_one_speaker check (num_nonnulls(by, guest_link_id) = 1),
    constraint cut_comment_guest_speaks check ((guest_link_id is null) = (guest_name is null)),
    constraint cut_comment_resolved check ((resolved_by is null) = (resolved_at is null))
);
create index cut_comment_by_cut on cut_comment (org, cut_id, id);
create index cut_comment_by_campaign on cut_comment (org, campaign_id, id) where resolved_at is null;

-- Who asked for a word on a cut, and what was said; append-only. It is bound to what the cut was then.
create table cut_decision (
    org            uuid not null,
    brand_id       uuid not null,
    campaign_id    uuid not null,
    video_id       uuid not null,
    cut_id         uuid not null,
    id             uuid not null default uuidv7(),
    word           text not null constraint cut_decision_word_known
                       check (word in ('asked', 'approved', 'changes_asked')),
    edit_sha256    bytea not null constraint cut_decision_edit_length check (length(edit_sha256) = 32),
    film_sha256    bytea constraint cut_decision_film_length check (length(film_sha256) = 32),    -- null: it had none
    note           text not null default '' constraint cut_decision_note_length check (length(note) <= 2000),
    by             uuid,
    guest_link_id  uuid,
    guest_name     text constraint cut_decision_guest_named check (length(guest_name) between 1 and 100),
    at             timestamptz not null default now(),
    constraint cut_decision_key primary key (org, id),
    constraint cut_decision_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint cut_decision_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint cut_decision_by foreign key (org, by) references person (org, id),
    constraint cut_decision_guest foreign key (org, brand_id, campaign_id, guest_link_id)
        references guest_link (org, brand_id, campaign_id, id),
    constraint cut_decision_one_speaker check (num_nonnulls(by, guest_link_id) = 1),
    constraint cut_decision_guest_speaks check ((guest_link_id is null) = (guest_name is null))
);
create index cut_decision_by_cut on cut_decision (org, cut_id, id);

-- Rules ---------------------------------------------------------------------------------------------------------------
-- What counsel read in the law: an item of a rule pack, as it was then, rests on it.

create table rule_confirmation (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    pack          text not null constraint rule_confirmation_pack_shape check (pack ~ '^([A-Z]{2}|WCAG)$'),
    item          text not null constraint rule_confirmation_item_shape check (item ~ '^[A-Z]{2,4}-[0-9]{2}$'),
    item_hash     bytea not null constraint rule_confirmation_hash_length check (octet_length(item_hash) = 32),
    source_title  text not null constraint rule_confirmation_source_filled check (length(source_title) between 1 and 200),
    source_url    text not null constraint rule_confirmation_source_shape
                      check (source_url ~ '^(https?://.*)?$' and length(source_url) <= 2000),
    seen_on       date not null,
    note          text not null constraint rule_confirmation_note_length check (length(note) <= 2000),
    by            uuid not null,
    at            timestamptz not null default now(),
    withdrawn_by  uuid,
    withdrawn_at  timestamptz,
    constraint rule_confirmation_key primary key (org, id),
    constraint rule_confirmation_by foreign key (org, by) references person (org, id),
    constraint rule_confirmation_withdrawn_by foreign key (org, withdrawn_by) references person (org, id),
    constraint rule_confirmation_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index rule_confirmation_once on rule_confirmation (org, pack, item) where withdrawn_at is null;

-- Captions ------------------------------------------------------------------------------------------------------------
-- Text is stored once, per source cue and locale. A cut's caption track is a function of its edit list, its overrides
-- and the texts; a release freezes one.

create table cue (                                         -- identity only: no time, no text
    org        uuid not null,
    id         uuid not null default uuidv7(),
    source_id  uuid,
    cut_id     uuid,
    stream     text not null constraint cue_stream_known check (stream in ('speech', 'description', 'on_screen')),
    constraint cue_key primary key (org, id),
    constraint cue_source foreign key (org, source_id) references source (org, id),
    constraint cue_cut foreign key (org, cut_id) references cut (org, id),
    constraint cue_has_one_home check (num_nonnulls(source_id, cut_id) = 1)
);
create index cue_by_source on cue (org, source_id) where source_id is not null;
create index cue_by_cut on cue (org, cut_id) where cut_id is not null;

create table cue_timing (                                  -- append-only; revision is the source track's timing_revision
    org       uuid not null,
    cue_id    uuid not null,
    revision  int not null,
    begin_ms  int not null,
    end_ms    int not null,
    speaker   text not null default '',
    settings  text not null default '',
    head      boolean not null default true,
    by        uuid,
    at        timestamptz not null default now(),
    constraint cue_timing_key primary key (org, cue_id, revision),
    constraint cue_timing_cue foreign key (org, cue_id) references cue (org, id),
    constraint cue_timing_ordered check (begin_ms >= 0 and end_ms > begin_ms)
);
create unique index cue_timing_head_once on cue_timing (org, cue_id) where head;

create table track (
    org                uuid not null,
    brand_id           uuid not null,
    id                 uuid not null default uuidv7(),
    source_id          uuid,
    cut_id             uuid,
    locale             text not null constraint track_locale_shape check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    kind               text not null constraint track_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    is_source          boolean not null,
    original_sha256    bytea,                              -- the imported file, as it came
    revision           int not null default 0,             -- counts changes of any text on this track
    timing_revision    int not null default 0,             -- of a source track: counts changes of any cue's time
    submitted_at       timestamptz,
    submitted_revision int,
    approved_revision  int,
    approved_by        uuid,
    approved_at        timestamptz,
    created_at         timestamptz not null default now(),
    withdrawn_at       timestamptz,
    home_id            uuid not null generated always as (coalesce(source_id, cut_id)) stored,
    constraint track_key primary key (org, id),
    constraint track_in_brand unique (org, brand_id, id),
    constraint track_source foreign key (org, brand_id, source_id) references source (org, brand_id, id),
    constraint track_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint track_original foreign key (org, original_sha256) references asset (org, sha256),
    constraint track_has_one_home check (num_nonnulls(source_id, cut_id) = 1),
    constraint track_approval_whole check (num_nonnulls(approved_revision, approved_by, approved_at) in (0, 3)),
    constraint track_approval_seen check (approved_revision <= revision)
);
create unique index track_of_home_once on track (org, home_id, locale, kind);
create unique index track_one_language_of_home on track (org, home_id) where is_source;

-- Append-only = history and undo. One head per cue and track. text_hash is over the normalised text; a target's
-- source_hash is the text_hash of the source text it translates, so "stale" is an inequality of two stored values.
create table cue_text (
    org            uuid not null,
    track_id       uuid not null,
    cue_id         uuid not null,
    revision       int not null,
    text           text not null,
    markup         text not null default '',
    pinned_breaks  boolean not null default true,
    text_hash      bytea not null,
    source_hash    bytea,                                  -- null on the source track
    origin         text not null constraint cue_text_origin_known check (origin in ('import', 'human', 'memory', 'machine', 'kept')),
    head           boolean not null default true,
    by             uuid,
    at             timestamptz not null default now(),
    constraint cue_text_key primary key (org, track_id, cue_id, revision),
    constraint cue_text_track foreign key (org, track_id) references track (org, id),
    constraint cue_text_cue foreign key (org, cue_id) references cue (org, id),
    constraint cue_text_length check (length(text) <= 2000)
);
create unique index cue_text_head_once on cue_text (org, track_id, cue_id) where head;
create index cue_text_by_revision on cue_text (org, track_id, revision);

create table fact_use (
    org       uuid not null,
    track_id  uuid not null,
    cue_id    uuid not null,
    fact_key  text not null,
    market    text,
    constraint fact_use_once unique nulls not distinct (org, track_id, cue_id, fact_key, market),
    constraint fact_use_track foreign key (org, track_id) references track (org, id),
    constraint fact_use_cue foreign key (org, cue_id) references cue (org, id)
);

-- What conform found: where each cue stands in a cut. No text, no locale. timing_revisions names the state of every
-- source it was computed from.
create table conform (
    org               uuid not null,
    cut_id            uuid not null,
    edit_revision     int not null,
    timing_revisions  jsonb not null,
    dropped           int not null,
    at                timestamptz not null default now(),
    constraint conform_key primary key (org, cut_id, edit_revision),
    constraint conform_cut foreign key (org, cut_id) references cut (org, id)
);

create table cut_cue (
    org            uuid not null,
    cut_id         uuid not null,
    edit_revision  int not null,
    cue_id         uuid not null,
    segment_id     uuid not null,
    begin_ms       int not null,
    end_ms         int not null,
    how            text not null constraint cut_cue_how_known check (how in ('whole', 'clipped', 'split')),
    constraint cut_cue_key primary key (org, cut_id, edit_revision, begin_ms, cue_id, segment_id),
    constraint cut_cue_conform foreign key (org, cut_id, edit_revision) references conform (org, cut_id, edit_revision),
    constraint cut_cue_cue foreign key (org, cue_id) references cue (org, id),
    constraint cut_cue_ordered check (begin_ms >= 0 and end_ms > begin_ms)
);
create index cut_cue_by_cue on cut_cue (org, cue_id);

-- What one cut does differently, in every language or in one track. `base` is what was derived when it was written (null:
-- nothing), `value` is null once it was taken back, and `revision` the cut's override_revision at its last change.
create table cut_override (
    org         uuid not null,
    cut_id      uuid not null,
    cue_id      uuid not null,
    segment_id  uuid not null,
    locale      text,
    field       text not null constraint cut_override_field_known check (field in ('text', 'begin_ms', 'end_ms', 'hidden')),
    base        jsonb,
    value       jsonb,
    revision    int not null,
    by          uuid not null,
    at          timestamptz not null default now(),
    id          uuid not null default uuidv7(),
    kind        text constraint cut_override_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    constraint cut_override_key primary key (org, id),
    constraint cut_override_once unique nulls not distinct (org, cut_id, cue_id, segment_id, locale, kind, field),
    constraint cut_override_cut foreign key (org, cut_id) references cut (org, id),
    constraint cut_override_cue foreign key (org, cue_id) references cue (org, id),
    constraint cut_override_of_all_or_one_track check (num_nonnulls(locale, kind) in (0, 2)),
    constraint cut_override_text_has_a_language check (field <> 'text' or locale is not null)
);
create index cut_override_by_cut on cut_override (org, cut_id, id);

create table cut_captions (                                -- what captions count of a cut
    org                uuid not null,
    brand_id           uuid not null,
    cut_id             uuid not null,
    override_revision  int not null default 0,
    constraint cut_captions_key primary key (org, cut_id),
    constraint cut_captions_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id)
);

-- How the captions of a cut stand to the rules of a locale, counted: found again whenever what they are made of, the
-- rules or the engine change. The findings themselves are measured when somebody asks.
create table caption_check (
    org           uuid not null,
    brand_id      uuid not null,
    cut_id        uuid not null,
    market        text not null,
    locale        text not null,
    kind          text not null constraint caption_check_kind_known
                  check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    pack          text not null,                           -- the rules and the date they are of
    engine        text not null,
    input_hash    bytea not null constraint caption_check_hash_length check (octet_length(input_hash) = 32),
    errors        int not null constraint caption_check_errors_counted check (errors >= 0),
    warnings      int not null constraint caption_check_warnings_counted check (warnings >= 0),
    at            timestamptz not null default now(),
    conflicts     int not null default 0 constraint caption_check_conflicts_counted check (conflicts >= 0),
    constraint caption_check_key primary key (org, cut_id, market, locale, kind),
    constraint caption_check_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id)
);

create table release (
    org                uuid not null,
    brand_id           uuid not null,
    id                 uuid not null default uuidv7(),
    cut_id             uuid not null,
    market             text not null constraint release_market_shape check (market ~ '^[A-Z]{2}$'),
    locale             text not null,
    kind               text not null constraint release_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    number             int not null constraint release_number_counted check (number > 0),
    edit_revision      int not null,
    override_revision  int not null default 0,
    facts_revision     int not null default 0,
    pack               text not null,
    engine             text not null,
    input_hash         bytea not null,
    document_sha256    bytea not null,
    done               int not null,
    total              int not null,
    approved_by        uuid,
    approved_at        timestamptz,
    withdrawn_at       timestamptz,
    created_at         timestamptz not null default now(),
    constraint release_key primary key (org, id),
    constraint release_in_brand unique (org, brand_id, id),
    constraint release_number_once unique (org, cut_id, market, locale, kind, number),
    constraint release_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint release_complete_or_draft check (approved_at is null or done = total)
);

create table release_input (
    org              uuid not null,
    release_id       uuid not null,
    track_id         uuid not null,
    track_revision   int not null,
    timing_revision  int not null,
    constraint release_input_once primary key (org, release_id, track_id),
    constraint release_input_release foreign key (org, release_id) references release (org, id),
    constraint release_input_track foreign key (org, track_id) references track (org, id)
);

create table file (
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    release_id  uuid not null,
    format      text not null constraint file_format_known check (format in ('vtt', 'srt')),
    sha256      bytea not null,
    size_bytes  int not null,
    file_key    bytea not null constraint file_key_length check (octet_length(file_key) = 16),
    created_at  timestamptz not null default now(),
    constraint file_key primary key (org, id),
    constraint file_format_once unique (org, release_id, format),
    constraint file_key_once unique (file_key),
    constraint file_release foreign key (org, brand_id, release_id) references release (org, brand_id, id),
    constraint file_asset foreign key (org, sha256) references asset (org, sha256)
);

create table rendition (
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    cut_id      uuid not null,
    release_id  uuid,                                      -- null: clean
    profile     text not null,
    sha256      bytea not null,
    created_at  timestamptz not null default now(),
    constraint rendition_key primary key (org, id),
    constraint rendition_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint rendition_release foreign key (org, brand_id, release_id) references release (org, brand_id, id),
    constraint rendition_asset foreign key (org, sha256) references asset (org, sha256)
);

-- Who does what until when, what a reviewer says when a locale goes back, and the address of a calendar -----------------

create table assignment (
    org           uuid not null,
    brand_id      uuid not null,
    id            uuid not null default uuidv7(),
    video_id      uuid not null,
    locale        text not null constraint assignment_locale_shape check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    role          text not null constraint assignment_role_known check (role in ('localize', 'review')),
    person_id     uuid not null,
    due_on        date,
    note          text not null default '' constraint assignment_note_length check (length(note) <= 2000),
    by            uuid not null,
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint assignment_key primary key (org, id),
    constraint assignment_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint assignment_person foreign key (org, person_id) references person (org, id)
);
create unique index assignment_once on assignment (org, video_id, locale, role) where withdrawn_at is null;
create index assignment_by_person on assignment (org, person_id) where withdrawn_at is null;

create table remark (                                      -- append-only; cue_id null: of the locale as a whole
    org         uuid not null,
    brand_id    uuid not null,
    id          uuid not null default uuidv7(),
    track_id    uuid not null,
    revision    int not null,                              -- of the track, as it was read
    cue_id      uuid,
    text        text not null constraint remark_length check (length(text) between 1 and 2000),
    by          uuid not null,
    created_at  timestamptz not null default now(),
    constraint remark_key primary key (org, id),
    constraint remark_track foreign key (org, brand_id, track_id) references track (org, brand_id, id),
    constraint remark_cue foreign key (org, cue_id) references cue (org, id)
);
create index remark_by_track on remark (org, track_id, id);

create table calendar_feed (
    org           uuid not null,
    person_id     uuid not null,
    token_sha256  bytea not null constraint calendar_feed_token_once unique,
    created_at    timestamptz not null default now(),
    ended_at      timestamptz,
    constraint calendar_feed_key primary key (org, token_sha256),
    constraint calendar_feed_person foreign key (org, person_id) references person (org, id)
);
create unique index calendar_feed_open_once on calendar_feed (org, person_id) where ended_at is null;

-- What waits for people, found without reading what does not.
create index track_waiting on track (org, brand_id)
    where submitted_revision = revision and approved_revision is distinct from revision and withdrawn_at is null;
create index release_waiting on release (org, id) where approved_at is null and withdrawn_at is null;
create index caption_check_failing on caption_check (org, brand_id) where errors > 0;
create index caption_check_contested on caption_check (org, brand_id) where conflicts > 0;

-- A mark with what it says, when it is, and by what it is perceived: the requirement's kind, what the rights are of, or
-- what AI made.
create view mark_state with (security_invoker) as
select m.org, m.brand_id, m.campaign_id, m.video_id, m.id, m.source_id, m.cut_id, m.in_frame, m.out_frame, m.kind,
       case m.kind
           when 'requirement' then jsonb_build_object('kind', m.kind, 'requirement_id', m.requirement_id)
           when 'rights' then jsonb_build_object('kind', m.kind, 'rights_id', m.rights_id)
           when 'text' then jsonb_build_object('kind', m.kind, 'text', m.text, 'role', m.role, 'box', m.box)
           else jsonb_build_object('kind', m.kind, 'made', m.made, 'tool', m.tool) end as what,
       coalesce(q.kind, w.what, m.made, m.kind) as sense,
       ((2000::bigint * m.in_frame * r.den + r.num) / (2 * r.num))::int as begin_ms,
       ((2000::bigint * m.out_frame * r.den + r.num) / (2 * r.num))::int as end_ms, m.by, m.at
from mark m
left join source s on s.org = m.org and s.id = m.source_id
left join cut c on c.org = m.org and c.id = m.cut_id
left join requirement q on q.org = m.org and q.id = m.requirement_id
left join rights_window w on w.org = m.org and w.id = m.rights_id
cross join lateral (select coalesce(s.fps_num, c.fps_num) as num, coalesce(s.fps_den, c.fps_den) as den) r
where m.withdrawn_at is null;

create table channel (
    org           uuid not null,
    brand_id      uuid not null,
    id            uuid not null default uuidv7(),
    platform      text not null constraint channel_platform_shape check (platform ~ '^[a-z][a-z0-9_]{0,39}$'),
    handle        text not null constraint channel_handle_filled check (length(handle) between 1 and 100),
    name          text not null constraint channel_name_filled check (length(name) between 1 and 200),
    zone          text not null,                           -- IANA name: the clock its posts are planned by
    market        text constraint channel_market_shape check (market ~ '^[A-Z]{2}$'),    -- null: posts for every market
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint channel_key primary key (org, id),
    constraint channel_in_brand unique (org, brand_id, id),
    constraint channel_brand foreign key (org, brand_id) references brand (org, id)
);
create unique index channel_once on channel (org, brand_id, platform, lower(handle)) where withdrawn_at is null;

create table post (
    org              uuid not null,
    brand_id         uuid not null,
    id               uuid not null default uuidv7(),
    campaign_id      uuid not null,
    cut_id           uuid not null,
    channel_id       uuid not null,
    market           text not null constraint post_market_shape check (market ~ '^[A-Z]{2}$'),
    slot             text not null constraint post_slot_shape check (slot ~ '^[a-z][a-z0-9_]{0,39}$'),
    media            text not null constraint post_media_known check (media in ('organic_social', 'paid_social')),
    local_at         timestamp,                            -- what the clock of the zone shows
    zone             text,
    fold             text constraint post_fold_known check (fold in ('first', 'second')),
    due_at           timestamptz,                          -- the same as an instant, by the rules of the day it was said
    status           text not null default 'planned' constraint post_status_known check (status in
                         ('planned', 'scheduled', 'live', 'unknown', 'taken_down', 'withdrawn')),
    url              text constraint post_url_shape check (url ~ '^https?://\S+$' and length(url) <= 2000),
    posted_at        timestamptz,
    film_sha256      bytea,                                -- the film that went out
    evidence_sha256  bytea,
    note             text not null default '' constraint post_note_length check (length(note) <= 2000),
    steps            int not null default 1,               -- the number of its last step
    revision         int not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    constraint post_key primary key (org, id),
    constraint post_in_brand unique (org, brand_id, id),
    constraint post_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint post_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint post_channel foreign key (org, brand_id, channel_id) references channel (org, brand_id, id),
    constraint post_evidence foreign key (org, evidence_sha256) references asset (org, sha256),
    constraint post_time_whole check (num_nonnulls(local_at, zone, due_at) in (0, 3)),
    constraint post_scheduled_when check (status <> 'scheduled' or due_at is not null),
    constraint post_live_since check (status not in ('live', 'taken_down') or posted_at is not null)
);
create unique index post_slot_once on post (org, channel_id, cut_id, market, slot) where status <> 'withdrawn';
create unique index post_url_once on post (org, brand_id, url) where status <> 'withdrawn';
create index post_by_campaign on post (org, campaign_id, id);
create index post_by_cut on post (org, cut_id) where status <> 'withdrawn';
create index post_due on post (org, due_at) where status = 'scheduled';
create index post_unknown on post (org, id) where status = 'unknown';

create table post_step (                                   -- append-only: what was done with a post, by whom
    org      uuid not null,
    post_id  uuid not null,
    number   int not null constraint post_step_counted check (number > 0),
    verb     text not null constraint post_step_verb_known check (verb in
                 ('planned', 'changed', 'scheduled', 'unscheduled', 'recorded', 'corrected', 'doubted', 'not_arrived',
                  'taken_down', 'captioned', 'withdrawn', 'overridden', 'override_ended')),
    note     text not null default '' constraint post_step_note_length check (length(note) <= 2000),
    by       uuid not null,
    at       timestamptz not null default now(),
    gate     text constraint post_step_gate_of_gates check (gate is null or verb in ('overridden', 'override_ended')),
    touched  text[] not null default '{}',                     -- words of its own, or locales of its captions
    media           text,                                      -- from here: how it stood afterwards
    local_at        timestamp,
    zone            text,
    fold            text,
    url             text,
    posted_at       timestamptz,
    evidence_sha256 bytea,
    constraint post_step_key primary key (org, post_id, number),
    constraint post_step_post foreign key (org, post_id) references post (org, id),
    constraint post_step_by foreign key (org, by) references person (org, id)
);

-- What a post says: of the campaign, of a platform, of a market, of a market on a platform, or of one post. Null: as
-- the wider level says.
create table post_copy (
    org          uuid not null,
    brand_id     uuid not null,
    campaign_id  uuid not null,
    platform     text constraint post_copy_platform_shape check (platform ~ '^[a-z][a-z0-9_]{0,39}$'),
    market       text constraint post_copy_market_shape check (market ~ '^[A-Z]{2}$'),
    post_id      uuid,
    text         text constraint post_copy_text_length check (length(text) <= 10000),
    title        text constraint post_copy_title_length check (length(title) <= 500),
    hashtags     text[] constraint post_copy_hashtags_few check (cardinality(hashtags) <= 100),
    cover_ms     int constraint post_copy_cover_counted check (cover_ms >= 0),
    disclosure   text[] constraint post_copy_disclosure_known check
                     (disclosure <@ array['third_party_paid', 'own_brand', 'synthetic']),
    revision     int not null default 1,
    by           uuid not null,
    at           timestamptz not null default now(),
    constraint post_copy_once unique nulls not distinct (org, campaign_id, platform, market, post_id),
    constraint post_copy_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint post_copy_post foreign key (org, brand_id, post_id) references post (org, brand_id, id),
    constraint post_copy_by foreign key (org, by) references person (org, id),
    constraint post_copy_of_one_level check (post_id is null or num_nonnulls(platform, market) = 0)
);
create index post_copy_of_post on post_copy (org, post_id) where post_id is not null;

-- Which captions went out with a post, and which took their place there since.
create table post_caption (
    org         uuid not null,
    post_id     uuid not null,
    locale      text not null,
    number      int not null constraint post_caption_counted check (number > 0),
    release_id  uuid not null,
    how         text not null constraint post_caption_how_known check (how in ('sidecar', 'burned', 'text')),
    head        boolean not null default true,
    by          uuid not null,
    at          timestamptz not null default now(),
    constraint post_caption_key primary key (org, post_id, locale, number),
    constraint post_caption_post foreign key (org, post_id) references post (org, id),
    constraint post_caption_release foreign key (org, release_id) references release (org, id),
    constraint post_caption_by foreign key (org, by) references person (org, id)
);
create unique index post_caption_head_once on post_caption (org, post_id, locale) where head;

-- Who let a gate be passed, and exactly what was closed then: another reason is not covered.
create table gate_override (
    org      uuid not null,
    id       uuid not null default uuidv7(),
    post_id  uuid not null,
    gate     text not null constraint gate_override_gate_known check (gate in
                 ('rights', 'brief', 'film', 'captions', 'checklist', 'disclosure', 'platform', 'duplicate')),
    reason   text not null constraint gate_override_reason_filled check (length(reason) between 1 and 2000),
    role     text not null,
    by       uuid not null,
    at       timestamptz not null default now(),
    head     boolean not null default true,
    reasons  bytea[] not null constraint gate_override_reasons_some check (cardinality(reasons) > 0),
    constraint gate_override_key primary key (org, id),
    constraint gate_override_post foreign key (org, post_id) references post (org, id),
    constraint gate_override_by foreign key (org, by) references person (org, id)
);
create unique index gate_override_head_once on gate_override (org, post_id, gate) where head;

-- What the clock alone made happen, told once: rights that end, posts that are overdue, takedowns that are wanted.
create table post_notice (
    org       uuid not null,
    brand_id  uuid not null,
    kind      text not null constraint post_notice_kind_known check (kind in
                  ('rights.ending', 'post.overdue', 'takedown.wanted')),
    subject   text not null,
    mark      text not null,
    at        timestamptz not null default now(),
    constraint post_notice_once primary key (org, kind, subject, mark),
    constraint post_notice_brand foreign key (org, brand_id) references brand (org, id)
);

create table post_feed (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    person_id     uuid not null,
    token_sha256  bytea not null constraint post_feed_token_once unique,
    created_at    timestamptz not null default now(),
    ended_at      timestamptz,
    constraint post_feed_key primary key (org, token_sha256),
    constraint post_feed_campaign foreign key (org, brand_id, campaign_id) references campaign (org, brand_id, id),
    constraint post_feed_person foreign key (org, person_id) references person (org, id)
);
create unique index post_feed_open_once on post_feed (org, campaign_id, person_id) where ended_at is null;

-- The film of a cut, and how it stands to the edit list in force. `held`: the releases of the cut wait for it.
create view film_state with (security_invoker) as
select f.org, c.brand_id, f.cut_id, f.number, f.sha256, a.size_bytes, a.media_type, f.container, f.video_codec, f.audio_codec,
       f.width_px, f.height_px, f.fps_num, f.fps_den, f.frames, f.duration_ms, f.faststart, f.created_at, c.edit_revision,
       f.changes + c.edit_revision as revision, coalesce(k.state, 'pending') as state,
       k.state is distinct from 'matching' and k.accepted_at is null as held, coalesce(k.reason, '') as reason,
       coalesce(k.pictures, 0) as pictures, coalesce(k.sounds, 0) as sounds, k.at as compared_at,
       k.accepted_by, k.accepted_at, k.accepted_reason,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'kind', n.kind, 'segment_id', n.segment_id, 'cut_frame', n.cut_frame, 'measured', n.measured,
                     'expected', n.expected, 'tolerance', n.tolerance, 'detail', n.detail) order by n.position)
                 from film_finding n
                 where n.org = f.org and n.cut_id = f.cut_id and n.number = f.number
                   and n.edit_revision = c.edit_revision), '[]') as findings
from film f
join cut c on c.org = f.org and c.id = f.cut_id
join asset a on a.org = f.org and a.sha256 = f.sha256
left join film_check k on k.org = f.org and k.cut_id = f.cut_id and k.number = f.number and k.edit_revision = c.edit_revision
where f.withdrawn_at is null and c.withdrawn_at is null;

-- The picture that stands for a cut: what it shows after a third of its time. (Cuts of one film begin and end alike.)
create view cut_still with (security_invoker) as
select c.org, c.brand_id, c.id as cut_id, o.sha256, g.frame
from cut c
cross join lateral (
    select g.source_id,
           least(g.in_frame + (c.frames / 3 - g.cut_in_frame)::bigint * g.speed_num / g.speed_den, g.out_frame - 1)::int as frame
    from segment g
    where g.org = c.org and g.cut_id = c.id and g.edit_revision = c.edit_revision and g.layer = 'picture'
      and g.cut_in_frame <= c.frames / 3
    order by g.position desc
    limit 1
) g
join source o on o.org = c.org and o.id = g.source_id
where c.withdrawn_at is null;

-- A source or a cut, as far as its captions are concerned. The time of a cut is rounded up to the millisecond.
create view home_state with (security_invoker) as
select s.org, s.brand_id, s.video_id, s.id, s.id as source_id, null::uuid as cut_id, s.duration_ms
from source s where s.withdrawn_at is null
union all
select c.org, c.brand_id, c.video_id, c.id, null, c.id,
       ceil(c.frames::numeric * c.fps_den * 1000 / c.fps_num)::int
from cut c where c.withdrawn_at is null;

-- A track with what is done on it. `total` counts the cues of its home; `done` those with a text that is not stale.
-- (`limit 1` keeps PostgreSQL from reading a whole track for each cue: it takes (org, track) for as rare as a cue.)
create view track_state with (security_invoker) as
select t.org, t.brand_id, t.id, t.source_id, t.locale, t.kind, t.is_source,
       case when t.approved_revision = t.revision then 'approved'
            when t.submitted_revision = t.revision then 'in_review' else 'draft' end as status,
       n.done, n.stale, n.total, t.approved_by, t.approved_at, t.revision, t.created_at, t.cut_id, t.home_id
from track t
join track o on o.org = t.org and o.home_id = t.home_id and o.is_source
cross join lateral (
    select count(*)::int as total,
           (count(h.cue_id) filter (where t.is_source or h.source_hash = s.text_hash))::int as done,
           (count(h.cue_id) filter (where not t.is_source and h.source_hash is distinct from s.text_hash))::int as stale
    from cue_text s
    left join lateral (
        select x.cue_id, x.source_hash from cue_text x
        where x.org = t.org and x.track_id = t.id and x.cue_id = s.cue_id and x.head limit 1) h on true
    where s.org = t.org and s.track_id = o.id and s.head) n
where t.withdrawn_at is null;

-- A cue in a track: its time, the source text, the text here, and what the source said when that was written.
create view cue_state with (security_invoker) as
select t.org, t.brand_id, s.cue_id as id, t.id as track_id, m.begin_ms, m.end_ms, c.stream, s.text as source_text, h.text,
       case when h.cue_id is null then 'missing'
            when not t.is_source and h.source_hash is distinct from s.text_hash then 'stale' else 'draft' end as status,
       case when h.source_hash is distinct from s.text_hash then (
           select old.text from cue_text old
           where old.org = t.org and old.track_id = o.id and old.cue_id = s.cue_id and old.text_hash = h.source_hash
           order by old.revision desc limit 1) end as translated_from,
       h.origin, h.at as written_at, coalesce(h.revision, 0) as revision
from track t
join track o on o.org = t.org and o.home_id = t.home_id and o.is_source
join cue_text s on s.org = t.org and s.track_id = o.id and s.head
join cue c on c.org = t.org and c.id = s.cue_id
join cue_timing m on m.org = t.org and m.cue_id = s.cue_id and m.head
left join lateral (
    select * from cue_text x
    where x.org = t.org and x.track_id = t.id and x.cue_id = s.cue_id and x.head limit 1) h on true
where t.withdrawn_at is null;

-- A place that captions are made for: a video of a campaign in a locale of a market, with the tracks of its texts.
create view place_state with (security_invoker) as
select p.org, p.brand_id, p.id as campaign_id, v.id as video_id, m.market, m.position, l.locale, l.place,
       o.id as origin_id, o.revision as origin_revision, t.id as track_id,
       coalesce(t.kind, case when o.locale = l.locale then o.kind else 'subtitles' end) as kind,
       coalesce(t.is_source, false) as is_source, coalesce(t.submitted_revision = t.revision, false) as submitted,
       coalesce(t.approved_revision = t.revision, false) as text_approved
from campaign p
join video v on v.org = p.org and v.campaign_id = p.id and v.withdrawn_at is null
join campaign_market m on m.org = p.org and m.campaign_id = p.id
cross join lateral unnest(m.locales) with ordinality as l (locale, place)
left join source z on z.org = p.org and z.video_id = v.id and z.role = 'master' and z.withdrawn_at is null
left join track o on o.org = p.org and o.home_id = z.id and o.is_source
left join lateral (
    select * from track x where x.org = p.org and x.home_id = z.id and x.locale = l.locale
    order by x.kind limit 1) t on true
where p.withdrawn_at is null;

-- What somebody was given, and how far it is. Of the texts that a locale of a video needs (its cues in every source and
-- cut that has any) `done` hold; `submitted` and `approved` say it of every track; `waiting` are those to be reviewed.
create view assignment_state with (security_invoker) as
select a.org, a.brand_id, a.id, v.campaign_id, p.name as campaign, a.video_id, v.title as video, a.locale, a.role,
       a.person_id, w.name as person, a.due_on, a.note, a.by, a.revision, a.created_at, a.updated_at,
       n.done, n.stale, n.total, n.submitted, n.approved, n.waiting,
       case a.role when 'localize' then n.total > 0 and n.done = n.total and n.submitted else n.approved end as is_done
from assignment a
join video v on v.org = a.org and v.id = a.video_id and v.withdrawn_at is null
join campaign p on p.org = a.org and p.id = v.campaign_id and p.withdrawn_at is null
join person w on w.org = a.org and w.id = a.person_id
cross join lateral (
    select coalesce(sum(o.total), 0)::int as total, coalesce(sum(t.done), 0)::int as done,
           coalesce(sum(t.stale), 0)::int as stale,
           coalesce(bool_and(coalesce(t.status, 'draft') <> 'draft'), false) as submitted,
           coalesce(bool_and(coalesce(t.status, 'draft') = 'approved'), false) as approved,
           coalesce(array_agg(t.id) filter (where t.status = 'in_review'), '{}') as waiting
    from home_state h
    join track_state o on o.org = a.org and o.home_id = h.id and o.is_source
    left join track_state t on t.org = a.org and t.home_id = h.id and t.locale = a.locale
    where h.org = a.org and h.video_id = a.video_id and (
        t.id is not null
        or exists (select from source s where s.org = a.org and s.id = h.id and s.role = 'master')
        or exists (
            select from cut c
            join campaign_market m on m.org = a.org and m.campaign_id = v.campaign_id
                and (c.market is null or c.market = m.market) and a.locale = any(m.locales)
            where c.org = a.org and c.video_id = a.video_id and c.withdrawn_at is null and (c.id = h.id or exists (
                select from segment g
                where g.org = a.org and g.cut_id = c.id and g.edit_revision = c.edit_revision and g.source_id = h.id)))
        )) n
where a.withdrawn_at is null;

-- A file's public name, which says what is in it.
create function file_url(file_key bytea, cut_code text, locale text, format text) returns text language sql immutable
    return '/f/' || encode(file_key, 'hex') || '/' || regexp_replace(lower(cut_code), '[^a-z0-9]+', '-', 'g')
        || '.' || locale || '.' || format;

create view file_state with (security_invoker) as
select f.org, f.brand_id, f.id, f.release_id, f.format, f.sha256, f.size_bytes, f.file_key,
       file_url(f.file_key, c.code, r.locale, f.format) as url
from file f
join release r on r.org = f.org and r.id = f.release_id
join cut c on c.org = r.org and c.id = r.cut_id;

-- A release with its files.
create view release_state with (security_invoker) as
select r.org, r.brand_id, r.id, r.cut_id, r.market, r.locale, r.kind, r.number,
       case when r.withdrawn_at is not null then 'withdrawn' when r.approved_at is not null then 'approved'
            else 'in_review' end as status,
       r.done, r.total,
       coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'format', f.format, 'sha256', encode(f.sha256, 'hex'),
                                                     'size_bytes', f.size_bytes,
                                                     'url', file_url(f.file_key, c.code, r.locale, f.format))
                                  order by f.format desc)
                 from file f where f.org = r.org and f.release_id = r.id), '[]') as files,
       r.approved_by, r.approved_at, r.withdrawn_at, r.created_at
from release r
join cut c on c.org = r.org and c.id = r.cut_id;

-- A post with its channel, the name of its cut, and who did what with it last.
create view post_state with (security_invoker) as
select p.org, p.brand_id, p.id, p.campaign_id, p.cut_id, c.code as cut, c.video_id, p.channel_id, h.platform, h.handle,
       p.market, p.slot, p.media, p.status, to_char(p.local_at, 'YYYY-MM-DD"T"HH24:MI') as local_at, p.zone, p.fold,
       p.due_at, p.url, p.posted_at, encode(p.film_sha256, 'hex') as film_sha256,
       encode(p.evidence_sha256, 'hex') as evidence_sha256, p.note,
       jsonb_build_object('number', s.number, 'verb', s.verb, 'note', s.note, 'by', s.by, 'name', w.name, 'at', s.at) as last,
       p.revision, p.created_at, p.updated_at
from post p
join cut c on c.org = p.org and c.id = p.cut_id
join channel h on h.org = p.org and h.id = p.channel_id
join post_step s on s.org = p.org and s.post_id = p.id and s.number = p.steps
join person w on w.org = p.org and w.id = s.by;

-- An idempotency key is locked before its answer is looked for: a volatile function looks anew at each statement, where
-- one statement would look before it has the lock and miss a twin that has just committed. Row-level security holds
-- inside it, and the setting `app.org` says whose keys these are.
create function recalled(in_actor uuid, in_key text)
    returns table (free boolean, request_sha256 bytea, status int, headers jsonb, body bytea)
    language plpgsql volatile set search_path = public, pg_temp as $$
declare mine uuid := current_setting('app.org')::uuid;
begin
    free := pg_try_advisory_xact_lock(hashtextextended(mine::text || in_actor::text || in_key, 0));
    select i.request_sha256, i.status, i.headers, i.body into request_sha256, status, headers, body
    from idempotency i where i.org = mine and i.actor = in_actor and i.key = in_key;
    return next;
end $$;

-- Every server process hears, when the change commits, of which cut or campaign it must look at the files again.
create function tell_of_release() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform pg_notify('cutdown_delivery', new.cut_id::text);
    return null;
end $$;
create trigger release_told after insert or update of approved_at, withdrawn_at on release
    for each row execute function tell_of_release();

create function tell_of_market() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform pg_notify('cutdown_delivery', coalesce(new.campaign_id, old.campaign_id)::text);
    return null;
end $$;
create trigger campaign_market_told after insert or delete or update on campaign_market
    for each row execute function tell_of_market();

-- Accessibility: what was measured of bytes, and what people answered to the items of checklists; neither is ever changed

create table measurement (
    org           uuid not null,
    sha256        bytea not null,                          -- of the bytes that were measured
    tool          text not null constraint measurement_tool_named check (length(tool) between 1 and 60),
    tool_version  text not null,
    profile       text not null,                           -- by which rules; '' where there is nothing to choose
    value         jsonb not null,
    at            timestamptz not null default now(),
    constraint measurement_once primary key (org, sha256, tool, tool_version, profile),
    constraint measurement_asset foreign key (org, sha256) references asset (org, sha256)
);

create table answer (                                      -- append-only
    org             uuid not null,
    brand_id        uuid not null,
    id              uuid not null default uuidv7(),
    cut_id          uuid not null,
    market          text not null constraint answer_market_shape check (market ~ '^[A-Z]{2}$'),
    item            text not null constraint answer_item_named check (length(item) between 1 and 20),
    number          int not null constraint answer_number_counted check (number > 0),
    status          text not null constraint answer_status_known
                    check (status in ('signed', 'waived', 'not_applicable', 'taken_back')),
    sentence        text not null constraint answer_sentence_length check (length(sentence) <= 2000),
    role            text not null,                         -- in which they answered
    subject         text not null constraint answer_subject_known check (subject in ('cut', 'rendition', 'release')),
    subject_sha256  bytea constraint answer_subject_hash_length check (octet_length(subject_sha256) = 32),   -- null: no film
    inputs          jsonb not null,                        -- what the subject was made of, so that a change can be named
    item_hash       bytea not null constraint answer_item_hash_length check (octet_length(item_hash) = 32),
    by              uuid not null,
    at              timestamptz not null default now(),
    constraint answer_key primary key (org, id),
    constraint answer_number_once unique (org, cut_id, market, item, number),
    constraint answer_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint answer_by foreign key (org, by) references person (org, id),
    constraint answer_reason_given check (status not in ('waived', 'not_applicable') or sentence <> ''),
    constraint answer_signed_for_something check (status <> 'signed' or subject_sha256 is not null)
);

-- Doors: what runs as the owner and looks across organizations --------------------------------------------------------

-- The grants of a person as the service reads them.
create function door.grants_of(in_org uuid, in_person uuid) returns jsonb
    language sql stable security definer set search_path = public, pg_temp
    return (select coalesce(jsonb_agg(jsonb_build_object('role', role, 'brand', brand_id, 'market', market)
                                      order by granted_at, id), '[]')
            from role_grant where org = in_org and person_id = in_person);

-- Sign-in: the organization is not known before the account is found.
create function door.account_by_email(in_email text)
    returns table (org uuid, id uuid, name text, password_hash text)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select person.org, person.id, person.name, person.password_hash from person
            where lower(email) = lower(in_email) and withdrawn_at is null;
    end;

-- A session cookie: only the hash of its token names the organization.
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

-- A guest's link: only the hash of its token names the organization. Also of one that has ended, so that its page can say
-- who to ask.
create function door.guest_link_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, brand_id uuid, campaign_id uuid, label text, campaign text, brand text,
                   organization text, maker text, works boolean)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select l.org, l.id, l.brand_id, l.campaign_id, l.label, c.name, b.name, o.name, p.name,
               l.revoked_at is null and (l.expires_at is null or l.expires_at > now())
                   and c.withdrawn_at is null and b.withdrawn_at is null
            from guest_link l
            join organization o on o.id = l.org
            join campaign c on c.org = l.org and c.id = l.campaign_id
            join brand b on b.org = l.org and b.id = l.brand_id
            join person p on p.org = l.org and p.id = l.made_by
            where l.token_sha256 = in_sha256;
    end;

-- A calendar's address: only the hash of its token names the organization.
create function door.calendar_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, name text, grants jsonb)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select f.org, f.person_id, p.name, door.grants_of(f.org, f.person_id)
            from calendar_feed f join person p on p.org = f.org and p.id = f.person_id
            where f.token_sha256 = in_sha256 and f.ended_at is null and p.withdrawn_at is null;
    end;

-- An API key: only the hash of its secret names the organization.
create function door.key_by_secret(in_sha256 bytea)
    returns table (org uuid, id uuid, person_id uuid, name text, mode text, scopes text[], brands uuid[], markets text[],
                   expires_at timestamptz, grants jsonb)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select k.org, k.id, k.person_id, k.name, k.mode, k.scopes, k.brands, k.markets, k.expires_at,
                   door.grants_of(k.org, k.person_id)
            from api_key k join person p on p.org = k.org and p.id = k.person_id
            where k.secret_sha256 = in_sha256 and k.revoked_at is null
              and (k.expires_at is null or k.expires_at > now()) and p.withdrawn_at is null;
    end;

-- Start-up: is there anything yet? The demo is loaded into an empty database only.
create function door.any_organization() returns boolean
    language sql stable security definer set search_path = public, pg_temp
    return exists (select from organization);

-- The dispatcher serves all organizations in commit order; it runs in the worker, as the app role.
create function door.outbox_after(in_xid xid8, in_id uuid, in_limit int)
    returns table (org uuid, id uuid, xid xid8, type text, brand_id uuid, subject text, actor uuid, data jsonb, at timestamptz)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select o.org, o.id, o.xid, o.type, o.brand_id, o.subject, o.actor, o.data, o.at from outbox o
            where (o.xid, o.id) > (in_xid, in_id) and o.xid < pg_snapshot_xmin(pg_current_snapshot())
            order by o.xid, o.id limit in_limit;
    end;

-- The worker's hourly round goes over all organizations: what expired, what still has parts, what can be forgotten.
create function door.uploads_to_tidy(in_forget interval, in_limit int) returns table (org uuid, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select u.org, u.id from upload u
            where (u.state = 'receiving' and u.expires_at <= now())
               or (u.state in ('composed', 'terminated', 'expired')
                   and (not u.cleared or u.changed_at < now() - in_forget))
            order by u.changed_at limit in_limit;
    end;

-- The worker's hourly round goes over all organizations: which cuts were checked by other rules than those of now.
create function door.outdated_checks(in_locales text[], in_packs text[], in_engine text, in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select distinct k.org, k.cut_id from caption_check k
            left join unnest(in_locales, in_packs) as now (locale, pack) on now.locale = k.locale
            where k.engine <> in_engine or k.pack <> coalesce(now.pack, k.pack)
            limit in_limit;
    end;

-- The worker's round goes over all organizations: the films of which nothing was made yet, or whose worker ended without
-- a word; and the cuts whose poster nobody made.
create function door.films_without_pictures(in_idle interval, in_limit int)
    returns table (org uuid, sha256 bytea)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select f.org, f.sha256 from (
            select s.org, s.sha256 from source s where s.withdrawn_at is null
            union
            select f.org, f.sha256 from film f where f.withdrawn_at is null
        ) f
        where not exists (select from pictures p where p.org = f.org and p.sha256 = f.sha256
                            and (p.state <> 'making' or p.at > now() - in_idle))
        limit in_limit;
    end;
create function door.cuts_without_poster(in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select o.org, o.cut_id from cut_still o
        where not exists (select from picture p where p.org = o.org and p.sha256 = o.sha256
                            and p.part = 'poster' and p.frame = o.frame)
        limit in_limit;
    end;
-- The sources whose shots nobody looked for: they came before anybody did.
create function door.sources_without_shots(in_limit int)
    returns table (org uuid, source_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select s.org, s.id from source s
        where s.withdrawn_at is null
          and not exists (select from source_shots h where h.org = s.org and h.source_id = s.id)
        limit in_limit;
    end;

-- The worker's hourly round goes over all organizations: the cuts with released captions that nobody measured by the rules
-- of now, and those whose film's sound nobody measured.
create function door.cuts_without_measurement(
        in_locales text[], in_packs text[], in_tool text, in_version text, in_sound text, in_sound_version text, in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select r.org, r.cut_id from release r
            join file f on f.org = r.org and f.release_id = r.id and f.format = 'vtt'
            join unnest(in_locales, in_packs) as now (locale, pack) on now.locale = r.locale
            where r.approved_at is not null and r.withdrawn_at is null
              and not exists (select from release n
                              where n.org = r.org and n.cut_id = r.cut_id and n.market = r.market and n.locale = r.locale
                                and n.kind = r.kind and n.number > r.number and n.approved_at is not null)
              and not exists (select from measurement m
                              where m.org = r.org and m.sha256 = f.sha256 and m.tool = in_tool
                                and m.tool_version = in_version and starts_with(m.profile, now.pack || ' '))
        union
        select c.org, c.id from cut c
            join film f on f.org = c.org and f.cut_id = c.id and f.withdrawn_at is null
            where c.withdrawn_at is null
              and not exists (select from measurement m
                              where m.org = c.org and m.sha256 = f.sha256 and m.tool = in_sound
                                and m.tool_version = in_sound_version)
        limit in_limit;
    end;

-- A calendar's address: only the hash of its token names the organization.
create function door.post_feed_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, name text, grants jsonb, campaign_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select f.org, f.person_id, p.name, door.grants_of(f.org, f.person_id), f.campaign_id
            from post_feed f join person p on p.org = f.org and p.id = f.person_id
            where f.token_sha256 = in_sha256 and f.ended_at is null and p.withdrawn_at is null;
    end;

-- The campaigns in which the clock can change something: posts that wait or are live.
create function door.campaigns_on_the_clock() returns table (org uuid, campaign_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select distinct p.org, p.campaign_id from post p where p.status in ('planned', 'scheduled', 'live');
    end;

-- An invitation's link: only the hash of its token names the organization.
create function door.invitation_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, email text, name text, organization text)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select i.org, i.id, i.email, i.name, o.name
            from invitation i join organization o on o.id = i.org
            join person p on p.org = i.org and p.id = i.invited_by
            where i.token_sha256 = in_sha256 and i.accepted_at is null and i.revoked_at is null
              and i.expires_at > now() and p.withdrawn_at is null;
    end;

-- A reset link: only the hash of its token names the organization.
create function door.reset_link_by_token(in_sha256 bytea)
    returns table (org uuid, id uuid, person_id uuid, email text, name text)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select r.org, r.id, r.person_id, p.email, p.name
            from reset_link r join person p on p.org = r.org and p.id = r.person_id
            where r.token_sha256 = in_sha256 and r.ended_at is null and r.expires_at > now() and p.withdrawn_at is null;
    end;

-- Housekeeping, of all organizations at once and at most so many rows: what was remembered long enough.
create function door.forget_answers(in_before timestamptz, in_most int) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        with old as (
            select org, actor, key from idempotency where at < in_before order by at limit in_most for update skip locked),
        gone as (
            delete from idempotency i using old
                where i.org = old.org and i.actor = old.actor and i.key = old.key returning 1)
        select count(*) from gone;
    end;

create function door.forget_sessions(in_before timestamptz, in_most int) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        with old as (
            select org, id from session where least(ended_at, expires_at) < in_before
                order by least(ended_at, expires_at) limit in_most for update skip locked),
        gone as (delete from session s using old where s.org = old.org and s.id = old.id returning 1)
        select count(*) from gone;
    end;

create function door.forget_invitations(in_before timestamptz, in_most int) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        with old as (
            select org, id from invitation where least(accepted_at, revoked_at, expires_at) < in_before
                limit in_most for update skip locked),
        gone as (delete from invitation i using old where i.org = old.org and i.id = old.id returning 1)
        select count(*) from gone;
    end;

create function door.forget_reset_links(in_before timestamptz, in_most int) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        with old as (
            select org, id from reset_link where least(ended_at, expires_at) < in_before
                limit in_most for update skip locked),
        gone as (delete from reset_link r using old where r.org = old.org and r.id = old.id returning 1)
        select count(*) from gone;
    end;

-- Whether a cut's files for a market are for everybody: the campaign says so of that market, and nothing above the file
-- was withdrawn.
create function door.is_public(in_org uuid, in_cut uuid, in_market text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    return exists (
        select from cut c
        join video v on v.org = c.org and v.id = c.video_id and v.withdrawn_at is null
        join campaign p on p.org = c.org and p.id = v.campaign_id and p.withdrawn_at is null
        join campaign_market m on m.org = c.org and m.campaign_id = p.id and m.market = in_market and m.public_delivery
        where c.org = in_org and c.id = in_cut and c.withdrawn_at is null);

-- Somebody without a key asks for a file: only its key names the organization, and only if the file is for everybody.
create function door.public_file(in_file_key bytea) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select f.org from file f
            join release r on r.org = f.org and r.id = f.release_id and r.approved_at is not null
            where f.file_key = in_file_key and door.is_public(r.org, r.cut_id, r.market));

-- The same for the latest captions of a cut: only the cut names the organization.
create function door.public_cut(in_cut uuid, in_market text) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select c.org from cut c where c.id = in_cut and door.is_public(c.org, c.id, in_market));

-- The wall between organizations, and what the app role may do --------------------------------------------------------
-- A row is there for the app role only while the setting `app.org` names its organization; service/db/pool.py sets it.

do $$
declare t text;
begin
    foreach t in array array[
        'person', 'brand', 'role_grant', 'session', 'api_key', 'invitation', 'invitation_grant', 'reset_link',
        'idempotency', 'asset', 'upload', 'upload_part', 'outbox', 'job_result',
        'campaign', 'campaign_market', 'market_link', 'archetype', 'archetype_version', 'story', 'beat', 'shot', 'series', 'episode',
        'brief', 'market_fact', 'brief_text', 'requirement', 'claim', 'brief_link', 'rights_window', 'fact_confirmation',
        'guest_link', 'brief_decision',
        'video', 'source', 'cut', 'segment', 'shot_placement', 'mark', 'film', 'film_check', 'film_finding',
        'source_shots', 'pictures', 'picture', 'cut_comment', 'cut_decision',
        'cue', 'cue_timing', 'track', 'cue_text', 'fact_use', 'conform', 'cut_cue', 'cut_override', 'cut_captions',
        'caption_check', 'release', 'release_input', 'file', 'rendition', 'assignment', 'remark', 'calendar_feed',
        'measurement', 'answer', 'rule_confirmation',
        'channel', 'post', 'post_step', 'post_copy', 'post_caption', 'gate_override', 'post_notice', 'post_feed'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
alter table organization enable row level security;
create policy own on organization to cutdown_app
    using (id = nullif(current_setting('app.org', true), '')::uuid)
    with check (id = nullif(current_setting('app.org', true), '')::uuid);

grant select on migration, post_state, home_state, track_state, cue_state, place_state, file_state, release_state, film_state,
    cut_still, assignment_state, mark_state to cutdown_app;
grant select, insert, update on organization, outbox_cursor to cutdown_app;
grant update on upload, person, brand, role_grant, session, api_key, idempotency, campaign, campaign_market, archetype,
    story, beat, shot, series, episode, video, source, cut, brief, track, release, conform, cut_override,
    cut_captions to cutdown_app;
grant update (result) on job_result to cutdown_app;
grant update (head) on cue_timing, cue_text, market_fact, brief_text to cutdown_app; -- history is never rewritten
grant update (withdrawn_at) on mark to cutdown_app;
grant update (resolved_by, resolved_at, revision) on cut_comment to cutdown_app;
grant update (changes, withdrawn_at) on film to cutdown_app;
grant update (accepted_by, accepted_at, accepted_reason) on film_check to cutdown_app;
grant update (pack, engine, input_hash, errors, warnings, at, conflicts) on caption_check to cutdown_app;
grant update (state, progress, reason, at) on pictures to cutdown_app;
grant update (made, reason, facts, at) on picture to cutdown_app;
grant update (accepted_at, revoked_at) on invitation to cutdown_app;
grant update (ended_at) on reset_link to cutdown_app;
grant update (last_opened_at, revoked_at) on market_link to cutdown_app;
grant update on requirement, claim, brief_link, rights_window to cutdown_app;
grant update (last_opened_at, revoked_at) on guest_link to cutdown_app;
grant update (person_id, due_on, note, revision, updated_at, withdrawn_at) on assignment to cutdown_app;
grant update (ended_at) on calendar_feed to cutdown_app;
grant update (handle, name, zone, market, revision, updated_at, withdrawn_at) on channel to cutdown_app;
grant update (media, local_at, zone, fold, due_at, status, url, posted_at, film_sha256, evidence_sha256, note, steps, revision,
              updated_at) on post to cutdown_app;
grant update (text, title, hashtags, cover_ms, disclosure, revision, by, at) on post_copy to cutdown_app;
grant update (ended_at) on post_feed to cutdown_app;
grant update (head) on post_caption, gate_override to cutdown_app;   -- history is never rewritten
grant update (withdrawn_by, withdrawn_at) on rule_confirmation to cutdown_app;
grant delete on role_grant to cutdown_app;
grant delete on upload, upload_part to cutdown_app;      -- what arrived is composed into an asset, or was given up
grant delete on campaign_market, beat, shot, episode, shot_placement to cutdown_app;   -- replaced with their parent's revision
grant delete on cut_cue, fact_use to cutdown_app;                                      -- derived rows

-- Jobs: the tables of pgqueuer 1.6 as the library itself writes them --------------------------------------------------
-- Outside row-level security: a worker serves all organizations, and each job names its own in `headers`. Only the
-- notification channel is ours. tests/jobs compares this with what the installed library wants.

CREATE SCHEMA jobs;

CREATE TYPE jobs.pgqueuer_status AS ENUM ('queued', 'picked', 'successful', 'exception', 'canceled', 'deleted', 'failed');

CREATE TABLE jobs.pgqueuer (
    id bigserial NOT NULL PRIMARY KEY,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    execute_after timestamp with time zone NOT NULL DEFAULT now(),
    status jobs.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer NOT NULL DEFAULT 0,
    slot bigint
);

CREATE TABLE jobs.pgqueuer_log (
    id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT now(),
    job_id bigint NOT NULL,
    status jobs.pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);

CREATE TABLE jobs.pgqueuer_schedules (
    id bigserial NOT NULL PRIMARY KEY,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    next_run timestamp with time zone NOT NULL DEFAULT now(),
    last_run timestamp with time zone,
    status jobs.pgqueuer_status DEFAULT 'queued'::jobs.pgqueuer_status,
    UNIQUE (expression, entrypoint)
);

CREATE TABLE jobs.pgqueuer_statistics (
    id bigserial NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT date_trunc('sec'::text, now()),
    count bigint NOT NULL,
    priority integer NOT NULL,
    status jobs.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);

CREATE INDEX pgqueuer_ep_ea_idx ON jobs.pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::jobs.pgqueuer_status);

CREATE INDEX pgqueuer_ep_prio_id_idx ON jobs.pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::jobs.pgqueuer_status);

CREATE INDEX pgqueuer_log_created ON jobs.pgqueuer_log USING btree (created);

CREATE INDEX pgqueuer_log_job_id_status ON jobs.pgqueuer_log USING btree (job_id, created DESC);

CREATE INDEX pgqueuer_log_not_aggregated ON jobs.pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);

CREATE INDEX pgqueuer_log_status ON jobs.pgqueuer_log USING btree (status);

CREATE INDEX pgqueuer_picked_heartbeat_idx ON jobs.pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::jobs.pgqueuer_status);

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON jobs.pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::jobs.pgqueuer_status) AND (slot IS NOT NULL));

CREATE INDEX pgqueuer_priority_id_id1_idx ON jobs.pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::jobs.pgqueuer_status);

CREATE INDEX pgqueuer_queue_manager_id_idx ON jobs.pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON jobs.pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON jobs.pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::jobs.pgqueuer_status, 'picked'::jobs.pgqueuer_status])) AND (dedupe_key IS NOT NULL));

CREATE INDEX pgqueuer_updated_id_id1_idx ON jobs.pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::jobs.pgqueuer_status);

CREATE FUNCTION jobs.fn_pgqueuer_changed() RETURNS TRIGGER AS $$
DECLARE
    to_emit BOOLEAN := false;  -- Flag to decide whether to emit a notification
BEGIN
    -- Check operation type and set the emit flag accordingly
    IF TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW THEN
        to_emit := true;
    ELSIF TG_OP = 'DELETE' THEN
        to_emit := true;
    ELSIF TG_OP = 'INSERT' THEN
        to_emit := true;
    ELSIF TG_OP = 'TRUNCATE' THEN
        to_emit := true;
    END IF;

    -- Perform notification if the emit flag is set
    IF to_emit THEN
        PERFORM pg_notify(
            'cutdown_jobs',
            json_build_object(
                'channel', 'cutdown_jobs',
                'operation', lower(TG_OP),
                'sent_at', NOW(),
                'table', TG_TABLE_NAME,
                'type', 'table_changed_event'
            )::text
        );
    END IF;

    -- Return appropriate value based on the operation
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSE
        RETURN NULL; -- For TRUNCATE and other non-row-specific contexts
    END IF;

END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER tg_pgqueuer_changed
AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON jobs.pgqueuer
EXECUTE FUNCTION jobs.fn_pgqueuer_changed();

-- Rows are updated in place at every pick, beat and retry, and deleted when done: keep room on the page, vacuum early.
ALTER TABLE jobs.pgqueuer SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

GRANT USAGE ON SCHEMA jobs TO cutdown_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.pgqueuer, jobs.pgqueuer_log, jobs.pgqueuer_schedules, jobs.pgqueuer_statistics
    TO cutdown_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA jobs TO cutdown_app;
