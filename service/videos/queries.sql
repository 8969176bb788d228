-- name: get_story_place (brand)
select s.brand_id, s.campaign_id
from story s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: list_unfilmed (brand)
-- The stories of a campaign that have no video yet.
select s.id, s.title from story s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.campaign_id = $3 and s.withdrawn_at is null
  and not exists (select from video v where v.org = $1 and v.story_id = s.id and v.withdrawn_at is null)
order by s.id;

-- name: insert_video (brand)
-- Nothing when the story is not there.
insert into video (org, brand_id, campaign_id, story_id, title)
select s.org, s.brand_id, s.campaign_id, s.id, $4 from story s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null
returning {columns};

-- name: get_video (brand)
select {columns} from video
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_videos (brand)
select {v.columns} from video v
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.withdrawn_at is null
  and ($3::uuid is null or v.campaign_id = $3)
  and ($4::uuid is null or v.story_id = $4)
{v.page};

-- name: update_video (brand)
-- Nothing when it is not there or was changed since; $4 null changes whatever is there.
update video set
    title = case when $5 then $6 else title end,
    story_id = case when $7 then $8 else story_id end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning {columns};

-- name: lock_video (brand)
-- Changes of which cut is whose parent come one after the other.
select id from video
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
for no key update;

-- name: insert_source (brand)
-- Nothing when the video is not there.
insert into source (org, brand_id, video_id, role, name, sha256, container, video_codec, audio_codec,
                    width_px, height_px, fps_num, fps_den, frames, duration_ms, faststart)
select v.org, v.brand_id, v.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 from video v
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.id = $3 and v.withdrawn_at is null
returning id;

-- name: has_master (brand)
select exists (select from source s
               where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.video_id = $3
                 and s.role = 'master' and s.withdrawn_at is null);

-- name: get_source (brand)
select s.id, s.video_id, s.role, s.name, encode(s.sha256, 'hex') as sha256, a.size_bytes, a.media_type, s.container,
       s.video_codec, s.audio_codec, s.width_px, s.height_px,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as fps,
       s.frames, s.duration_ms, s.faststart, s.created_at
from source s join asset a on a.org = $1 and a.sha256 = s.sha256
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: list_sources (brand)
select s.id, s.video_id, s.role, s.name, encode(s.sha256, 'hex') as sha256, a.size_bytes, a.media_type, s.container,
       s.video_codec, s.audio_codec, s.width_px, s.height_px,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as fps,
       s.frames, s.duration_ms, s.faststart, s.created_at
from source s join asset a on a.org = $1 and a.sha256 = s.sha256
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.video_id = $3 and s.withdrawn_at is null
{s.page};

-- name: get_source_facts (brand)
select s.id, s.brand_id, v.campaign_id, s.video_id, s.role, s.name,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as rate, s.frames, s.duration_ms
from source s join video v on v.org = $1 and v.id = s.video_id
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: list_source_facts (brand)
-- Every source of a video.
select s.id, s.brand_id, v.campaign_id, s.video_id, s.role, s.name,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as rate, s.frames, s.duration_ms
from source s join video v on v.org = $1 and v.id = s.video_id
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.video_id = $3 and s.withdrawn_at is null
order by s.id;

-- name: list_sources_of_campaign (brand)
-- Masters first.
select s.id, s.brand_id, v.campaign_id, s.video_id, s.role, s.name,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as rate, s.frames, s.duration_ms
from source s join video v on v.org = $1 and v.id = s.video_id and v.withdrawn_at is null
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and v.campaign_id = $3 and s.withdrawn_at is null
order by v.id, s.role <> 'master', s.id;

-- name: list_media_of_campaign (brand)
-- The same as measured, masters first.
select s.id, s.video_id, s.role, s.name, encode(s.sha256, 'hex') as sha256, a.size_bytes, a.media_type, s.container,
       s.video_codec, s.audio_codec, s.width_px, s.height_px,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as fps,
       s.frames, s.duration_ms, s.faststart, s.created_at
from source s
join video v on v.org = $1 and v.id = s.video_id and v.withdrawn_at is null
join asset a on a.org = $1 and a.sha256 = s.sha256
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and v.campaign_id = $3 and s.withdrawn_at is null
order by v.id, s.role <> 'master', s.id;

-- name: insert_cut (brand)
-- Nothing when the video is not there.
insert into cut (org, brand_id, video_id, code, name, aspect, purpose, market, platform, fps_num, fps_den,
                 frames, parent_cut_id, edit_revision)
