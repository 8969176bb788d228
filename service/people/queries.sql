-- name: new_id (system: names no table)
select uuidv7();

-- name: announce (system: names no table; tells every process whom to forget)
select pg_notify('cutdown_access', $1);

-- name: insert_organization (organization)
insert into organization (id, name) values ($1, $2);

-- name: get_organization (organization)
select {columns} from organization where id = $1;

-- name: lock_organization (organization)
-- One at a time where the whole organization must be counted; ordinary work does not wait for it.
select name from organization where id = $1 for no key update;

-- name: insert_person (organization)
insert into person (org, email, name, password_hash) values ($1, $2, $3, $4) returning id;

-- name: get_card (organization)
select {columns} from person where org = $1 and id = $2 and withdrawn_at is null;

-- name: list_names (organization)
select id, name from person where org = $1 and id = any($2::uuid[]) and withdrawn_at is null;

-- name: get_credentials (organization)
select {columns} from person where org = $1 and id = $2 and withdrawn_at is null;

-- name: find_credentials (system: sign-in, the organization is not known before the account is found)
select {columns} from door.account_by_email($1);

-- name: update_password (organization)
update person set password_hash = $3 where org = $1 and id = $2 and withdrawn_at is null;

-- name: update_me (organization)
-- Each value with whether it is to be set: null is a value of a language and a theme.
update person set
    name = case when $3 then $4 else name end,
    locale = case when $5 then $6 else locale end,
    theme = case when $7 then $8 else theme end,
    shortcuts = case when $9 then $10 else shortcuts end
where org = $1 and id = $2 and withdrawn_at is null;

-- name: update_person_withdrawn (organization)
update person set withdrawn_at = now() where org = $1 and id = $2 and withdrawn_at is null;

-- name: get_account (brand)
-- A person whose every role is on brands behind the wall is not there; nor are these roles of anybody else.
select p.id, p.email, p.name,
       coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'person_id', g.person_id, 'role', g.role,
                                  'brand_id', g.brand_id, 'market', g.market, 'granted_at', g.granted_at) order by g.id)
                 from role_grant g where g.org = $1 and g.person_id = p.id
                  and ($2::uuid[] is null or g.brand_id is null or g.brand_id = any($2))), '[]') as grants,
       p.created_at
from person p
where p.org = $1 and p.id = $3 and p.withdrawn_at is null
  and ($2::uuid[] is null
       or exists (select from role_grant g where g.org = $1 and g.person_id = p.id
                  and (g.brand_id is null or g.brand_id = any($2)))
       or not exists (select from role_grant g where g.org = $1 and g.person_id = p.id));

-- name: list_accounts (brand)
select p.id, p.email, p.name,
       coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'person_id', g.person_id, 'role', g.role,
                                  'brand_id', g.brand_id, 'market', g.market, 'granted_at', g.granted_at) order by g.id)
                 from role_grant g where g.org = $1 and g.person_id = p.id
                  and ($2::uuid[] is null or g.brand_id is null or g.brand_id = any($2))), '[]') as grants,
       p.created_at
from person p
where p.org = $1 and p.withdrawn_at is null
  and ($2::uuid[] is null
       or exists (select from role_grant g where g.org = $1 and g.person_id = p.id
                  and (g.brand_id is null or g.brand_id = any($2)))
       or not exists (select from role_grant g where g.org = $1 and g.person_id = p.id))
{p.page};

-- name: insert_grant (organization)
insert into role_grant (org, person_id, role, brand_id, market) values ($1, $2, $3, $4, $5)
on conflict on constraint role_grant_once do update set role = excluded.role
returning {columns};

-- name: list_held_grants (organization)
select role, brand_id as brand, market from role_grant where org = $1 and person_id = $2 order by granted_at, id;

-- name: get_grant (brand)
select {columns} from role_grant
where org = $1 and ($2::uuid[] is null or brand_id is null or brand_id = any($2)) and person_id = $3 and id = $4;

-- name: delete_grant (organization)
delete from role_grant where org = $1 and id = $2;

-- name: count_admins_besides (organization)
select count(distinct g.person_id) from role_grant g join person p on p.org = $1 and p.id = g.person_id
where g.org = $1 and g.role = 'admin' and g.brand_id is null and g.market is null
  and p.withdrawn_at is null and g.person_id <> $2;

-- name: list_seen (brand)
-- Which of these brands are there to be seen.
select id from brand where org = $1 and ($2::uuid[] is null or id = any($2)) and id = any($3::uuid[]);

