-- name: insert_event (organization)
insert into outbox (org, type, brand_id, subject, actor, data, key_id, request_id, address)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id;

-- name: get_event (organization)
select {columns} from outbox where org = $1 and id = $2;

-- name: list_events_after (system: the dispatcher serves every organization, through a door function)
select {columns} from door.outbox_after($1, $2, $3);

-- name: insert_position (system: a position in the outbox belongs to no organization)
insert into outbox_cursor (reader, xid, id) values ($1, $2, $3) on conflict (reader) do nothing;

-- name: get_position (system: a position in the outbox belongs to no organization)
select {columns} from outbox_cursor where reader = $1;

-- name: move_position (system: a position in the outbox belongs to no organization)
-- Moves only from where the caller last saw it: a second reader of the same name fails here.
update outbox_cursor set xid = $4, id = $5 where reader = $1 and xid = $2 and id = $3;

-- name: lead (system: an advisory lock)
-- True for one session at a time, until it ends.
select pg_try_advisory_lock(hashtextextended('cutdown:' || $1, 0));

-- name: notify (system: live listeners filter by their own organization)
select count(pg_notify($1, payload)) from unnest($2::text[]) as payload;