select v.org, v.brand_id, v.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1 from video v
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.id = $3 and v.withdrawn_at is null
returning id;

-- name: insert_segment (organization)
insert into segment (org, cut_id, video_id, edit_revision, segment_id, layer, position, source_id,
                     in_frame, out_frame, speed_num, speed_den, cut_in_frame)
values ($1, $2, $3, $4, coalesce($5, uuidv7()), $6, $7, $8, $9, $10, $11, $12, $13);

-- name: list_known_segments (organization)
-- Which of these identifiers the cut has in one of its edit lists.
select distinct s.segment_id as id from segment s where s.org = $1 and s.cut_id = $2 and s.segment_id = any($3::uuid[]);

-- name: get_cut (brand)
select c.id, c.brand_id, c.video_id, c.code, c.name, c.aspect, c.purpose, c.market, c.platform,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as fps, c.frames,
       ((2000::bigint * c.frames * c.fps_den + c.fps_num) / (2 * c.fps_num))::int as duration_ms,
       c.parent_cut_id, c.edit_revision, c.revision, c.created_at, c.updated_at,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'id', s.segment_id, 'layer', s.layer, 'source_id', s.source_id,
                     'in_frame', s.in_frame, 'out_frame', s.out_frame,
                     'speed', jsonb_build_object('num', s.speed_num, 'den', s.speed_den),
                     'cut_in_frame', s.cut_in_frame) order by s.layer, s.position)
                 from segment s
                 where s.org = $1 and s.cut_id = c.id and s.edit_revision = c.edit_revision), '[]') as segments
from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: list_cuts (brand)
select c.id, c.brand_id, c.video_id, c.code, c.name, c.aspect, c.purpose, c.market, c.platform,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as fps, c.frames,
       ((2000::bigint * c.frames * c.fps_den + c.fps_num) / (2 * c.fps_num))::int as duration_ms,
       c.parent_cut_id, c.edit_revision, c.revision, c.created_at, c.updated_at
from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.video_id = $3 and c.withdrawn_at is null
{c.page};

-- name: list_cuts_of_campaign (brand)
-- The longest of each video first.
select c.id, c.brand_id, c.video_id, c.code, c.name, c.aspect, c.purpose, c.market, c.platform,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as fps, c.frames,
       ((2000::bigint * c.frames * c.fps_den + c.fps_num) / (2 * c.fps_num))::int as duration_ms,
       c.parent_cut_id, c.edit_revision, c.revision, c.created_at, c.updated_at
from cut c join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and v.campaign_id = $3 and c.withdrawn_at is null
order by v.id, c.frames * c.fps_den / c.fps_num desc, c.code;

-- name: has_cut_for (brand)
-- Whether a cut is one of a campaign, and made for a market.
select true from cut c join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and v.campaign_id = $4
  and (c.market is null or c.market = $5) and c.withdrawn_at is null;

-- name: get_cut_row (brand)
select c.id, c.brand_id, v.campaign_id, c.video_id, c.code, c.name, c.market,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as rate, c.frames, c.edit_revision
from cut c join video v on v.org = $1 and v.id = c.video_id
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: list_segments (organization)
-- One edit list of a cut that was found behind the wall.
select s.segment_id, s.layer, s.position, s.source_id, s.in_frame, s.out_frame, s.cut_in_frame, s.speed_num, s.speed_den,
       jsonb_build_object('num', o.fps_num, 'den', o.fps_den) as source_rate
from segment s join source o on o.org = $1 and o.id = s.source_id
where s.org = $1 and s.cut_id = $2 and s.edit_revision = $3
order by s.layer, s.position;

-- name: list_cuts_with_source (brand)
-- The cuts whose edit list in force takes something from a source.
select c.id from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.withdrawn_at is null
  and exists (select from segment s
              where s.org = $1 and s.source_id = $3 and s.cut_id = c.id and s.edit_revision = c.edit_revision)
order by c.id;

-- name: descends_from (brand)
-- Whether cut $3 is cut $4 or stands somewhere below it.
with recursive up as (
    select c.id, c.parent_cut_id from cut c
    where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3
    union
    select p.id, p.parent_cut_id from cut p join up on p.id = up.parent_cut_id
    where p.org = $1 and ($2::uuid[] is null or p.brand_id = any($2))
)
select exists (select from up where up.id = $4);

-- name: has_cut (brand)
-- Whether the video has this cut.
select exists (select from cut c
               where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.video_id = $3 and c.id = $4
                 and c.withdrawn_at is null);

