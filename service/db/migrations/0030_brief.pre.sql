-- The brief itself: its words, what the films must show and say, what it claims and on what grounds, where it sends people,
-- and the windows in which what it uses may be used. Who confirmed which fact, and the client's word, given without an
-- account.

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

do $$
declare t text;
begin
    foreach t in array array['brief_text', 'requirement', 'claim', 'brief_link', 'rights_window', 'fact_confirmation',
                             'guest_link', 'brief_decision'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (head) on brief_text to cutdown_app;                                   -- history is never rewritten
grant update on requirement, claim, brief_link, rights_window to cutdown_app;
grant update (last_opened_at, revoked_at) on guest_link to cutdown_app;

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
