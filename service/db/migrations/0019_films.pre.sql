-- The uploaded film of a cut, and what comparing it with the cut's edit list found. A film never changes: another one
-- takes its place, and the old one stays as history. A check belongs to one film and one edit list, and so does a
-- person's word that its findings are right.

create table film (
    org           uuid not null,
    cut_id        uuid not null,
    number        int not null constraint film_number_counted check (number > 0),
    sha256        bytea not null,
    container     text not null,
    video_codec   text not null,
    audio_codec   text,
    width_px      int not null,
    height_px     int not null,
    fps_num       int not null constraint film_rate_counted check (fps_num > 0),
    fps_den       int not null constraint film_rate_divided check (fps_den > 0),
    frames        int not null constraint film_frames_some check (frames > 0),
    duration_ms   int not null constraint film_lasts check (duration_ms > 0),
    faststart     boolean not null,
    changes       int not null,                            -- counts on from film to film, and with each check and acceptance
    uploaded_by   uuid not null,
    created_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint film_key primary key (org, cut_id, number),
    constraint film_cut foreign key (org, cut_id) references cut (org, id),
    constraint film_asset foreign key (org, sha256) references asset (org, sha256)
);
create unique index film_in_force_once on film (org, cut_id) where withdrawn_at is null;

create table film_check (
    org              uuid not null,
    cut_id           uuid not null,
    number           int not null,
    edit_revision    int not null,
    state            text not null constraint film_check_state_known check (state in ('matching', 'mismatching', 'unreadable')),
    reason           text not null default '',             -- why it is unreadable
    pictures         int not null,                         -- how many edges of picture segments were compared
    sounds           int not null,                         -- how many sound segments could be recognised
    at               timestamptz not null default now(),
    accepted_by      uuid,
    accepted_at      timestamptz,
    accepted_reason  text constraint film_check_reason_filled check (length(accepted_reason) between 1 and 2000),
    constraint film_check_key primary key (org, cut_id, number, edit_revision),
    constraint film_check_film foreign key (org, cut_id, number) references film (org, cut_id, number),
    constraint film_check_acceptance_whole check (num_nonnulls(accepted_by, accepted_at, accepted_reason) in (0, 3))
);

create table film_finding (
    org            uuid not null,
    cut_id         uuid not null,
    number         int not null,
    edit_revision  int not null,
    position       int not null constraint film_finding_position_counted check (position >= 0),
    kind           text not null constraint film_finding_kind_known
                   check (kind in ('duration', 'aspect', 'picture', 'framing', 'sound', 'sound_offset')),
    segment_id     uuid,                                   -- null: the cut as a whole
    cut_frame      int,
    measured       double precision,
    expected       double precision,
    tolerance      double precision,
    detail         text not null,
    constraint film_finding_key primary key (org, cut_id, number, edit_revision, position),
    constraint film_finding_checked foreign key (org, cut_id, number, edit_revision)
        references film_check (org, cut_id, number, edit_revision)
);

do $$
declare t text;
begin
    foreach t in array array['film', 'film_check', 'film_finding'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update (changes, withdrawn_at) on film to cutdown_app;
grant update (accepted_by, accepted_at, accepted_reason) on film_check to cutdown_app;

-- The film of a cut, and how it stands to the edit list in force. `held`: the releases of the cut wait for it.
create view film_state with (security_invoker) as
select f.org, c.brand_id, f.cut_id, f.number, f.sha256, a.size_bytes, a.media_type, f.container, f.video_codec, f.audio_codec,
       f.width_px, f.height_px, f.fps_num, f.fps_den, f.frames, f.duration_ms, f.faststart, f.created_at, c.edit_revision,
       f.changes + c.edit_revision as revision, coalesce(k.state, 'pending') as state,
       k.state is distinct from 'matching' and k.accepted_at is null as held, coalesce(k.reason, '') as reason,
       coalesce(k.pictures, 0) as pictures, coalesce(k.sounds, 0) as sounds, k.at as compared_at,
       k.accepted_by, k.accepted_at, k.accepted_reason,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'kind', n.kind, 'segment_id', n.segment_id, 'cut_frame', n.cut_frame, 'measured', n.measured,
                     'expected', n.expected, 'tolerance', n.tolerance, 'detail', n.detail) order by n.position)
                 from film_finding n
                 where n.org = f.org and n.cut_id = f.cut_id and n.number = f.number
                   and n.edit_revision = c.edit_revision), '[]') as findings
from film f
join cut c on c.org = f.org and c.id = f.cut_id
join asset a on a.org = f.org and a.sha256 = f.sha256
left join film_check k on k.org = f.org and k.cut_id = f.cut_id and k.number = f.number and k.edit_revision = c.edit_revision
where f.withdrawn_at is null and c.withdrawn_at is null;

grant select on film_state to cutdown_app;