-- name: update_cut (brand)
-- Each value with whether it is to be set: null is a value of some.
update cut set
    code = case when $5 then $6 else code end,
    name = case when $7 then $8 else name end,
    aspect = case when $9 then $10 else aspect end,
    purpose = case when $11 then $12 else purpose end,
    market = case when $13 then $14 else market end,
    platform = case when $15 then $16 else platform end,
    parent_cut_id = case when $17 then $18 else parent_cut_id end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning id;

-- name: update_edit (brand)
-- The number of the new edit list.
update cut set edit_revision = edit_revision + 1, frames = $5, revision = revision + 1, updated_at = now(),
               edited_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning edit_revision;

-- name: get_placements (brand)
select s.id as source_id, s.video_id, v.story_id, s.frames,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'shot_id', p.shot_id, 'beat_id', h.beat_id, 'in_frame', p.in_frame, 'out_frame', p.out_frame,
                     'begin_ms', (2000::bigint * p.in_frame * s.fps_den + s.fps_num) / (2 * s.fps_num),
                     'end_ms', (2000::bigint * p.out_frame * s.fps_den + s.fps_num) / (2 * s.fps_num))
                     order by p.in_frame)
                 from shot_placement p join shot h on h.org = $1 and h.id = p.shot_id
                 where p.org = $1 and p.source_id = s.id), '[]') as placements,
       s.placement_revision as revision
from source s join video v on v.org = $1 and v.id = s.video_id
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: count_placing (brand)
-- The revision of a source's placements from now on; nothing when they were not at the one seen.
update source set placement_revision = placement_revision + 1
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or placement_revision = $4)
returning placement_revision;

-- name: delete_placements (organization)
delete from shot_placement where org = $1 and source_id = $2;

-- name: insert_placements (organization)
insert into shot_placement (org, source_id, video_id, story_id, shot_id, in_frame, out_frame)
select $1, $2, $3, $4, p.shot_id, p.in_frame, p.out_frame
from unnest($5::uuid[], $6::int[], $7::int[]) as p (shot_id, in_frame, out_frame);

-- name: list_shots (organization)
-- The shots that a story plans, which was found behind the wall.
select s.id from shot s where s.org = $1 and s.story_id = $2;

-- name: get_film (brand)
select v.id as video_id, v.story_id, t.revision as story_revision, m.id as master_id,
       coalesce(m.duration_ms, 0) as master_ms,
       jsonb_build_object('num', coalesce(m.fps_num, 1), 'den', coalesce(m.fps_den, 1)) as master_rate
from video v
join story t on t.org = $1 and t.id = v.story_id
left join source m on m.org = $1 and m.video_id = v.id and m.role = 'master' and m.withdrawn_at is null
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.id = $3 and v.withdrawn_at is null;

-- name: list_beats (organization)
-- What a story plans, which was found behind the wall.
select b.id, b.kind, b.title, b.begin_ms, b.end_ms,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'id', s.id, 'size', s.size, 'movement', s.movement,
                     'planned_ms', s.planned_ms, 'dialogue', s.dialogue) order by s.position)
                 from shot s where s.org = $1 and s.story_id = $2 and s.beat_id = b.id), '[]') as shots
from beat b
where b.org = $1 and b.story_id = $2
order by b.position;

-- name: list_stands (organization)
-- Every placement in the sources of a video, which was found behind the wall.
select p.shot_id, p.source_id, p.in_frame, p.out_frame, s.role = 'master' as master,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as rate
from shot_placement p join source s on s.org = $1 and s.id = p.source_id
where p.org = $1 and p.video_id = $2 and s.withdrawn_at is null;

-- name: list_stands_of_story (brand)
-- Where the shots of a story stand, the master first.
select p.shot_id, p.source_id, s.name as source_name, p.in_frame, p.out_frame,
       ((2000::bigint * p.in_frame * s.fps_den + s.fps_num) / (2 * s.fps_num))::int as begin_ms,
       ((2000::bigint * p.out_frame * s.fps_den + s.fps_num) / (2 * s.fps_num))::int as end_ms
from video v
join source s on s.org = $1 and s.video_id = v.id and s.withdrawn_at is null
join shot_placement p on p.org = $1 and p.source_id = s.id and p.story_id = v.story_id
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.story_id = $3 and v.withdrawn_at is null
order by s.role <> 'master', s.id, p.in_frame;

