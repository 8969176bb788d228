-- What pages show of a film: a poster, a contact sheet, a waveform and a light preview. They belong to the bytes of the
-- film, so the same film in two videos has them once. `pictures` says how far a worker has come with the bytes of one
-- film, `picture` holds each part that it made; a part never changes.

create table pictures (
    org       uuid not null,
    sha256    bytea not null,                              -- the film
    state     text not null constraint pictures_state_known check (state in ('making', 'ready', 'failed')),
    progress  real not null default 0 constraint pictures_progress_share check (progress between 0 and 1),
    reason    text not null default '',                    -- why it failed
    at        timestamptz not null default now(),
    constraint pictures_key primary key (org, sha256),
    constraint pictures_film foreign key (org, sha256) references asset (org, sha256)
);

create table picture (
    org     uuid not null,
    sha256  bytea not null,                                -- the film
    part    text not null constraint picture_part_known check (part in ('poster', 'sheet', 'waveform', 'preview')),
    frame   int not null default -1,                       -- of a cut's poster: where the cut begins; -1: of the whole film
    made    bytea,                                         -- null: it cannot be made, or there is nothing to make it of
    reason  text not null default '',                      -- why it cannot be made
    facts   jsonb not null default '{}',                   -- the part's size and the like
    at      timestamptz not null default now(),
    constraint picture_key primary key (org, sha256, part, frame),
    constraint picture_film foreign key (org, sha256) references asset (org, sha256),
    constraint picture_asset foreign key (org, made) references asset (org, sha256),
    constraint picture_frame_of_poster check (frame = -1 or (frame >= 0 and part = 'poster'))
);

create index source_by_bytes on source (org, sha256);
create index film_by_bytes on film (org, sha256);

do $$
declare t text;
begin
    foreach t in array array['pictures', 'picture'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (state, progress, reason, at) on pictures to cutdown_app;
grant update (made, reason, facts, at) on picture to cutdown_app;

-- The picture that a cut begins with: a frame of its first source, half a second into the segment, or in its middle.
create view cut_opening with (security_invoker) as
select c.org, c.brand_id, c.id as cut_id, o.sha256,
       g.in_frame + least((g.out_frame - g.in_frame) / 2, o.fps_num / o.fps_den / 2) as frame
from cut c
join segment g on g.org = c.org and g.cut_id = c.id and g.edit_revision = c.edit_revision
              and g.layer = 'picture' and g.position = 0
join source o on o.org = c.org and o.id = g.source_id
where c.withdrawn_at is null;

grant select on cut_opening to cutdown_app;

-- The worker's round goes over all organizations: the films of which nothing was made yet, or whose worker ended without
-- a word; and the cuts whose poster nobody made.
create function door.films_without_pictures(in_idle interval, in_limit int)
    returns table (org uuid, sha256 bytea)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select f.org, f.sha256 from (
            select s.org, s.sha256 from source s where s.withdrawn_at is null
            union
            select f.org, f.sha256 from film f where f.withdrawn_at is null
        ) f
        where not exists (select from pictures p where p.org = f.org and p.sha256 = f.sha256
                            and (p.state <> 'making' or p.at > now() - in_idle))
        limit in_limit;
    end;
create function door.cuts_without_poster(in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select o.org, o.cut_id from cut_opening o
        where not exists (select from picture p where p.org = o.org and p.sha256 = o.sha256
                            and p.part = 'poster' and p.frame = o.frame)
        limit in_limit;
    end;
-- The sources whose shots nobody looked for: they came before anybody did.
create function door.sources_without_shots(in_limit int)
    returns table (org uuid, source_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select s.org, s.id from source s
        where s.withdrawn_at is null
          and not exists (select from source_shots h where h.org = s.org and h.source_id = s.id)
        limit in_limit;
    end;
