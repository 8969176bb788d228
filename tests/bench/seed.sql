-- An agency's database in bulk, the same rows each time. Before it: temporary tables `size` (organizations, campaigns,
-- narrow) and `place` (position, market, locale; the first is the language of the masters). Deterministic: what a row is
-- like follows from its number.

create function pg_temp.made(what text, campaign bigint, number bigint) returns uuid language sql immutable
return (lpad(to_hex(1735689600000 + campaign * 3600000 + number), 12, '0') || '7'
        || substr(md5(what || campaign || '/' || number), 1, 3) || '8'
        || substr(md5(what || campaign || '/' || number), 4, 15))::uuid;

create function pg_temp.dice(what int, number bigint) returns int language sql immutable
return abs(hashint8extended(number, what) % 100)::int;

-- Organizations, the first with a fifth of everything -------------------------------------------------------------
create temporary table house as
select h, pg_temp.made('organization', h, 0) as org from size, generate_series(0, organizations - 1) as h;
insert into organization (id, name) select org, 'Agency ' || h from house;
insert into person (org, id, email, name) select org, org, 'person-' || h || '@agency.example', 'Person ' || h from house;
insert into brand (org, id, name)
select org, pg_temp.made('brand', h, b), 'Brand ' || b from house, generate_series(0, 5) as b;

create temporary table plan as
select n, h, org, pg_temp.made('brand', h, n / 7 % 6) as brand_id, pg_temp.made('campaign', n, 0) as id,
       pg_temp.made('story', n, 0) as story_id, pg_temp.made('video', n, 0) as video_id,
       pg_temp.made('source', n, 0) as master_id, pg_temp.made('source', n, 1) as card_id,
       timestamptz '2025-01-01' + n * interval '1 hour' as at,
       case when n % 10 < 3 then 1000 else narrow end as places,   -- three in ten go everywhere
       n % 12 = 0 as edited,                                       -- the master was changed after the translation
       n % 12 = 6 as moved,                                        -- a cue was moved, and no release made since
       n % 10 = 1 or n % 50 = 20 as overridden,                    -- each cut has a time and, in each language, a text of its own
       2 * (n % 4 = 2)::int as facts_revision                      -- a price and a day in each market
from (select n, narrow, case when n % 5 = 0 then 0 else n % organizations end as h
      from size, generate_series(0, campaigns - 1) as n) x join house using (h);
create index on plan (n);
analyze plan;

-- Campaigns, stories, videos -------------------------------------------------------------------------------------
insert into campaign (org, brand_id, id, name, created_at, updated_at)
select org, brand_id, id, 'Campaign ' || md5(n::text), at, at + pg_temp.dice(1, n) * interval '1 day' from plan;
insert into campaign_market (org, campaign_id, market, position, locales)
select org, id, market, min(position), array_agg(locale order by position)
from plan join place on position < places group by org, id, market;
-- Facts, each told anew once.
insert into brief (org, brand_id, campaign_id, facts_revision)
select org, brand_id, id, facts_revision from plan where facts_revision > 0;
insert into market_fact (org, campaign_id, fact_key, market, revision, value, head, by)
select p.org, p.id, key, market, r, jsonb_build_object('kind', 'money', 'amount', '4.90', 'currency', 'EUR'), r = 2, p.org
from plan p join (select market, min(position) as first from place group by market) m on first < places,
     unnest(array['price', 'fee']) as key, generate_series(1, 2) as r
where facts_revision > 0;
insert into story (org, brand_id, campaign_id, id, title, archetype, treatment)
select org, brand_id, id, story_id, 'Story ' || n, 'slice_of_life', 'cinematic' from plan;
insert into beat (org, id, story_id, position, kind, title, begin_ms, end_ms)
select org, pg_temp.made('beat', n, b), story_id, b, 'other', 'Beat ' || b, b * 12000, (b + 1) * 12000
from plan, generate_series(0, 4) as b;
insert into shot (org, id, story_id, beat_id, position, size, movement, planned_ms)
select org, pg_temp.made('shot', n, s), story_id, pg_temp.made('beat', n, s / 2), s, 'wide', 'still', 6000
from plan, generate_series(0, 9) as s;
insert into video (org, brand_id, campaign_id, story_id, id, title)
select org, brand_id, id, story_id, video_id, 'Film ' || n from plan;

insert into asset (org, sha256, size_bytes, media_type)
select org, sha256(uuid_send(source)), 40000000, 'video/mp4' from plan, unnest(array[master_id, card_id]) as source;
insert into source (org, brand_id, video_id, id, role, name, sha256, container, fps_num, fps_den, frames, duration_ms,
                    faststart)
