-- What the organization's counsel read in the law: an item of a rule pack rests on it. A confirmation is bound to the item as
-- it was; of another it says nothing. It is never changed, only withdrawn.

create table rule_confirmation (
    org           uuid not null,
    id            uuid not null default uuidv7(),
    pack          text not null constraint rule_confirmation_pack_shape check (pack ~ '^([A-Z]{2}|WCAG)$'),
    item          text not null constraint rule_confirmation_item_shape check (item ~ '^[A-Z]{2,4}-[0-9]{2}$'),
    item_hash     bytea not null constraint rule_confirmation_hash_length check (octet_length(item_hash) = 32),
    source_title  text not null constraint rule_confirmation_source_filled check (length(source_title) between 1 and 200),
    source_url    text not null constraint rule_confirmation_source_shape
                      check (source_url ~ '^(https?://.*)?$' and length(source_url) <= 2000),
    seen_on       date not null,
    note          text not null constraint rule_confirmation_note_length check (length(note) <= 2000),
    by            uuid not null,
    at            timestamptz not null default now(),
    withdrawn_by  uuid,
    withdrawn_at  timestamptz,
    constraint rule_confirmation_key primary key (org, id),
    constraint rule_confirmation_by foreign key (org, by) references person (org, id),
    constraint rule_confirmation_withdrawn_by foreign key (org, withdrawn_by) references person (org, id),
    constraint rule_confirmation_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index rule_confirmation_once on rule_confirmation (org, pack, item) where withdrawn_at is null;

alter table rule_confirmation enable row level security;
create policy own on rule_confirmation to cutdown_app
    using (org = nullif(current_setting('app.org', true), '')::uuid)
    with check (org = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert on rule_confirmation to cutdown_app;
grant update (withdrawn_by, withdrawn_at) on rule_confirmation to cutdown_app;
