-- Videos: sources as probed, cuts as edit lists in frames, what they really contain by time.

create table video (
    org           uuid not null,
    brand_id      uuid not null,
    campaign_id   uuid not null,
    story_id      uuid not null,
    id            uuid not null default uuidv7(),
    title         text not null constraint video_title_filled check (length(title) between 1 and 200),
    revision      int not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint video_key primary key (org, id),
    constraint video_in_brand unique (org, brand_id, id),
    constraint video_story foreign key (org, brand_id, campaign_id, story_id) references story (org, brand_id, campaign_id, id)
);
create index video_by_change on video (org, updated_at, id) where withdrawn_at is null;
create index video_by_title on video (org, title, id) where withdrawn_at is null;
create index video_by_campaign on video (org, campaign_id);
create index video_by_story on video (org, story_id);

create table source (
    org              uuid not null,
    brand_id         uuid not null,
    video_id         uuid not null,
    id               uuid not null default uuidv7(),
    role             text not null constraint source_role_known check (role in ('master', 'insert', 'dub')),
    name             text not null constraint source_name_filled check (length(name) between 1 and 200),
    sha256           bytea not null,
    container        text not null,
    video_codec      text,
    audio_codec      text,
    width_px         int,
    height_px        int,
    fps_num          int not null constraint source_rate_counted check (fps_num > 0),
    fps_den          int not null constraint source_rate_divided check (fps_den > 0),
    frames           int not null constraint source_frames_some check (frames > 0),
    duration_ms      int not null constraint source_lasts check (duration_ms > 0),
    faststart        boolean not null,
    created_at       timestamptz not null default now(),
    withdrawn_at     timestamptz,
    constraint source_key primary key (org, id),
    constraint source_in_brand unique (org, brand_id, id),
    constraint source_in_video unique (org, video_id, id),
    constraint source_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint source_asset foreign key (org, sha256) references asset (org, sha256)
);
create unique index source_one_master on source (org, video_id) where role = 'master' and withdrawn_at is null;

create table cut (
    org            uuid not null,
    brand_id       uuid not null,
    video_id       uuid not null,
    id             uuid not null default uuidv7(),
    code           text not null constraint cut_code_shape check (length(code) between 1 and 20),
    name           text not null constraint cut_name_filled check (length(name) between 1 and 200),
    market         text constraint cut_market_shape check (market ~ '^[A-Z]{2}$'),
    platform       text,
    aspect         text not null constraint cut_aspect_known check (aspect in ('9:16', '1:1', '4:5', '16:9')),
    purpose        text not null default '',
    fps_num        int not null constraint cut_rate_counted check (fps_num > 0),
    fps_den        int not null constraint cut_rate_divided check (fps_den > 0),
    frames         int not null default 0,                 -- of the edit list in force
    parent_cut_id  uuid,
    sha256         bytea,                                  -- the uploaded film of the cut
    edit_revision  int not null default 0,
    revision       int not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    withdrawn_at   timestamptz,
    constraint cut_key primary key (org, id),
    constraint cut_in_brand unique (org, brand_id, id),
    constraint cut_in_video unique (org, video_id, id),
    constraint cut_video foreign key (org, brand_id, video_id) references video (org, brand_id, id),
    constraint cut_parent foreign key (org, video_id, parent_cut_id) references cut (org, video_id, id),
    constraint cut_asset foreign key (org, sha256) references asset (org, sha256),
    constraint cut_not_its_own_parent check (parent_cut_id <> id)
);
create unique index cut_code_once on cut (org, video_id, code) where withdrawn_at is null;

-- Immutable: a new edit list is a new edit_revision. Frames, never milliseconds; segment_id survives re-import.
create table segment (
    org            uuid not null,
    cut_id         uuid not null,
    video_id       uuid not null,
    edit_revision  int not null,
    segment_id     uuid not null default uuidv7(),
    layer          text not null constraint segment_layer_known check (layer in ('picture', 'sound')),
    position       int not null constraint segment_position_counted check (position >= 0),
    source_id      uuid not null,
    in_frame       int not null constraint segment_in_counted check (in_frame >= 0),
    out_frame      int not null,
    speed_num      int not null default 1 constraint segment_speed_counted check (speed_num > 0),
    speed_den      int not null default 1 constraint segment_speed_divided check (speed_den > 0),
    cut_in_frame   int not null constraint segment_place_counted check (cut_in_frame >= 0),
    constraint segment_key primary key (org, cut_id, edit_revision, segment_id),
    constraint segment_position_once unique (org, cut_id, edit_revision, layer, position),
    constraint segment_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint segment_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    constraint segment_some_frames check (out_frame > in_frame)
);
create index segment_by_source on segment (org, source_id);

create table shot_placement (
    org        uuid not null,
    source_id  uuid not null,
    in_frame   int not null,
    out_frame  int not null,
    shot_id    uuid not null,
    constraint shot_placement_key primary key (org, source_id, in_frame),
    constraint shot_placement_source foreign key (org, source_id) references source (org, id),
    constraint shot_placement_shot foreign key (org, shot_id) references shot (org, id),
    constraint shot_placement_some_frames check (in_frame >= 0 and out_frame > in_frame)
);
create index shot_placement_by_shot on shot_placement (org, shot_id);   -- shots go away when their story is told anew

create table ai_provenance (
    org        uuid not null,
    source_id  uuid not null,
    id         uuid not null default uuidv7(),
    in_frame   int not null,
    out_frame  int not null,
    made       text not null constraint ai_provenance_made_known check (made in ('script', 'image', 'video', 'music', 'voice')),
    tool       text not null default '',
    constraint ai_provenance_key primary key (org, source_id, id),
    constraint ai_provenance_source foreign key (org, source_id) references source (org, id),
    constraint ai_provenance_some_frames check (in_frame >= 0 and out_frame > in_frame)
);

do $$
declare t text;
begin
    foreach t in array array['video', 'source', 'cut', 'segment', 'shot_placement', 'ai_provenance'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant update on video, source, cut to cutdown_app;
