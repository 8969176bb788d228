-- Gates: an override names each thing that it lets pass. What the clock alone changes, for the whole installation. The
-- calendar of a campaign's posts at a secret address.

alter table gate_override drop column closed;
alter table gate_override add column reasons bytea[] not null
    constraint gate_override_reasons_some check (cardinality(reasons) > 0);

alter table post_step drop constraint post_step_verb_known;
alter table post_step add constraint post_step_verb_known check (verb in
    ('planned', 'changed', 'scheduled', 'unscheduled', 'recorded', 'corrected', 'doubted', 'not_arrived', 'taken_down',
     'captioned', 'withdrawn', 'overridden', 'override_ended'));

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

alter table post_feed enable row level security;
create policy own on post_feed to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on post_feed to cutdown_app;
grant update (ended_at) on post_feed to cutdown_app;

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