-- name: insert_session (organization)
-- Nothing when the account was withdrawn, or its password changed, since the password was verified.
insert into session (org, person_id, token_sha256, expires_at, agent, address)
select org, id, $4, now() + $5::interval, $6, $7 from person
where org = $1 and id = $2 and password_hash = $3 and withdrawn_at is null
returning id;

-- name: find_session (system: only the hash of its token names the organization)
select {columns} from door.session_by_token($1);

-- name: list_sessions (organization)
select {columns} from session
where org = $1 and person_id = $2 and ended_at is null and expires_at > now() {page};

-- name: end_own_session (organization)
update session set ended_at = now() where org = $1 and person_id = $2 and id = $3 and ended_at is null;

-- name: end_session (organization)
update session set ended_at = now() where org = $1 and id = $2 and ended_at is null;

-- name: end_sessions (organization)
-- All of a person's sessions but the one that is spared.
update session set ended_at = now()
where org = $1 and person_id = $2 and ended_at is null and id is distinct from $3::uuid;

-- name: lock_key_name (organization)
-- Whoever counts somebody's keys of a name keeps others from adding one meanwhile.
select pg_advisory_xact_lock(hashtextextended('api_key ' || $1::uuid::text || $2::uuid::text || $3, 0)) from organization where id = $1;

-- name: list_active_keys (organization)
select {columns} from api_key
where org = $1 and person_id = $2 and name = $3 and revoked_at is null and (expires_at is null or expires_at > now()) order by id;

-- name: insert_key (organization)
insert into api_key (org, id, person_id, name, mode, secret_sha256, scopes, brands, markets, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning {columns};

-- name: get_key (organization)
-- $3 and $4 narrow it to what its maker made, or to the key itself; null: any.
select {columns} from api_key
where org = $1 and id = $2 and ($3::uuid is null or person_id = $3) and ($4::uuid is null or id = $4);

-- name: list_keys (organization)
select {columns} from api_key
where org = $1 and ($2::uuid is null or person_id = $2) and ($3::uuid is null or id = $3) {page};

-- name: find_key (system: only the hash of its secret names the organization)
select {columns} from door.key_by_secret($1);

-- name: revoke_key (organization)
update api_key set revoked_at = now() where org = $1 and id = $2 and revoked_at is null;

-- name: revoke_keys_of (organization)
update api_key set revoked_at = now() where org = $1 and person_id = $2 and revoked_at is null;

-- name: update_last_use (organization)
update api_key set last_used_at = $3 where org = $1 and id = $2 and (last_used_at is null or last_used_at < $3);

-- name: any_organization (system: an empty database has none)
select door.any_organization();

-- name: recall (system: the function asks for the organization of the session, and row-level security holds in it)
-- Whether nobody else is at it, and the answer when there is one. A collision of the hash costs a needless 409.
select free, request_sha256, status, headers, body from recalled($1, $2);

-- name: remember (organization)
insert into idempotency (org, actor, key, request_sha256, status, headers, body)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict on constraint idempotency_once do nothing;

-- name: insert_invitation (organization)
insert into invitation (org, email, name, token_sha256, invited_by, expires_at)
values ($1, $2, $3, $4, $5, now() + $6::interval) returning id;

-- name: insert_invitation_grant (organization)
insert into invitation_grant (org, invitation_id, role, brand_id, market) values ($1, $2, $3, $4, $5)
on conflict on constraint invitation_grant_once do nothing;

-- name: get_invitation (brand)
-- An invitation to brands behind the wall only is not there; nor are these roles of any other.
select i.id, i.email, i.name,
       coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'brand_id', g.brand_id, 'market', g.market)
                                  order by g.role, g.brand_id, g.market)
                 from invitation_grant g where g.org = $1 and g.invitation_id = i.id
                  and ($2::uuid[] is null or g.brand_id is null or g.brand_id = any($2))), '[]') as grants,
       i.invited_by, i.created_at, i.expires_at, i.accepted_at, i.revoked_at
from invitation i
where i.org = $1 and i.id = $3
  and ($2::uuid[] is null
       or exists (select from invitation_grant g where g.org = $1 and g.invitation_id = i.id
                  and (g.brand_id is null or g.brand_id = any($2)))
       or not exists (select from invitation_grant g where g.org = $1 and g.invitation_id = i.id));

