-- The picture that stands for a cut: the middle of its longest stretch of picture. (Cuts of one film tend to begin alike.)
alter view cut_opening rename to cut_still;
create or replace view cut_still with (security_invoker) as
select c.org, c.brand_id, c.id as cut_id, o.sha256, g.frame
from cut c
cross join lateral (
    select g.source_id, g.in_frame + (g.out_frame - g.in_frame) / 2 as frame
    from segment g
    where g.org = c.org and g.cut_id = c.id and g.edit_revision = c.edit_revision and g.layer = 'picture'
    order by g.out_frame - g.in_frame desc, g.position
    limit 1
) g
join source o on o.org = c.org and o.id = g.source_id
where c.withdrawn_at is null;
