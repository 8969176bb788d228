-- How the captions of a cut stand to the rules of a locale, counted: found again whenever what they are made of, the
-- rules or the engine change. The findings themselves are measured when somebody asks.

create table caption_check (
    org           uuid not null,
    brand_id      uuid not null,
    cut_id        uuid not null,
    market        text not null,
    locale        text not null,
    kind          text not null constraint caption_check_kind_known
                  check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    pack          text not null,                           -- the rules and the date they are of
    engine        text not null,
    input_hash    bytea not null constraint caption_check_hash_length check (octet_length(input_hash) = 32),
    errors        int not null constraint caption_check_errors_counted check (errors >= 0),
    warnings      int not null constraint caption_check_warnings_counted check (warnings >= 0),
    at            timestamptz not null default now(),
    constraint caption_check_key primary key (org, cut_id, market, locale, kind),
    constraint caption_check_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id)
);
alter table caption_check enable row level security;
create policy own on caption_check to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on caption_check to cutdown_app;
grant update (pack, engine, input_hash, errors, warnings, at) on caption_check to cutdown_app;

-- The worker's hourly round goes over all organizations: which cuts were checked by other rules than those of now.
create function door.outdated_checks(in_locales text[], in_packs text[], in_engine text, in_limit int)
    returns table (org uuid, cut_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select distinct k.org, k.cut_id from caption_check k
            left join unnest(in_locales, in_packs) as now (locale, pack) on now.locale = k.locale
            where k.engine <> in_engine or k.pack <> coalesce(now.pack, k.pack)
            limit in_limit;
    end;