select org, brand_id, video_id, source, role, role, sha256(uuid_send(source)), 'mp4', 25, 1, 1500, 60000, true
from plan, unnest(array[master_id, card_id], array['master', 'insert']) as one (source, role);
-- Every shot in both sources: the card holds another take of each.
insert into shot_placement (org, source_id, in_frame, out_frame, shot_id, video_id, story_id)
select org, source, 150 * s, 150 * s + 150, pg_temp.made('shot', n, s), video_id, story_id
from plan, unnest(array[master_id, card_id]) as source, generate_series(0, 9) as s;
-- Words in the picture of every shot, and what AI made of every second one.
insert into mark (org, brand_id, campaign_id, video_id, source_id, in_frame, out_frame, kind, text, role, made, by)
select org, brand_id, id, video_id, source, 150 * s, 150 * s + 75, kind, case kind when 'text' then 'Shot ' || s end,
       case kind when 'text' then 'super' end, case kind when 'ai' then 'video' end, org
from plan, unnest(array[master_id, card_id]) as source, generate_series(0, 9) as s, unnest(array['text', 'ai']) as kind
where kind = 'text' or s % 2 = 0;

-- Eight cuts, each edited once more after it was made: five pictures and an end card over one sound ----------------
create temporary table montage as
select n, org, brand_id, video_id, master_id, card_id, k, pg_temp.made('cut', n, k) as id,
       pg_temp.made('segment', n, 100 * k) as sound_id
from plan, generate_series(0, 7) as k;
insert into cut (org, brand_id, video_id, id, code, name, aspect, fps_num, fps_den, frames, edit_revision)
select org, brand_id, video_id, id, 'C' || k, 'Cut ' || k, (array['16:9', '9:16', '1:1', '4:5'])[k % 4 + 1], 25, 1,
       1500 - 60 * k, 2
from montage;
insert into segment (org, cut_id, video_id, edit_revision, segment_id, layer, position, source_id, in_frame, out_frame,
                     cut_in_frame)
select org, id, video_id, e, pg_temp.made('segment', n, 100 * k + p + 1), 'picture', p,
       case when p = 5 then card_id else master_id end, 200 * p, 200 * p + 200, 200 * p
from montage, generate_series(1, 2) as e, generate_series(0, 5) as p
union all
select org, id, video_id, e, sound_id, 'sound', 0, master_id, 0, 1440 - 60 * k, 0 from montage, generate_series(1, 2) as e;

-- Twenty-five cues on each master --------------------------------------------------------------------------------
create temporary table line as
select n, org, master_id, i, pg_temp.made('cue', n, i) as id, moved and i = 4 as moved
from plan, generate_series(1, 25) as i;
insert into cue (org, id, source_id, stream) select org, id, master_id, 'speech' from line;
insert into cue_timing (org, cue_id, revision, begin_ms, end_ms, head)
select org, id, r, i * 2200, i * 2200 + 1800 + 40 * r, r = 2 or not moved
from line, generate_series(1, 2) as r where r = 1 or moved;

-- A source track, and one for each locale: approved, submitted, half done or only opened ---------------------------
create temporary table words as
select n, org, brand_id, master_id, edited, moved, facts_revision, position, market, locale, position = 0 as is_source,
       pg_temp.made('track', n, position) as id,
       case when position = 0 or dice < 65 then 'approved' when dice < 75 then 'submitted' when dice < 90 then 'half'
            else 'opened' end as standing
from plan join place on position < places, pg_temp.dice(2, n * 64 + position) as dice;
insert into track (org, brand_id, id, source_id, locale, kind, is_source, revision, timing_revision, submitted_revision,
                   approved_revision, approved_by, approved_at)
select org, brand_id, id, master_id, locale, case when is_source then 'captions' else 'subtitles' end, is_source, revision,
       case when is_source then 1 + moved::int else 0 end, case when standing in ('approved', 'submitted') then revision end,
       case when standing = 'approved' then revision end, case when standing = 'approved' then org end,
       case when standing = 'approved' then now() end
from words, lateral (select case when is_source then 1 + edited::int when standing = 'opened' then 0
                            when standing = 'half' then 12 else 50 end as revision) as counted;

-- Texts. A target is written cue by cue, so cue i came with revision i; every tenth was written again.
insert into cue_text (org, track_id, cue_id, revision, text, text_hash, source_hash, origin, head)
select org, track_id, cue_id, revision, text, decode(md5(text), 'hex'), source_hash, origin, head
from (
    select w.n, w.position, i, r, w.org, w.id as track_id, l.id as cue_id,
           case when w.is_source then r else i + (r - 1) * 25 end as revision,
           format('Cue %s of film %s as they say it in %s, for the %s. time', i, w.n, w.locale, r) as text,
           case when not w.is_source then decode(md5(format('Cue %s of film %s as they say it in %s, for the 1. time', i,
                                                            w.n, (select locale from place where position = 0))), 'hex')
               end as source_hash,
           case when w.is_source then 'import' else 'human' end as origin, r = 2 or not again as head
    from words w join line l using (n), generate_series(1, 2) as r,
         lateral (select case when w.is_source then w.edited and i = 3
                              else w.standing <> 'half' and pg_temp.dice(3, (w.n * 64 + w.position) * 32 + i) < 10 end
                         as again) as written
    where w.standing <> 'opened' and (w.standing <> 'half' or i <= 12) and (r = 1 or again)) x
