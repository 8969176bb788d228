-- The history of a post tells what changed: each step keeps how the post stood after it, and what else it touched. Of steps
-- from before, only that they happened is known.

alter table post_step
    add column gate            text,                            -- which gate was opened by hand
    add column touched         text[] not null default '{}',    -- words of its own, or locales of its captions
    add column media           text,                            -- null: from before this was kept
    add column local_at        timestamp,
    add column zone            text,
    add column fold            text,
    add column url             text,
    add column posted_at       timestamptz,
    add column evidence_sha256 bytea,
    add constraint post_step_gate_of_gates check (gate is null or verb in ('overridden', 'override_ended'));

-- The gate stood at the beginning of the note.
update post_step set gate = split_part(note, ':', 1),
                     note = case verb when 'overridden' then substr(note, strpos(note, ':') + 2) else '' end
where verb in ('overridden', 'override_ended');
