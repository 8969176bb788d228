-- A film of 1,500 cues beside the seeded ones, as the app role. Before each statement: `film` (its one row has the
-- identifiers, frames and the time from cue to cue) and `line` (cue_id, i from 1).

insert into campaign (org, brand_id, id, name) select org, brand_id, campaign_id, 'A long film' from film;
insert into campaign_market (org, campaign_id, market, position, locales)
select org, campaign_id, market, position, array[locale]
from film, (values ('US', 0, 'en-US'), ('DE', 1, 'de-DE')) as place (market, position, locale);
insert into story (org, brand_id, campaign_id, id, title, archetype, treatment)
select org, brand_id, campaign_id, story_id, 'A long film', 'slice_of_life', 'cinematic' from film;
insert into video (org, brand_id, campaign_id, story_id, id, title)
select org, brand_id, campaign_id, story_id, video_id, 'A long film' from film;

insert into asset (org, sha256, size_bytes, media_type)
select org, sha256(uuid_send(source_id)), 40000000, 'video/mp4' from film;
insert into source (org, brand_id, video_id, id, role, name, sha256, container, fps_num, fps_den, frames, duration_ms,
                    faststart)
select org, brand_id, video_id, source_id, 'master', 'master', sha256(uuid_send(source_id)), 'mp4', 25, 1, frames,
       frames * 40, true
from film;
insert into cut (org, brand_id, video_id, id, code, name, aspect, fps_num, fps_den, frames, edit_revision)
select org, brand_id, video_id, cut_id, 'LONG', 'All of it', '16:9', 25, 1, frames, 1 from film;
insert into segment (org, cut_id, video_id, edit_revision, segment_id, layer, position, source_id, in_frame, out_frame,
                     cut_in_frame)
select org, cut_id, video_id, 1, case layer when 'sound' then sound_id else picture_id end, layer, 0, source_id, 0,
       frames, 0
from film, unnest(array['picture', 'sound']) as layer;

insert into cue (org, id, source_id, stream) select org, cue_id, source_id, 'speech' from film, line;
insert into cue_timing (org, cue_id, revision, begin_ms, end_ms)
select org, cue_id, 1, (i - 1) * every_ms, (i - 1) * every_ms + 2500 from film, line;
insert into track (org, brand_id, id, source_id, locale, kind, is_source, revision, timing_revision)
select org, brand_id, english_id, source_id, 'en-US', 'captions', true, 1, 1 from film
union all
select org, brand_id, german_id, source_id, 'de-DE', 'subtitles', false, (select max(i) from line), 0 from film;
insert into cue_text (org, track_id, cue_id, revision, text, text_hash, origin)
select org, english_id, cue_id, 1, said, decode(md5(said), 'hex'), 'import'
from film, line, lateral (select format('Line %s of a film that is as long as films are', i) as said) as told;
insert into cue_text (org, track_id, cue_id, revision, text, text_hash, source_hash, origin)
select t.org, german_id, t.cue_id, i, said, decode(md5(said), 'hex'), t.text_hash, 'human'
from film join cue_text t on t.org = film.org and t.track_id = english_id join line using (cue_id),
     lateral (select format('Zeile %s eines Films, der so lang ist, wie Filme sind', i) as said) as told;

insert into conform (org, cut_id, edit_revision, timing_revisions, dropped)
select org, cut_id, 1, jsonb_build_object(source_id, 1), 0 from film;
insert into cut_cue (org, cut_id, edit_revision, cue_id, segment_id, begin_ms, end_ms, how)
select org, cut_id, 1, cue_id, sound_id, (i - 1) * every_ms, (i - 1) * every_ms + 2500, 'whole' from film, line;