-- name: list_edits (brand)
-- Every cut of a video with its edit list in force, the longest first. One statement, so that all are of one moment.
select c.id, c.brand_id, v.campaign_id, c.video_id, c.code, c.name, c.market,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as rate, c.frames, c.edit_revision,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'segment_id', s.segment_id, 'position', s.position, 'source_id', s.source_id,
                     'in_frame', s.in_frame, 'out_frame', s.out_frame, 'cut_in_frame', s.cut_in_frame,
                     'speed_num', s.speed_num, 'speed_den', s.speed_den))
                 from segment s
                 where s.org = $1 and s.cut_id = c.id and s.edit_revision = c.edit_revision
                   and s.layer = 'picture'), '[]') as segments,
       (select jsonb_agg(jsonb_build_object('id', o.id, 'rate', jsonb_build_object('num', o.fps_num, 'den', o.fps_den)))
        from source o where o.org = $1 and o.video_id = c.video_id) as sources
from cut c join video v on v.org = $1 and v.id = c.video_id
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.video_id = $3 and c.withdrawn_at is null
order by c.frames::bigint * c.fps_den / c.fps_num desc, c.code;
-- Films -------------------------------------------------------------------------------------------

-- name: get_cut_film (brand)
select f.cut_id, f.number, encode(f.sha256, 'hex') as sha256, f.size_bytes, f.media_type, f.container, f.video_codec,
       f.audio_codec, f.width_px, f.height_px, jsonb_build_object('num', f.fps_num, 'den', f.fps_den) as fps,
       f.frames, f.duration_ms, f.faststart, f.edit_revision, f.state, f.held, f.reason, f.pictures, f.sounds, f.findings,
       f.compared_at, f.accepted_by, f.accepted_at, f.accepted_reason, f.revision, f.created_at
from film_state f
where f.org = $1 and ($2::uuid[] is null or f.brand_id = any($2)) and f.cut_id = $3;

-- name: list_held (organization)
-- Of these cuts, those whose releases wait for their film.
select f.cut_id, f.state, f.reason, jsonb_array_length(f.findings) as findings from film_state f
where f.org = $1 and f.cut_id = any($2::uuid[]) and f.held;

-- name: list_film_standings (brand)
-- How the films of these cuts stand to their edit lists; nothing for a cut without one.
select f.cut_id, f.state, f.held, jsonb_array_length(f.findings) as findings,
       f.accepted_at is not null as accepted, encode(f.sha256, 'hex') as sha256
from film_state f
where f.org = $1 and ($2::uuid[] is null or f.brand_id = any($2)) and f.cut_id = any($3::uuid[]);

-- name: list_videos_of_campaign (brand)
select v.id, v.brand_id, v.campaign_id, v.story_id, v.title, v.revision, v.created_at, v.updated_at from video v
where v.org = $1 and ($2::uuid[] is null or v.brand_id = any($2)) and v.campaign_id = $3 and v.withdrawn_at is null
order by v.id;

-- name: lock_cut (brand)
-- Its film, its edit list and its releases change one after the other.
select c.id from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
for no key update;

-- name: withdraw_film (organization)
-- 1 when there was one.
update film set withdrawn_at = now() where org = $1 and cut_id = $2 and withdrawn_at is null;

-- name: insert_film (organization)
-- Numbers and changes go on where the films before it stopped.
insert into film (org, cut_id, number, sha256, container, video_codec, audio_codec, width_px, height_px, fps_num, fps_den,
                  frames, duration_ms, faststart, changes, uploaded_by)
select $1, $2::uuid, coalesce(max(f.number), 0) + 1, $3::bytea, $4::text, $5::text, $6::text, $7::int, $8::int, $9::int,
       $10::int, $11::int, $12::int, $13::boolean, coalesce(max(f.changes), 0) + 1, $14::uuid
from film f where f.org = $1 and f.cut_id = $2
returning number;

-- name: set_film (organization)
update cut set sha256 = $3 where org = $1 and id = $2;

-- name: get_comparable (organization)
-- What comparing needs of a cut's film, unless it was compared with the edit list in force already.
select f.cut_id, c.brand_id, f.number, f.sha256, f.frames, f.duration_ms, f.width_px, f.height_px,
       jsonb_build_object('num', f.fps_num, 'den', f.fps_den) as rate, c.aspect, f.edit_revision
from film_state f join cut c on c.org = $1 and c.id = f.cut_id
where f.org = $1 and f.cut_id = $2 and f.state = 'pending';

-- name: list_footage (brand)
-- The sources of one edit list.
select s.id, s.sha256, s.frames from source s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2))
  and exists (select from segment g
              where g.org = $1 and g.cut_id = $3 and g.edit_revision = $4 and g.source_id = s.id)
