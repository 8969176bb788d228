-- name: insert_asset (organization)
-- The first media type stays: equal bytes are one asset.
insert into asset (org, sha256, size_bytes, media_type) values ($1, $2, $3, $4)
on conflict on constraint asset_key do nothing;

-- name: get_asset (organization)
select {columns} from asset where org = $1 and sha256 = $2;

-- name: lock_person (organization)
-- The uploads of a person begin one after the other, so that they can be counted.
select id from person where org = $1 and id = $2 for no key update;

-- name: count_open_uploads (organization)
select count(*) from upload
where org = $1 and person_id = $2 and state = 'receiving' and expires_at > now();

-- name: insert_upload (organization)
insert into upload (org, person_id, length_bytes, metadata, state, expires_at)
values ($1, $2, $3, $4, $5, now() + $6::interval)
returning {columns};

-- name: get_upload (organization)
select id, person_id, length_bytes, offset_bytes, metadata,
       case when state = 'receiving' and expires_at <= now() then 'expired' else state end as state,
       sha256, cleared, created_at, expires_at
from upload where org = $1 and id = $2;

-- name: lock_upload (organization)
-- Parts arrive one after the other.
select id, person_id, length_bytes, offset_bytes, metadata,
       case when state = 'receiving' and expires_at <= now() then 'expired' else state end as state,
       sha256, cleared, created_at, expires_at
from upload where org = $1 and id = $2 for no key update;

-- name: insert_part (organization)
insert into upload_part (org, upload_id, offset_bytes, size_bytes, id) values ($1, $2, $3, $4, $5);

-- name: list_parts (organization)
select {columns} from upload_part where org = $1 and upload_id = $2 order by offset_bytes;

-- name: update_arrived (organization)
update upload set
    offset_bytes = $3, changed_at = now(), expires_at = now() + $4::interval,
    state = case when length_bytes = $3 then 'received' else state end
where org = $1 and id = $2
returning {columns};

-- name: update_composed (organization)
-- Nothing when it was composed already, or terminated meanwhile.
update upload set state = 'composed', sha256 = $3, changed_at = now()
where org = $1 and id = $2 and state = 'received';

-- name: update_ended (organization)
-- Nothing when it has ended already.
update upload set state = $3, changed_at = now()
where org = $1 and id = $2 and state in ('receiving', 'received', 'composed');

-- name: update_expired (organization)
-- Nothing when more has arrived meanwhile.
update upload set state = 'expired', changed_at = now()
where org = $1 and id = $2 and state = 'receiving' and expires_at <= now();

-- name: has_ended (organization)
-- Nothing more is taken; of a composed one the parts are not needed either.
select exists (select from upload where org = $1 and id = $2 and state in ('composed', 'terminated', 'expired'));

-- name: update_cleared (organization)
update upload set cleared = true
where org = $1 and id = $2 and state in ('composed', 'terminated', 'expired');

-- name: delete_parts (organization)
delete from upload_part where org = $1 and upload_id = $2;

-- name: delete_upload (organization)
-- Nothing while it can still be asked for.
delete from upload
where org = $1 and id = $2 and cleared and state in ('composed', 'terminated', 'expired')
  and changed_at < now() - $3::interval;

-- name: list_uploads_to_tidy (system: the worker's hourly round goes over all organizations)
select {columns} from door.uploads_to_tidy($1, $2);
