-- name: get_campaign_brand (brand)
select c.brand_id from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null;

-- name: insert_story (brand)
-- Nothing when the campaign is not there.
insert into story (org, brand_id, campaign_id, title, archetype, archetype_version, own_archetype,
                   premise, emotion, conflict, treatment)
select c.org, c.brand_id, c.id, $4, $5, $6, $7, $8, $9, $10, $11 from campaign c
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
select t.id, t.brand_id, t.campaign_id, t.title, t.archetype, t.archetype_version, t.premise, t.emotion, t.conflict, t.treatment,
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
select t.id, t.brand_id, t.campaign_id, t.title, t.archetype, t.archetype_version, t.premise, t.emotion, t.conflict, t.treatment,
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
-- Each value with whether it is to be set; an archetype with its version, and whether it is one of the organization's own.
update story set
    title = case when $5 then $6 else title end,
    premise = case when $7 then $8 else premise end,
    emotion = case when $9 then $10 else emotion end,
    conflict = case when $11 then $12 else conflict end,
    treatment = case when $13 then $14 else treatment end,
    archetype = case when $15 then $16 else archetype end,
    archetype_version = case when $15 then $17 else archetype_version end,
    own_archetype = case when $15 then $18 else own_archetype end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
  and ($4::int is null or revision = $4)
returning id;

-- name: list_archetypes (organization)
-- The organization's own that are not withdrawn, each in its newest version.
select a.key, v.version, a.version as newest_version, false as built_in, v.name, v.summary, v.brand_role, v.when_to_use,
       v.guidance, v.source, (v.at at time zone 'utc')::date as date, v.beats, a.withdrawn_at, a.revision
from archetype a join archetype_version v on v.org = $1 and v.archetype = a.key and v.version = a.version
where a.org = $1 and a.withdrawn_at is null
order by v.name, a.key
limit $2;

-- name: get_archetype (organization)
-- One of the organization's own in a version, or in the newest.
select a.key, v.version, a.version as newest_version, false as built_in, v.name, v.summary, v.brand_role, v.when_to_use,
       v.guidance, v.source, (v.at at time zone 'utc')::date as date, v.beats, a.withdrawn_at, a.revision
from archetype a join archetype_version v on v.org = $1 and v.archetype = a.key and v.version = coalesce($3, a.version)
where a.org = $1 and a.key = $2;

-- name: count_archetypes (organization)
select count(*) from archetype where org = $1 and withdrawn_at is null;

-- name: insert_archetype (organization)
insert into archetype (org, key) values ($1, $2);

-- name: insert_version (organization)
insert into archetype_version (org, archetype, version, name, summary, brand_role, when_to_use, guidance, source, beats, by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: update_archetype (organization)
update archetype set version = $4, revision = revision + 1, updated_at = now()
where org = $1 and key = $2 and revision = $3 and withdrawn_at is null
returning key;

-- name: withdraw_archetype (organization)
update archetype set withdrawn_at = now(), revision = revision + 1, updated_at = now()
where org = $1 and key = $2 and revision = $3 and withdrawn_at is null
returning key;

-- name: insert_series (brand)
-- Nothing when the campaign is not there.
insert into series (org, brand_id, campaign_id, title, premise, characters)
select c.org, c.brand_id, c.id, $4, $5, $6 from campaign c
where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) and c.id = $3 and c.withdrawn_at is null
returning id;

-- name: lock_series (brand)
-- Changes of the order of episodes come one after the other.
select id from series
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null
for no key update;

-- name: get_series (brand)
select s.id, s.brand_id, s.campaign_id, s.title, s.premise, s.characters,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'number', e.position + 1, 'story_id', e.story_id, 'title', t.title,
                     'previously', e.previously, 'cliffhanger', e.cliffhanger) order by e.position)
                 from episode e join story t on t.org = $1 and t.id = e.story_id
                 where e.org = $1 and e.series_id = s.id), '[]') as episodes,
       s.revision, s.created_at, s.updated_at
from series s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.id = $3 and s.withdrawn_at is null;

-- name: list_series (brand)
select s.id, s.brand_id, s.campaign_id, s.title, s.premise, s.characters,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'number', e.position + 1, 'story_id', e.story_id, 'title', t.title,
                     'previously', e.previously, 'cliffhanger', e.cliffhanger) order by e.position)
                 from episode e join story t on t.org = $1 and t.id = e.story_id
                 where e.org = $1 and e.series_id = s.id), '[]') as episodes,
       s.revision, s.created_at, s.updated_at
from series s
where s.org = $1 and ($2::uuid[] is null or s.brand_id = any($2)) and s.withdrawn_at is null
  and ($3::uuid is null or s.campaign_id = $3)
  and ($4::uuid is null or exists (select from episode e
                                   where e.org = $1 and e.series_id = s.id and e.story_id = $4))
{s.page};

-- name: update_series (brand)
-- Of a series that was locked. Each value with whether it is to be set.
update series set
    title = case when $4 then $5 else title end,
    premise = case when $6 then $7 else premise end,
    characters = case when $8 then $9 else characters end,
    revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: withdraw_series (brand)
update series set withdrawn_at = now(), revision = revision + 1, updated_at = now()
where org = $1 and ($2::uuid[] is null or brand_id = any($2)) and id = $3 and withdrawn_at is null;

-- name: list_tellable (organization)
-- Which of these stories the campaign has, and the series that one is an episode of.
select t.id, e.series_id
from story t left join episode e on e.org = $1 and e.story_id = t.id
where t.org = $1 and t.campaign_id = $2 and t.id = any($3::uuid[]) and t.withdrawn_at is null;

-- name: delete_other_episodes (organization)
delete from episode where org = $1 and series_id = $2 and story_id <> all($3::uuid[]);

-- name: put_episodes (organization)
-- The episodes of a series in this order.
insert into episode (org, series_id, campaign_id, story_id, position, previously, cliffhanger)
select $1, $2, $3, e.story_id, e.position - 1, e.previously, e.cliffhanger
from unnest($4::uuid[], $5::text[], $6::text[]) with ordinality as e (story_id, previously, cliffhanger, position)
on conflict on constraint episode_key do update set
    position = excluded.position, previously = excluded.previously, cliffhanger = excluded.cliffhanger
where episode.org = $1 and episode.series_id = $2;
