-- name: insert_event (organization)
insert into outbox (org, type, brand_id, subject, actor, data, key_id, request_id, address)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id;

-- name: get_event (organization)
select {columns} from outbox where org = $1 and id = $2;

-- name: get_now (system: a number of the whole server, no row)
-- As text: the driver has no word for xid8 of its own.
select pg_snapshot_xmin(pg_current_snapshot())::text;

-- name: list_told (brand)
-- What somebody may know, in the order of commits: personal events ($3) only of themselves ($4) or where they may read
-- the log ($5, null: everywhere).
select o.id, o.xid, o.at, o.type, o.subject, o.brand_id, o.actor as actor_id, o.key_id, o.data as facts
from outbox o
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2))
  and (split_part(o.type, '.', 1) <> all($3::text[]) or o.actor = $4 or $5::uuid[] is null or o.brand_id = any($5))
  and ($6::text[] is null or o.type = any($6) or split_part(o.type, '.', 1) = any($6))
  and (o.xid, o.id) > ($7::xid8, $8::uuid) and o.xid < pg_snapshot_xmin(pg_current_snapshot())
order by o.xid, o.id limit $9;

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