order by n, position, r, i;

insert into fact_use (org, track_id, cue_id, fact_key)
select w.org, w.id, l.id, 'price' from words w join line l using (n)
where w.facts_revision > 0 and w.standing <> 'opened' and l.i = 5;

-- Where the cues stand: all of them in every cut, the last two of the short ones clipped ---------------------------
insert into conform (org, cut_id, edit_revision, timing_revisions, dropped)
select m.org, m.id, 2, jsonb_build_object(m.master_id, 1 + moved::int), 0 from montage m join plan using (n);
insert into cut_cue (org, cut_id, edit_revision, cue_id, segment_id, begin_ms, end_ms, how)
select m.org, m.id, 2, l.id, m.sound_id, i * 2200 - 90 * k, i * 2200 - 90 * k + 1840,
       case when k > 5 and i > 23 then 'clipped' else 'whole' end
from montage m join line l using (n) order by m.n, k, i;

-- What the cuts of some campaigns do differently: a time in every language, and a text in each -----------------------
create temporary table own as select m.*, c.begin_ms, l.id as cue_id, l.i
from montage m join plan p using (n) join line l using (n)
join cut_cue c on c.org = m.org and c.cut_id = m.id and c.edit_revision = 2 and c.cue_id = l.id
where p.overridden and i in (4, 7);
insert into cut_captions (org, brand_id, cut_id, override_revision) select distinct org, brand_id, id, 1 from own;
insert into cut_override (org, cut_id, cue_id, segment_id, field, base, value, revision, by)
select org, id, cue_id, sound_id, 'begin_ms', to_jsonb(begin_ms), to_jsonb(begin_ms + 40), 1, org from own where i = 4;
insert into cut_override (org, cut_id, cue_id, segment_id, locale, kind, field, base, value, revision, by)
select o.org, o.id, o.cue_id, o.sound_id, t.locale, t.kind, 'text', to_jsonb(h.text), to_jsonb(h.text || '!'), 1, o.org
from own o join track t on t.org = o.org and t.source_id = o.master_id
join cue_text h on h.org = o.org and h.track_id = t.id and h.cue_id = o.cue_id and h.head where i = 7;

-- Releases of what is approved, every sixth in its second number, a few taken back ----------------------------------
create temporary table made_release as
select w.n, m.org, m.brand_id, pg_temp.made('release', w.n, 1000 * k + 10 * position + r) as id, m.id as cut_id, k, market,
       locale, is_source, w.id as track_id, edited, facts_revision, r,
       pg_temp.dice(5, (w.n * 8 + k) * 64 + position) = 0 as withdrawn
from words w join montage m using (n), generate_series(1, 2) as r
where standing = 'approved' and (r = 1 or pg_temp.dice(4, (w.n * 8 + k) * 64 + position) < 17);
insert into release (org, brand_id, id, cut_id, market, locale, kind, number, edit_revision, override_revision,
                     facts_revision, pack, engine, input_hash, document_sha256, done, total, approved_by, approved_at,
                     withdrawn_at)
select org, brand_id, id, cut_id, market, locale, case when is_source then 'captions' else 'subtitles' end, r, 2, 1,
       facts_revision, 'general', 'timedtext/1', sha256(uuid_send(id)), sha256(uuid_send(id)), 25, 25, org,
       case when k <= 5 or r = 1 then now() - interval '1 day' + r * interval '1 hour' end,
       case when withdrawn and r = 1 then now() end
from made_release;
insert into release_input (org, release_id, track_id, track_revision, timing_revision)
select org, id, track_id, case when is_source then 1 else 50 end, 1 from made_release
union all
select org, id, pg_temp.made('track', n, 0), 1, 1 from made_release where not is_source;
insert into asset (org, sha256, size_bytes, media_type)
select org, sha256(uuid_send(id) || format::bytea), 1500, 'text/' || format
from made_release, unnest(array['vtt', 'srt']) as format;
insert into file (org, brand_id, id, release_id, format, sha256, size_bytes, file_key)
select org, brand_id, pg_temp.made(format, n, 1000 * k + 10 * o + r), id, format, sha256(uuid_send(id) || format::bytea),
       1500, decode(md5(format || id), 'hex')
from (select *, row_number() over (partition by n, k, r order by id) as o from made_release) x,
     unnest(array['vtt', 'srt']) as format;

