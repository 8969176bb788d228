-- People: links that let somebody in (invitations, password resets), and where each change of the log came from.

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
                       ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'viewer')),
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

-- The outbox is the log of who did what as well. Nothing prunes it, and the app role only adds to it.
alter table outbox
    add column key_id      uuid,                            -- the key that the actor, its maker, acted with
    add column request_id  text,
    add column address     text;
create index outbox_by_actor on outbox (org, actor, id);
create index outbox_by_subject on outbox (org, subject, id);

create index session_by_end on session (least(ended_at, expires_at));

do $$
declare t text;
begin
    foreach t in array array['invitation', 'invitation_grant', 'reset_link'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (accepted_at, revoked_at) on invitation to cutdown_app;
grant update (ended_at) on reset_link to cutdown_app;
revoke delete on idempotency from cutdown_app;             -- `door.forget_answers` does it

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