order by s.id;

-- name: insert_film_check (organization)
insert into film_check (org, cut_id, number, edit_revision, state, reason, pictures, sounds)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict on constraint film_check_key do nothing;

-- name: insert_film_finding (organization)
insert into film_finding (org, cut_id, number, edit_revision, position, kind, segment_id, cut_frame, measured, expected,
                          tolerance, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: count_change (organization)
update film set changes = changes + 1 where org = $1 and cut_id = $2 and number = $3;

-- name: accept_film (organization)
-- Nothing unless it was compared with this edit list, differs, and nobody accepted it yet.
update film_check set accepted_by = $5, accepted_at = now(), accepted_reason = $6
where org = $1 and cut_id = $2 and number = $3 and edit_revision = $4 and state <> 'matching' and accepted_at is null;

-- Shots -------------------------------------------------------------------------------------------

-- name: get_source_shots (brand)
-- Where the shots of a source begin.
select s.id as source_id, coalesce(h.state, 'pending') as state, coalesce(h.reason, '') as reason,
       jsonb_build_object('num', s.fps_num, 'den', s.fps_den) as fps,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'frame', c.frame,
                     'begin_ms', (2000::bigint * c.frame * s.fps_den + s.fps_num) / (2 * s.fps_num),
                     'score', c.score) order by c.frame)
                 from unnest(h.frames, h.scores) as c (frame, score)), '[]') as changes
from source s left join source_shots h on h.org = $1 and h.source_id = s.id
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: get_unseen (brand)
-- A source whose shots nobody has looked for yet.
select s.id, s.brand_id, s.sha256 from source s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null
  and not exists (select from source_shots h where h.org = $1 and h.source_id = s.id);

-- name: insert_source_shots (organization)
-- Nothing when they were found meanwhile.
insert into source_shots (org, source_id, state, reason, frames, scores) values ($1, $2, $3, $4, $5, $6)
on conflict on constraint source_shots_key do nothing;

-- name: list_source_shots (organization)
-- Where the shots of sources begin, which were found behind the wall.
select h.source_id, h.frames from source_shots h where h.org = $1 and h.source_id = any($2::uuid[]);

-- Pictures ----------------------------------------------------------------------------------------

-- name: list_source_pictures (brand)
-- What there is to show of these sources.
select s.id, coalesce(p.state, 'waiting') as state, coalesce(p.progress, 0)::float8 as progress, coalesce(p.reason, '') as reason,
       coalesce((select jsonb_agg(jsonb_build_object('part', m.part, 'frame', m.frame, 'made', encode(m.made, 'hex'),
                                                     'facts', m.facts))
                 from picture m
                 where m.org = $1 and m.sha256 = s.sha256 and m.frame = -1 and m.made is not null), '[]') as made
from source s left join pictures p on p.org = $1 and p.sha256 = s.sha256
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = any($3::uuid[]) and s.withdrawn_at is null;

-- name: list_cut_pictures (brand)
-- What there is to show of these cuts: of their film, and the frame that stands for them.
select c.id,
       case when f.sha256 is not null then coalesce(p.state, 'waiting') when q.made is not null then 'ready'
            when q.sha256 is not null then 'failed' else 'waiting' end as state,
       (case when f.sha256 is not null then coalesce(p.progress, 0) when q.made is not null then 1 else 0 end)::float8 as progress,
       case when f.sha256 is not null then coalesce(p.reason, '') else coalesce(q.reason, '') end as reason,
       coalesce((select jsonb_agg(jsonb_build_object('part', m.part, 'frame', m.frame, 'made', encode(m.made, 'hex'),
                                                     'facts', m.facts))
                 from picture m
                 where m.org = $1 and m.made is not null and m.sha256 in (f.sha256, o.sha256)
                   and (m.sha256 = f.sha256 and m.frame = -1
                        or m.sha256 = o.sha256 and m.part = 'poster' and m.frame = o.frame)), '[]') as made
from cut c
left join film f on f.org = $1 and f.cut_id = c.id and f.withdrawn_at is null
left join pictures p on p.org = $1 and p.sha256 = f.sha256
left join cut_still o on o.org = $1 and o.cut_id = c.id
left join picture q on q.org = $1 and q.sha256 = o.sha256 and q.part = 'poster' and q.frame = o.frame
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = any($3::uuid[]) and c.withdrawn_at is null;