-- name: list_invitations (brand)
select i.id, i.email, i.name,
       coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'brand_id', g.brand_id, 'market', g.market)
                                  order by g.role, g.brand_id, g.market)
                 from invitation_grant g where g.org = $1 and g.invitation_id = i.id
                  and ($2::uuid[] is null or g.brand_id is null or g.brand_id = any($2))), '[]') as grants,
       i.invited_by, i.created_at, i.expires_at, i.accepted_at, i.revoked_at
from invitation i
where i.org = $1
  and ($2::uuid[] is null
       or exists (select from invitation_grant g where g.org = $1 and g.invitation_id = i.id
                  and (g.brand_id is null or g.brand_id = any($2)))
       or not exists (select from invitation_grant g where g.org = $1 and g.invitation_id = i.id))
{i.page};

-- name: list_invitation_grants (organization)
-- All of them, for whoever would give or take them.
select role, brand_id as brand, market from invitation_grant where org = $1 and invitation_id = $2;

-- name: list_open_invitations (organization)
-- Those that may still be accepted, or were never; `lives` says which.
select id, expires_at > now() as lives from invitation
where org = $1 and lower(email) = lower($2) and accepted_at is null and revoked_at is null for update;

-- name: revoke_invitation (organization)
update invitation set revoked_at = now() where org = $1 and id = $2 and accepted_at is null and revoked_at is null;

-- name: accept_invitation (organization)
-- One row, once. Whoever comes second waits for the first, and finds none.
update invitation set accepted_at = now()
where org = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > now()
returning invited_by;

-- name: find_invitation (system: only the hash of its token names the organization)
select {columns} from door.invitation_by_token($1);

-- name: insert_reset_link (organization)
insert into reset_link (org, person_id, token_sha256, expires_at) values ($1, $2, $3, now() + $4::interval)
returning expires_at;

-- name: end_reset_links (organization)
update reset_link set ended_at = now() where org = $1 and person_id = $2 and ended_at is null;

-- name: use_reset_link (organization)
update reset_link set ended_at = now() where org = $1 and id = $2 and ended_at is null and expires_at > now();

-- name: find_reset_link (system: only the hash of its token names the organization)
select {columns} from door.reset_link_by_token($1);

-- name: list_log (brand)
-- $3 are the brands whose log may be read; null: all, and what is of no brand.
select o.id, o.at, o.type, o.subject, o.brand_id, o.actor as actor_id, o.key_id,
       case when o.key_id is not null then 'key' when o.actor is not null then 'person' else 'system' end as actor_kind,
       (select p.name from person p where p.org = $1 and p.id = o.actor) as actor_name,
       o.data as facts, o.request_id, o.address
from outbox o
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and ($3::uuid[] is null or o.brand_id = any($3))
  and ($4::text is null or o.type = $4) and ($5::timestamptz is null or o.at >= $5)
  and ($6::timestamptz is null or o.at < $6)
{o.page};

-- name: list_log_of_actor (brand)
select o.id, o.at, o.type, o.subject, o.brand_id, o.actor as actor_id, o.key_id,
       case when o.key_id is not null then 'key' when o.actor is not null then 'person' else 'system' end as actor_kind,
       (select p.name from person p where p.org = $1 and p.id = o.actor) as actor_name,
       o.data as facts, o.request_id, o.address
from outbox o
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and ($3::uuid[] is null or o.brand_id = any($3))
  and ($4::text is null or o.type = $4) and ($5::timestamptz is null or o.at >= $5)
  and ($6::timestamptz is null or o.at < $6) and o.actor = $7
{o.page};

-- name: list_log_of_subject (brand)
select o.id, o.at, o.type, o.subject, o.brand_id, o.actor as actor_id, o.key_id,
       case when o.key_id is not null then 'key' when o.actor is not null then 'person' else 'system' end as actor_kind,
       (select p.name from person p where p.org = $1 and p.id = o.actor) as actor_name,
       o.data as facts, o.request_id, o.address
from outbox o
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and ($3::uuid[] is null or o.brand_id = any($3))
  and ($4::text is null or o.type = $4) and ($5::timestamptz is null or o.at >= $5)
  and ($6::timestamptz is null or o.at < $6) and ($7::uuid is null or o.actor = $7) and o.subject = $8
{o.page};

-- name: forget_answers (system: housekeeping of all organizations, through a door function)
select door.forget_answers($1, $2);

-- name: forget_sessions (system: housekeeping of all organizations, through a door function)
select door.forget_sessions($1, $2);

-- name: forget_invitations (system: housekeeping of all organizations, through a door function)
select door.forget_invitations($1, $2);

-- name: forget_reset_links (system: housekeeping of all organizations, through a door function)
select door.forget_reset_links($1, $2);
