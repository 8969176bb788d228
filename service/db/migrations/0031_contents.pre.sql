-- What films really contain by time, what is said of a cut's frames, and the client's word on a cut.

alter table video add constraint video_in_campaign unique (org, brand_id, campaign_id, id);

create table mark (                                        -- what stands in some frames of a source, or of a cut alone
    org             uuid not null,
    brand_id        uuid not null,
    campaign_id     uuid not null,
    video_id        uuid not null,
    id              uuid not null default uuidv7(),
    source_id       uuid,
    cut_id          uuid,
    in_frame        int not null,
    out_frame       int not null,
    kind            text not null constraint mark_kind_known check (kind in ('requirement', 'rights', 'text', 'ai')),
    requirement_id  uuid,
    rights_id       uuid,
    text            text constraint mark_text_filled check (length(text) between 1 and 2000),
    role            text constraint mark_role_known check (role in ('price', 'legal', 'disclosure', 'super', 'other')),
    box             jsonb,                                 -- left, top, width, height: thousandths of the picture
    made            text constraint mark_made_known check (made in ('script', 'image', 'video', 'music', 'voice')),
    tool            text not null default '' constraint mark_tool_length check (length(tool) <= 200),
    by              uuid not null,
    at              timestamptz not null default now(),
    withdrawn_at    timestamptz,
    constraint mark_key primary key (org, id),
    constraint mark_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint mark_source foreign key (org, video_id, source_id) references source (org, video_id, id),
    constraint mark_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint mark_requirement foreign key (org, brand_id, campaign_id, requirement_id)
        references requirement (org, brand_id, campaign_id, id),
    constraint mark_rights foreign key (org, brand_id, campaign_id, rights_id)
        references rights_window (org, brand_id, campaign_id, id),
    constraint mark_by foreign key (org, by) references person (org, id),
    constraint mark_one_place check (num_nonnulls(source_id, cut_id) = 1),
    constraint mark_some_frames check (in_frame >= 0 and out_frame > in_frame),
    constraint mark_of_requirement check ((kind = 'requirement') = (requirement_id is not null)),
    constraint mark_of_rights check ((kind = 'rights') = (rights_id is not null)),
    constraint mark_of_text check ((kind = 'text') = (text is not null) and (kind = 'text') = (role is not null)),
    constraint mark_of_ai check ((kind = 'ai') = (made is not null))
);
create index mark_by_video on mark (org, video_id, id) where withdrawn_at is null;

-- What AI made is a mark like any other. (Nothing wrote this table yet; what an organization put there itself stays.)
insert into mark (org, brand_id, campaign_id, video_id, id, source_id, in_frame, out_frame, kind, made, tool, by)
select a.org, v.brand_id, v.campaign_id, v.id, a.id, a.source_id, a.in_frame, a.out_frame, 'ai', a.made, left(a.tool, 200), p.id
from ai_provenance a
join source s on s.org = a.org and s.id = a.source_id
join video v on v.org = s.org and v.id = s.video_id
cross join lateral (select p.id from person p where p.org = a.org order by p.id limit 1) p;
drop table ai_provenance;

-- What somebody says of a frame of a cut: a person, or a guest under a typed name.
create table cut_comment (
    org            uuid not null,
    brand_id       uuid not null,
    campaign_id    uuid not null,
    video_id       uuid not null,
    cut_id         uuid not null,
    id             uuid not null default uuidv7(),
    edit_revision  int not null,                           -- the frame is one of this edit list
    frame          int not null constraint cut_comment_frame_counted check (frame >= 0),
    text           text not null constraint cut_comment_length check (length(text) between 1 and 2000),
    by             uuid,
    guest_link_id  uuid,
    guest_name     text constraint cut_comment_guest_named check (length(guest_name) between 1 and 100),
    at             timestamptz not null default now(),
    resolved_by    uuid,
    resolved_at    timestamptz,
    revision       int not null default 1,
    constraint cut_comment_key primary key (org, id),
    constraint cut_comment_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint cut_comment_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint cut_comment_by foreign key (org, by) references person (org, id),
    constraint cut_comment_resolver foreign key (org, resolved_by) references person (org, id),
    constraint cut_comment_guest foreign key (org, brand_id, campaign_id, guest_link_id)
        references guest_link (org, brand_id, campaign_id, id),
    constraint cut_comment_one_speaker check (num_nonnulls(by, guest_link_id) = 1),
    constraint cut_comment_guest_speaks check ((guest_link_id is null) = (guest_name is null)),
    constraint cut_comment_resolved check ((resolved_by is null) = (resolved_at is null))
);
create index cut_comment_by_cut on cut_comment (org, cut_id, id);
create index cut_comment_by_campaign on cut_comment (org, campaign_id, id) where resolved_at is null;