-- name: get_source_length (brand)
-- How long the film of these bytes lasts; nothing when no source has it any more.
select s.duration_ms from source s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.sha256 = $3 and s.withdrawn_at is null limit 1;

-- name: get_film_length (brand)
-- The same of the films of cuts.
select f.duration_ms from film f join cut c on c.org = $1 and c.id = f.cut_id
where f.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and f.sha256 = $3 and f.withdrawn_at is null limit 1;

-- name: begin_pictures (organization)
-- True unless everything was made, or cannot be.
insert into pictures (org, sha256, state) values ($1, $2, 'making')
on conflict on constraint pictures_key do update set at = now() where pictures.state = 'making'
returning true;

-- name: retry_pictures (organization)
update pictures set state = 'making', progress = 0, reason = '', at = now()
where org = $1 and sha256 = $2 and state = 'failed';

-- name: update_progress (organization)
update pictures set progress = $3, at = now() where org = $1 and sha256 = $2 and state = 'making';

-- name: end_pictures (organization)
update pictures set state = $3, reason = $4, progress = case when $3 = 'ready' then 1 else progress end, at = now()
where org = $1 and sha256 = $2 and state = 'making';

-- name: list_made_parts (organization)
-- What was made of the whole film.
select m.part from picture m where m.org = $1 and m.sha256 = $2 and m.frame = -1;

-- name: insert_picture (organization)
-- Nothing when it is there already.
insert into picture (org, sha256, part, frame, made, reason, facts) values ($1, $2, $3, $4, $5, $6, $7)
on conflict on constraint picture_key do nothing;

-- name: list_sources_of_bytes (brand)
select s.id, s.brand_id from source s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.sha256 = $3 and s.withdrawn_at is null;

-- name: list_cuts_of_bytes (brand)
-- The cuts whose film these bytes are.
select c.id, c.brand_id from film f join cut c on c.org = $1 and c.id = f.cut_id
where f.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and f.sha256 = $3 and f.withdrawn_at is null
  and c.withdrawn_at is null;

-- name: get_still (organization)
-- The frame that stands for a cut, unless it was made or cannot be.
select o.brand_id, o.sha256, o.frame, s.duration_ms
from cut_still o
join lateral (select s.duration_ms from source s where s.org = $1 and s.sha256 = o.sha256 limit 1) s on true
where o.org = $1 and o.cut_id = $2
  and not exists (select from picture p where p.org = $1 and p.sha256 = o.sha256 and p.part = 'poster'
                    and p.frame = o.frame);

-- name: get_source_bytes (brand)
select s.sha256 from source s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: get_source_picture (brand)
select m.made as sha256, a.size_bytes, a.media_type
from source s
join picture m on m.org = $1 and m.sha256 = s.sha256 and m.part = $4 and m.frame = -1
join asset a on a.org = $1 and a.sha256 = m.made
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: get_cut_picture (brand)
-- Of its film before the frame that stands for it. (`offset 0`: found first, or every asset is read to be compared with it.)
select a.sha256, a.size_bytes, a.media_type
from cut c
cross join lateral (
    select coalesce(
        (select m.made from film f join picture m on m.org = $1 and m.sha256 = f.sha256 and m.part = $4 and m.frame = -1
         where f.org = $1 and f.cut_id = c.id and f.withdrawn_at is null),
        (select m.made from cut_still o join picture m on m.org = $1 and m.sha256 = o.sha256 and m.part = $4
                                                        and m.frame = o.frame
         where o.org = $1 and o.cut_id = c.id)) as made
    offset 0) p
cross join lateral (select * from asset x where x.org = $1 and x.sha256 = p.made) a
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: list_films_without_pictures (system: the worker's hourly round goes over all organizations)
select {columns} from door.films_without_pictures($1, $2);

-- name: list_cuts_without_poster (system: the worker's hourly round goes over all organizations)
select {columns} from door.cuts_without_poster($1);

-- name: list_sources_without_shots (system: the worker's hourly round goes over all organizations)
select {columns} from door.sources_without_shots($1);

-- Contents ----------------------------------------------------------------------------------------

-- name: list_takes (brand)
-- These cuts with the edit lists in force, and the bytes of their sources. One statement, so that all are of one moment.
select c.id, c.brand_id, v.campaign_id, c.video_id, c.code, c.name, c.market,
       jsonb_build_object('num', c.fps_num, 'den', c.fps_den) as rate, c.frames, c.edit_revision, c.aspect,
       c.edited_at, coalesce((select max(f.withdrawn_at) from film f where f.org = $1 and f.cut_id = c.id), c.created_at)
           as unfilmed_since,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'segment_id', g.segment_id, 'layer', g.layer, 'position', g.position, 'source_id', g.source_id,
                     'in_frame', g.in_frame, 'out_frame', g.out_frame, 'cut_in_frame', g.cut_in_frame,
                     'speed_num', g.speed_num, 'speed_den', g.speed_den,
                     'source_rate', jsonb_build_object('num', o.fps_num, 'den', o.fps_den),
                     'sha256', encode(o.sha256, 'hex')))
                 from segment g join source o on o.org = $1 and o.id = g.source_id
                 where g.org = $1 and g.cut_id = c.id and g.edit_revision = c.edit_revision), '[]') as segments
