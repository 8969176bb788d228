-- name: get_campaign_brand (brand)
select c.brand_id from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: insert_story (brand)
-- Nothing when the campaign is not there.
insert into story (org, brand_id, campaign_id, title, archetype, premise, emotion, conflict, treatment)
select c.org, c.brand_id, c.id, $4, $5, $6, $7, $8, $9 from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
returning id;

-- name: put_beats (organization)
-- The beats of a story in this order; one with an id that the story has is changed in place.
insert into beat (org, id, story_id, position, kind, title, begin_ms, end_ms)
select $1, coalesce(b.id, uuidv7()), $2, b.position - 1, b.kind, b.title, b.begin_ms, b.end_ms
from unnest($3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[])
     with ordinality as b (id, kind, title, begin_ms, end_ms, position)
on conflict on constraint beat_key do update set
    position = excluded.position, kind = excluded.kind, title = excluded.title,
    begin_ms = excluded.begin_ms, end_ms = excluded.end_ms
where beat.org = $1 and beat.story_id = $2
returning id, position;

-- name: put_shots (organization)
-- The same for the shots; each names its beat.
insert into shot (org, id, story_id, beat_id, position, size, movement, planned_ms, dialogue)
select $1, coalesce(s.id, uuidv7()), $2, s.beat_id, s.position - 1, s.size, s.movement, s.planned_ms, s.dialogue
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[])
     with ordinality as s (id, beat_id, size, movement, planned_ms, dialogue, position)
on conflict on constraint shot_key do update set
    beat_id = excluded.beat_id, position = excluded.position, size = excluded.size, movement = excluded.movement,
    planned_ms = excluded.planned_ms, dialogue = excluded.dialogue
where shot.org = $1 and shot.story_id = $2
returning id, position;

-- name: list_placed_others (organization)
-- Where the shots that would go stand in films.
select p.shot_id, p.video_id, p.source_id, p.in_frame, p.out_frame
from shot s join shot_placement p on p.org = $1 and p.shot_id = s.id
where s.org = $1 and s.story_id = $2 and s.id <> all($3::uuid[])
order by s.position, p.source_id, p.in_frame;

-- name: delete_other_shots (organization)
delete from shot where org = $1 and story_id = $2 and id <> all($3::uuid[]);

-- name: delete_other_beats (organization)
delete from beat where org = $1 and story_id = $2 and id <> all($3::uuid[]);

-- name: get_kept (organization)
-- What a story that was found behind the wall has now.
select array(select b.id from beat b where b.org = $1 and b.story_id = $2) as beats,
       array(select s.id from shot s where s.org = $1 and s.story_id = $2) as shots;

-- name: get_story (brand)
select t.id, t.brand_id, t.campaign_id, t.title, t.archetype, t.premise, t.emotion, t.conflict, t.treatment,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'id', b.id, 'kind', b.kind, 'title', b.title, 'begin_ms', b.begin_ms, 'end_ms', b.end_ms,
                     'shots', coalesce((select jsonb_agg(jsonb_build_object(
                                            'id', s.id, 'size', s.size, 'movement', s.movement,
                                            'planned_ms', s.planned_ms, 'dialogue', s.dialogue) order by s.position)
                                        from shot s
                                        where s.org = $1 and s.story_id = t.id and s.beat_id = b.id), '[]')) order by b.position)
                 from beat b where b.org = $1 and b.story_id = t.id), '[]') as beats,
       t.revision, t.created_at, t.updated_at
from story t
where t.org = $1 and ($2::uuid[] is null or t.brand_id = any($2)) and t.id = $3 and t.withdrawn_at is null;

-- name: list_stories (brand)
select t.id, t.brand_id, t.campaign_id, t.title, t.archetype, t.premise, t.emotion, t.conflict, t.treatment,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'id', b.id, 'kind', b.kind, 'title', b.title, 'begin_ms', b.begin_ms, 'end_ms', b.end_ms,
                     'shots', coalesce((select jsonb_agg(jsonb_build_object(
                                            'id', s.id, 'size', s.size, 'movement', s.movement,
                                            'planned_ms', s.planned_ms, 'dialogue', s.dialogue) order by s.position)
                                        from shot s
                                        where s.org = $1 and s.story_id = t.id and s.beat_id = b.id), '[]')) order by b.position)
                 from beat b where b.org = $1 and b.story_id = t.id), '[]') as beats,
       t.revision, t.created_at, t.updated_at
from story t
where t.org = $1 and ($2::uuid[] is null or t.brand_id = any($2)) and t.withdrawn_at is null
  and ($3::uuid is null or t.campaign_id = $3)
{t.page};

-- name: update_story (brand)
-- Each value with whether it is to be set.
update story set
    title = case when $5 then $6 else title end,
    archetype = case when $7 then $8 else archetype end,
    premise = case when $9 then $10 else premise end,
    emotion = case when $11 then $12 else emotion end,
    conflict = case when $13 then $14 else conflict end,
    treatment = case when $15 then $16 else treatment end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning id;