-- Who asked for a word on a cut, and what was said; append-only. It is bound to what the cut was then.
create table cut_decision (
    org            uuid not null,
    brand_id       uuid not null,
    campaign_id    uuid not null,
    video_id       uuid not null,
    cut_id         uuid not null,
    id             uuid not null default uuidv7(),
    word           text not null constraint cut_decision_word_known
                       check (word in ('asked', 'approved', 'changes_asked')),
    edit_sha256    bytea not null constraint cut_decision_edit_length check (length(edit_sha256) = 32),
    film_sha256    bytea constraint cut_decision_film_length check (length(film_sha256) = 32),    -- null: it had none
    note           text not null default '' constraint cut_decision_note_length check (length(note) <= 2000),
    by             uuid,
    guest_link_id  uuid,
    guest_name     text constraint cut_decision_guest_named check (length(guest_name) between 1 and 100),
    at             timestamptz not null default now(),
    constraint cut_decision_key primary key (org, id),
    constraint cut_decision_video foreign key (org, brand_id, campaign_id, video_id)
        references video (org, brand_id, campaign_id, id),
    constraint cut_decision_cut foreign key (org, video_id, cut_id) references cut (org, video_id, id),
    constraint cut_decision_by foreign key (org, by) references person (org, id),
    constraint cut_decision_guest foreign key (org, brand_id, campaign_id, guest_link_id)
        references guest_link (org, brand_id, campaign_id, id),
    constraint cut_decision_one_speaker check (num_nonnulls(by, guest_link_id) = 1),
    constraint cut_decision_guest_speaks check ((guest_link_id is null) = (guest_name is null))
);
create index cut_decision_by_cut on cut_decision (org, cut_id, id);

-- A mark with what it says, when it is, and by what it is perceived: the requirement's kind, what the rights are of, or
-- what AI made.
create view mark_state with (security_invoker) as
select m.org, m.brand_id, m.campaign_id, m.video_id, m.id, m.source_id, m.cut_id, m.in_frame, m.out_frame, m.kind,
       case m.kind
           when 'requirement' then jsonb_build_object('kind', m.kind, 'requirement_id', m.requirement_id)
           when 'rights' then jsonb_build_object('kind', m.kind, 'rights_id', m.rights_id)
           when 'text' then jsonb_build_object('kind', m.kind, 'text', m.text, 'role', m.role, 'box', m.box)
           else jsonb_build_object('kind', m.kind, 'made', m.made, 'tool', m.tool) end as what,
       coalesce(q.kind, w.what, m.made, m.kind) as sense,
       ((2000::bigint * m.in_frame * r.den + r.num) / (2 * r.num))::int as begin_ms,
       ((2000::bigint * m.out_frame * r.den + r.num) / (2 * r.num))::int as end_ms, m.by, m.at
from mark m
left join source s on s.org = m.org and s.id = m.source_id
left join cut c on c.org = m.org and c.id = m.cut_id
left join requirement q on q.org = m.org and q.id = m.requirement_id
left join rights_window w on w.org = m.org and w.id = m.rights_id
cross join lateral (select coalesce(s.fps_num, c.fps_num) as num, coalesce(s.fps_den, c.fps_den) as den) r
where m.withdrawn_at is null;

do $$
declare t text;
begin
    foreach t in array array['mark', 'cut_comment', 'cut_decision'] loop
        execute format('alter table %I enable row level security', t);
        execute format($p$create policy own on %I to cutdown_app
            using (org = nullif(current_setting('app.org', true), '')::uuid)
            with check (org = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
        execute format('grant select, insert on %I to cutdown_app', t);
    end loop;
end $$;
grant select on mark_state to cutdown_app;
grant update (withdrawn_at) on mark to cutdown_app;
grant update (resolved_by, resolved_at, revision) on cut_comment to cutdown_app;
