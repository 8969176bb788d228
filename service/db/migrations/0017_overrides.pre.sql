-- Overrides. One holds for every language of its cut, or for one track (a locale and a kind). It is never deleted:
-- taking it back empties it and counts, so that a release sees that too.

create table cut_captions (                                -- what captions count of a cut
    org                uuid not null,
    brand_id           uuid not null,
    cut_id             uuid not null,
    override_revision  int not null default 0,
    constraint cut_captions_key primary key (org, cut_id),
    constraint cut_captions_cut foreign key (org, brand_id, cut_id) references cut (org, brand_id, id)
);
alter table cut_captions enable row level security;
create policy own on cut_captions to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on cut_captions to cutdown_app;
grant update on cut_captions to cutdown_app;

alter table cut_override
    add column id uuid not null default uuidv7(),
    add column kind text constraint cut_override_kind_known check (kind in ('captions', 'subtitles', 'descriptions', 'forced')),
    alter column base drop not null,                       -- null: nothing was derived
    alter column value drop not null,                      -- null: taken back
    drop constraint cut_override_once,
    add constraint cut_override_key primary key (org, id),
    add constraint cut_override_once
        unique nulls not distinct (org, cut_id, cue_id, segment_id, locale, kind, field),
    add constraint cut_override_of_all_or_one_track check (num_nonnulls(locale, kind) in (0, 2)),
    add constraint cut_override_text_has_a_language check (field <> 'text' or locale is not null);
revoke delete on cut_override from cutdown_app;
create index cut_override_by_cut on cut_override (org, cut_id, id);