from cut c join video v on v.org = $1 and v.id = c.video_id and v.withdrawn_at is null
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = any($3::uuid[]) and c.withdrawn_at is null
order by v.id, c.frames::bigint * c.fps_den / c.fps_num desc, c.code;

-- name: list_cut_ids (brand)
-- The cuts of a video, the longest first.
select c.id from cut c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.video_id = $3 and c.withdrawn_at is null
order by c.frames::bigint * c.fps_den / c.fps_num desc, c.code;

-- name: list_marked (brand)
-- What stands in the sources and cuts of these videos.
select m.id, m.video_id, m.source_id, m.cut_id, m.in_frame, m.out_frame, m.what, m.sense from mark_state m
where m.org = $1 and ($2::uuid[] is null or m.brand_id = any($2)) and m.video_id = any($3::uuid[]);

-- name: list_asked (brand)
-- What the briefs of these campaigns require.
select q.id, q.campaign_id, q.kind, q.level, q.title, q.markets, q.minimum_ms from requirement q
where q.org = $1 and ($2::uuid[] is null or q.brand_id = any($2)) and q.campaign_id = any($3::uuid[])
  and q.withdrawn_at is null
order by q.campaign_id, q.id;

-- name: list_windows (brand)
-- These rights windows, withdrawn ones too: what was taken back may still be used.
select w.id, w.what, w.name, w.withdrawn_at is not null as withdrawn from rights_window w
where w.org = $1 and ($2::uuid[] is null or w.brand_id = any($2)) and w.id = any($3::uuid[])
order by w.id;

-- name: list_film_facts (brand)
-- The films of these cuts; nothing for a cut without one.
select f.cut_id, f.number, encode(f.sha256, 'hex') as sha256, f.container, f.video_codec, f.audio_codec, f.width_px,
       f.height_px, jsonb_build_object('num', f.fps_num, 'den', f.fps_den) as fps, f.frames, f.duration_ms, f.size_bytes,
       f.faststart, f.state, f.held, f.created_at as arrived_at,
       coalesce(f.accepted_at, f.compared_at, greatest(f.created_at, c.edited_at)) as since
from film_state f join cut c on c.org = $1 and c.id = f.cut_id
where f.org = $1 and ($2::uuid[] is null or f.brand_id = any($2)) and f.cut_id = any($3::uuid[]);

-- name: list_marks (brand)
-- What stands in a source, or in a cut alone, in the order of its frames.
select m.id, m.source_id, m.cut_id, m.what, m.in_frame, m.out_frame, m.begin_ms, m.end_ms, m.by, m.at
from mark_state m
where m.org = $1 and ($2::uuid[] is null or m.brand_id = any($2)) and m.video_id = $3
  and (m.source_id = $4 or m.cut_id = $4)
order by m.in_frame, m.out_frame, m.id;

-- name: get_mark (brand)
select m.id, m.brand_id, m.campaign_id, m.video_id, m.kind, m.source_id, m.cut_id, m.what, m.in_frame, m.out_frame,
       m.begin_ms, m.end_ms, m.by, m.at
from mark_state m
where m.org = $1 and ($2::uuid[] is null or m.brand_id = any($2)) and m.id = $3;

-- name: insert_mark (organization)
-- Nothing when the video has as many ($18) as it may.
insert into mark (org, brand_id, campaign_id, video_id, source_id, cut_id, in_frame, out_frame, kind, requirement_id,
                  rights_id, text, role, box, made, tool, by)
select $1, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::int, $8::int, $9::text, $10::uuid, $11::uuid, $12::text,
       $13::text, $14::jsonb, $15::text, $16::text, $17::uuid
where (select count(*) from mark m where m.org = $1 and m.video_id = $4 and m.withdrawn_at is null) < $18::int
returning id;