-- What was measured of them, and what people answered to three items of each checklist ------------------------------
insert into measurement (org, sha256, tool, tool_version, profile, value)
select org, sha256(uuid_send(id) || 'vtt'::bytea), 'timedtext', 'timedtext/1', 'general', '{"cues": 25, "rules": {}}'
from made_release;
insert into answer (org, brand_id, cut_id, market, item, number, status, sentence, role, subject, subject_sha256, inputs,
                    item_hash, by)
select c.org, c.brand_id, c.cut_id, c.market, item, number, 'signed', 'Watched.', 'admin', 'cut', sha256('cut'::bytea),
       '{"edit": 1, "segments": "", "contents": "", "confirmed": []}', sha256('item'::bytea), c.org
from (select distinct org, brand_id, cut_id, market from made_release) c,
     unnest(array['CW-01', 'CW-02', 'REP-01']) as item, generate_series(1, 2) as number;

-- What the brief asks for, and what may be used until when: marked in the master, used by every cut -------------------
insert into brief (org, brand_id, campaign_id, facts_revision) select org, brand_id, id, 0 from plan where facts_revision = 0;
insert into brief_text (org, brand_id, campaign_id, revision, product_role, note, by)
select org, brand_id, id, 1, 'The cup is in the picture when they laugh.', '', org from plan;
insert into requirement (org, brand_id, campaign_id, id, kind, level, title, minimum_ms, by)
select org, brand_id, id, pg_temp.made('requirement', n, r), 'on_screen', 'must', 'Product ' || r, 2000, org
from plan, generate_series(0, 2) as r;
insert into rights_window (org, brand_id, campaign_id, id, what, name, media, starts_on, ends_on, by)
select org, brand_id, id, pg_temp.made('rights', n, r), 'music', 'Song ' || r, '{organic_social}', date '2025-01-01',
       current_date + 90 * (1 - r) - 5, org
from plan, generate_series(0, 1) as r;
insert into mark (org, brand_id, campaign_id, video_id, source_id, in_frame, out_frame, kind, requirement_id, rights_id, by)
select org, brand_id, id, video_id, master_id, 100 * r, 100 * r + 90, 'requirement', pg_temp.made('requirement', n, r), null, org
from plan, generate_series(0, 1) as r
union all
select org, brand_id, id, video_id, master_id, 0, 900, 'rights', null, pg_temp.made('rights', n, 0), org from plan;

-- Two channels of each brand, and on the first a post of nearly every cut in every market; some go out, some are out ----
insert into channel (org, brand_id, id, platform, handle, name, zone)
select org, pg_temp.made('brand', h, b), pg_temp.made('channel', h, 10 * b + c), (array['tiktok', 'youtube'])[c + 1],
       '@brand.' || b, 'Brand ' || b, 'Europe/Berlin'
from house, generate_series(0, 5) as b, generate_series(0, 1) as c;
create temporary table planned as
select m.org, m.brand_id, p.n, p.id as campaign_id, m.id as cut_id, k, market, pg_temp.made('post', p.n, 100 * k + place) as id,
       pg_temp.made('channel', h, 10 * (p.n / 7 % 6)) as channel_id, place,
       (array['planned', 'planned', 'planned', 'scheduled', 'live'])[1 + (k + place) % 5] as status
from plan p join montage m using (n)
join (select market, min(position) as place from place group by market) x on place < places
where 40 * k + place < 305;
insert into post (org, brand_id, campaign_id, cut_id, channel_id, market, id, slot, media, local_at, zone, due_at, status, url,
                  posted_at)
select org, brand_id, campaign_id, cut_id, channel_id, market, id, 'launch', 'organic_social', at, 'UTC', at at time zone 'UTC',
       status, case status when 'live' then 'https://example.com/' || id end,
       case status when 'live' then now() - interval '1 day' end
from planned, lateral (select date_trunc('day', now() at time zone 'UTC') + (k + 1) * interval '1 day' as at) x;
insert into post_step (org, post_id, number, verb, by) select org, id, 1, 'planned', org from planned;
insert into post_copy (org, brand_id, campaign_id, market, text, hashtags, by)
select distinct org, brand_id, campaign_id, market, 'A cup of it, in ' || market || '. Of campaign ' || n, array['coffee', 'home'], org
from planned;
insert into post_caption (org, post_id, locale, number, release_id, how, by)
select p.org, p.id, r.locale, 1, r.id, 'sidecar', p.org
from planned p join made_release r on r.cut_id = p.cut_id and r.market = p.market and r.r = 1 and not r.withdrawn
where p.status = 'live';

-- What happened ----------------------------------------------------------------------------------------------------
insert into outbox (org, id, type, brand_id, subject, actor, data)
select org, pg_temp.made('event', n, e), 'cue.written', brand_id, 'trk_' || n, org, jsonb_build_object('revision', e)
from plan, generate_series(1, 60) as e;
