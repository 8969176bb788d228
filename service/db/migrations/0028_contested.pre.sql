-- Whether a cut's captions wait for a decision is counted with what is wrong with them, so that finding what waits for a
-- person reads only what waits.

alter table caption_check add column conflicts int not null default 0
    constraint caption_check_conflicts_counted check (conflicts >= 0);
grant update (conflicts) on caption_check to cutdown_app;
create index caption_check_contested on caption_check (org, brand_id) where conflicts > 0;
drop index cut_override_standing;
drop index release_waiting;
create index release_waiting on release (org, id) where approved_at is null and withdrawn_at is null;
