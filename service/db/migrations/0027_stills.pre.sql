-- The picture that stands for a cut: what it shows after a third of its time. (Cuts of one film begin and end alike.)
alter view cut_opening rename to cut_still;
create or replace view cut_still with (security_invoker) as
select c.org, c.brand_id, c.id as cut_id, o.sha256, g.frame
from cut c
cross join lateral (
    select g.source_id,
           least(g.in_frame + (c.frames / 3 - g.cut_in_frame)::bigint * g.speed_num / g.speed_den, g.out_frame - 1)::int as frame
    from segment g
    where g.org = c.org and g.cut_id = c.id and g.edit_revision = c.edit_revision and g.layer = 'picture'
      and g.cut_in_frame <= c.frames / 3
    order by g.position desc
    limit 1
) g
join source o on o.org = c.org and o.id = g.source_id
where c.withdrawn_at is null;
