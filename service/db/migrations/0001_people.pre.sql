-- People: organizations, accounts, sessions, roles on brands and markets, API keys, idempotency.
-- Every key starts with the organization; the app role reaches rows of one organization only.

create schema door;          -- what must look across organizations before one is known; each function says why
grant usage on schema door to cutdown_app;

create table organization (
    id          uuid default uuidv7() constraint organization_key primary key,
    name        text not null constraint organization_name_filled check (length(name) between 1 and 200),
    created_at  timestamptz not null default now()
);
alter table organization enable row level security;
create policy own on organization to cutdown_app
    using (id = nullif(current_setting('app.org', true), '')::uuid)
    with check (id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update on organization to cutdown_app;

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
    constraint person_key primary key (org, id)
);
create unique index person_email_once on person (lower(email)) where withdrawn_at is null;

create table role_grant (
    org         uuid not null,
    id          uuid not null default uuidv7(),
    person_id   uuid not null,
    role        text not null constraint role_grant_role_known check (role in
                    ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'viewer')),
    brand_id    uuid,                                     -- null: every brand
    market      text constraint role_grant_market_shape check (market ~ '^[A-Z]{2}$'),   -- null: every market
    granted_at  timestamptz not null default now(),
    constraint role_grant_key primary key (org, id),
    constraint role_grant_person foreign key (org, person_id) references person (org, id),
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
    constraint session_key primary key (org, id),
    constraint session_person foreign key (org, person_id) references person (org, id)
);
create index session_by_person on session (org, person_id);

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

do $$
declare t text;
begin
    foreach t in array array['person', 'role_grant', 'session', 'api_key', 'idempotency'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert, update on %I to cutdown_app', t);
    end loop;
end $$;
grant delete on role_grant, idempotency to cutdown_app;

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
    returns table (org uuid, id uuid, person_id uuid, name text, locale text, theme text, expires_at timestamptz, grants jsonb)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select s.org, s.id, s.person_id, p.name, p.locale, p.theme, s.expires_at, door.grants_of(s.org, s.person_id)
            from session s join person p on p.org = s.org and p.id = s.person_id
            where s.token_sha256 = in_sha256 and s.ended_at is null and s.expires_at > now() and p.withdrawn_at is null;
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