-- name: withdraw_mark (organization)
-- 1 unless it was withdrawn meanwhile.
update mark set withdrawn_at = now() where org = $1 and id = $2 and withdrawn_at is null;

-- name: has_requirement (brand)
select exists (select from requirement q
               where q.org = $1 and ($2::uuid[] is null or q.brand_id = any($2)) and q.campaign_id = $3 and q.id = $4
                 and q.withdrawn_at is null);

-- name: has_window (brand)
select exists (select from rights_window w
               where w.org = $1 and ($2::uuid[] is null or w.brand_id = any($2)) and w.campaign_id = $3 and w.id = $4
                 and w.withdrawn_at is null);

-- Comments, and the client's word -----------------------------------------------------------------

-- name: list_comments (brand)
-- What was said of the frames of a cut; $4: only the open ones, or only those that are resolved.
select o.id, o.cut_id, o.campaign_id, o.edit_revision, o.frame,
       ((2000::bigint * o.frame * c.fps_den + c.fps_num) / (2 * c.fps_num))::int as at_ms, o.text, o.by,
       coalesce(o.guest_name, p.name) as by_name, o.guest_link_id, o.at, o.resolved_by, r.name as resolved_by_name,
       o.resolved_at, o.revision
from cut_comment o
join cut c on c.org = $1 and c.id = o.cut_id
left join person p on p.org = $1 and p.id = o.by
left join person r on r.org = $1 and r.id = o.resolved_by
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and o.cut_id = $3
  and ($4::boolean is null or (o.resolved_at is null) = $4)
{o.page};

-- name: get_comment (brand)
select o.id, o.cut_id, o.campaign_id, o.edit_revision, o.frame,
       ((2000::bigint * o.frame * c.fps_den + c.fps_num) / (2 * c.fps_num))::int as at_ms, o.text, o.by,
       coalesce(o.guest_name, p.name) as by_name, o.guest_link_id, o.at, o.resolved_by, r.name as resolved_by_name,
       o.resolved_at, o.revision
from cut_comment o
join cut c on c.org = $1 and c.id = o.cut_id
left join person p on p.org = $1 and p.id = o.by
left join person r on r.org = $1 and r.id = o.resolved_by
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and o.id = $3;

-- name: insert_comment (organization)
insert into cut_comment (org, brand_id, campaign_id, video_id, cut_id, edit_revision, frame, text, by, guest_link_id,
                         guest_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
returning id;

-- name: resolve_comment (organization)
-- 1 unless it was changed since it was seen ($3; null: whatever is there). Without a person ($4) it is open again.
update cut_comment set resolved_by = $4, resolved_at = case when $4::uuid is null then null else now() end,
                       revision = revision + 1
where org = $1 and id = $2 and ($3::int is null or revision = $3);

-- name: count_open_comments (brand)
-- How many comments of these cuts nobody resolved.
select o.cut_id, count(*)::int as open from cut_comment o
where o.org = $1 and ($2::uuid[] is null or o.brand_id = any($2)) and o.cut_id = any($3::uuid[]) and o.resolved_at is null
group by o.cut_id;

-- name: list_cut_decisions (brand)
-- Every word that was said of a cut.
select d.id, d.cut_id, d.campaign_id, d.word, encode(d.edit_sha256, 'hex') as edit_sha256,
       encode(d.film_sha256, 'hex') as film_sha256, d.note, d.by, coalesce(d.guest_name, p.name) as by_name,
       d.guest_link_id, d.at
from cut_decision d left join person p on p.org = $1 and p.id = d.by
where d.org = $1 and ($2::uuid[] is null or d.brand_id = any($2)) and d.cut_id = $3
{d.page};

-- name: list_last_decisions (brand)
-- The newest word on each of these cuts.
select d.id, d.cut_id, d.campaign_id, d.word, encode(d.edit_sha256, 'hex') as edit_sha256,
       encode(d.film_sha256, 'hex') as film_sha256, d.note, d.by, coalesce(d.guest_name, p.name) as by_name,
       d.guest_link_id, d.at
from cut_decision d left join person p on p.org = $1 and p.id = d.by
where d.org = $1 and ($2::uuid[] is null or d.brand_id = any($2)) and d.cut_id = any($3::uuid[])
  and not exists (select from cut_decision x where x.org = $1 and x.cut_id = d.cut_id and x.id > d.id);

-- name: insert_cut_decision (organization)
insert into cut_decision (org, brand_id, campaign_id, video_id, cut_id, word, edit_sha256, film_sha256, note, by,
                          guest_link_id, guest_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
