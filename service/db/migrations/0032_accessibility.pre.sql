-- What was measured of bytes, and what people answered to the items of checklists. Neither is ever changed: a measurement
-- is of bytes that do not change, and a later answer stands in the place of an earlier one. Whether an answer still holds
-- is not stored: it is computed from what it was bound to.

create table measurement (
    org           uuid not null,
    sha256        bytea not null,                          -- of the bytes that were measured
    tool          text not null constraint measurement_tool_named check (length(tool) between 1 and 60),
    tool_version  text not null,
    profile       text not null,                           -- by which rules; '' where there is nothing to choose
    value         jsonb not null,
    at            timestamptz not null default now(),
    constraint measurement_once primary key (org, sha256, tool, tool_version, profile),
    constraint measurement_asset foreign key (org, sha256) references asset (org, sha256)
);

create table answer (                                      -- append-only
    org             uuid not null,
    brand_id        uuid not null,
    id              uuid not null default uuidv7(),
    cut_id          uuid not null,
    market          text not null constraint answer_market_shape check (market ~ '^[A-Z]{2}$'),
    item            text not null constraint answer_item_named check (length(item) between 1 and 20),
    number          int not null constraint answer_number_counted check (number > 0),
    status          text not null constraint answer_status_known
                    check (status in ('signed', 'waived', 'not_applicable', 'taken_back')),
    sentence        text not null constraint answer_sentence_length check (length(sentence) <= 2000),
    role            text not null,                         -- in which they answered
    subject         text not null constraint answer_subject_known check (subject in ('cut', 'rendition', 'release')),
    subject_sha256  bytea constraint answer_subject_hash_length check (octet_length(subject_sha256) = 32),   -- null: no film
    inputs          jsonb not null,                        -- what the subject was made of, so that a change can be named
    item_hash       bytea not null constraint answer_item_hash_length check (octet_length(item_hash) = 32),
    by              uuid not null,
    at              timestamptz not null default now(),
    constraint answer_key primary key (org, id),
    constraint answer_number_once unique (org, cut_id, market, item, number),
    constraint answer_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id),
    constraint answer_by foreign key (org, by) references person (org, id),
    constraint answer_reason_given check (status not in ('waived', 'not_applicable') or sentence <> ''),
    constraint answer_signed_for_something check (status <> 'signed' or subject_sha256 is not null)
);

do $$
declare t text;
begin
    foreach t in array array['measurement', 'answer'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;

-- The worker's hourly round goes over all organizations: the cuts with released captions that nobody measured by the rules
-- of now, and those whose film's sound nobody measured.
create function door.cuts_without_measurement(
        in_locales text[], in_packs text[], in_tool text, in_version text, in_sound text, in_sound_version text, in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select r.org, r.cut_id from release r
            join file f on f.org = r.org and f.release_id = r.id and f.format = 'vtt'
            join unnest(in_locales, in_packs) as now (locale, pack) on now.locale = r.locale
            where r.approved_at is not null and r.withdrawn_at is null
              and not exists (select from release n
                              where n.org = r.org and n.cut_id = r.cut_id and n.market = r.market and n.locale = r.locale
                                and n.kind = r.kind and n.number > r.number and n.approved_at is not null)
              and not exists (select from measurement m
                              where m.org = r.org and m.sha256 = f.sha256 and m.tool = in_tool
                                and m.tool_version = in_version and starts_with(m.profile, now.pack || ' '))
        union
        select c.org, c.id from cut c
            join film f on f.org = c.org and f.cut_id = c.id and f.withdrawn_at is null
            where c.withdrawn_at is null
              and not exists (select from measurement m
                              where m.org = c.org and m.sha256 = f.sha256 and m.tool = in_sound
                                and m.tool_version = in_sound_version)
        limit in_limit;
    end;
