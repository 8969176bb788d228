-- Posts: channels, the plan of who posts what where and when, its words, what was done with each post, which captions
-- are live where, and who let a gate be passed. One living post per channel, cut, market and slot.

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

create table post_step (                                   -- append-only: what was done with a post, by whom
    org      uuid not null,
    post_id  uuid not null,
    number   int not null constraint post_step_counted check (number > 0),
    verb     text not null constraint post_step_verb_known check (verb in
                 ('planned', 'changed', 'scheduled', 'unscheduled', 'recorded', 'corrected', 'doubted', 'not_arrived',
                  'taken_down', 'captioned', 'withdrawn')),
    note     text not null default '' constraint post_step_note_length check (length(note) <= 2000),
    by       uuid not null,
    at       timestamptz not null default now(),
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
    closed   bytea not null constraint gate_override_hash_length check (octet_length(closed) = 32),
    reason   text not null constraint gate_override_reason_filled check (length(reason) between 1 and 2000),
    role     text not null,
    by       uuid not null,
    at       timestamptz not null default now(),
    head     boolean not null default true,
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

do $$
declare t text;
begin
    foreach t in array array['channel', 'post', 'post_step', 'post_copy', 'post_caption', 'gate_override', 'post_notice'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (handle, name, zone, market, revision, updated_at, withdrawn_at) on channel to cutdown_app;
grant update (media, local_at, zone, fold, due_at, status, url, posted_at, film_sha256, evidence_sha256, note, steps, revision,
              updated_at) on post to cutdown_app;
grant update (text, title, hashtags, cover_ms, disclosure, revision, by, at) on post_copy to cutdown_app;
grant update (head) on post_caption, gate_override to cutdown_app;   -- history is never rewritten

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

grant select on post_state to cutdown_app;
