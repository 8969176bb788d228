-- Statements that forget a wall, each in its own way. No one may pass the lint; nothing runs them.

-- name: no_organization (organization)
select id from campaign where id = $2;

-- name: organization_and_id_swapped (organization)
select id from campaign where org = $2 and id = $1;

-- name: organization_or_id (organization)
select id from campaign where org = $1 or id = $2;

-- name: not_the_organization (organization)
select id from campaign where not org = $1 and id = $2;

-- name: organization_as_a_distinction (organization)
select id from campaign where org is not distinct from $1 and id = $2;

-- name: organization_of_itself (organization)
select id from campaign where org = org and id = $2;

-- name: names_no_row (organization)
select id from campaign where org = $1;

-- name: joined_without_organization (organization)
select c.id from campaign c join brand b on b.id = c.brand_id where c.org = $1 and c.id = $2;

-- name: joined_by_the_others_organization (organization)
select c.id from campaign c join brand b on b.org = c.org and b.id = c.brand_id where c.org = $1 and c.id = $2;

-- name: outer_join_holds_the_wrong_side (organization)
select c.id from campaign c left join brand b on c.org = $1 and b.org = $1 and b.id = c.brand_id where c.id = $2;

-- name: right_join (organization)
select c.id from campaign c right join brand b on b.org = $1 where c.org = $1 and c.id = $2;

-- name: cross_join (organization)
select c.id from campaign c, brand b where c.org = $1 and c.id = $2;

-- name: nested_join (organization)
select c.id from (campaign c join brand b on true) where c.org = $1 and c.id = $2;

-- name: subquery_without (organization)
select id from brand where org = $1 and id = (select brand_id from campaign where id = $2);

-- name: cte_without (organization)
with x as (select brand_id from campaign where id = $2) select id from brand where org = $1 and id in (select brand_id
from x);

-- name: union_without (organization)
select id from brand where org = $1 and id = $2 union select id from brand;

-- name: unknown_relation (organization)
select id from foreign_table where org = $1 and id = $2;

-- name: update_without (organization)
update brand set name = 'x' where id = $2;

-- name: update_from_without (organization)
update campaign set name = b.name from brand b where campaign.org = $1 and campaign.id = $2 and b.id =
campaign.brand_id;

-- name: delete_without (organization)
delete from beat where story_id = $2;

-- name: delete_using_without (organization)
delete from beat using story s where beat.org = $1 and beat.story_id = s.id and s.id = $2;

-- name: insert_without (organization)
insert into brand (name) values ($2);

-- name: insert_swapped (organization)
insert into brand (org, name) values ($2, $1);

-- name: insert_second_row (organization)
insert into brand (org, name) values ($1, $2), ($3, $2);

-- name: insert_select_without (organization)
insert into campaign (org, brand_id) select b.org, b.id from brand b where b.id = $2;

-- name: conflict_across_organizations (organization)
insert into person (org, email) values ($1, $2) on conflict (email) do update set name = 'x';

-- name: merge (organization)
merge into brand b using campaign c on c.brand_id = b.id when matched then delete;

-- name: no_brand (brand)
select c.id from campaign c where c.org = $1 and c.id = $3;

-- name: brand_of_another_parameter (brand)
select c.id from campaign c where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($3)) and c.id = $3;

-- name: all_of_another_parameter (brand)
select c.id from campaign c where c.org = $1 and ($3::uuid[] is null or c.brand_id = any($2)) and c.id = $3;

-- name: all_negated (brand)
select c.id from campaign c where c.org = $1 and ($2::uuid[] is not null or c.brand_id = any($2)) and c.id = $3;

-- name: all_always (brand)
select c.id from campaign c where c.org = $1 and (true or c.brand_id = any($2)) and c.id = $3;

-- name: wrong_column_for_brand (brand)
select c.id from campaign c where c.org = $1 and ($2::uuid[] is null or c.id = any($2)) and c.id = $3;

-- name: rows_without_a_brand (brand)
select c.id from campaign c where c.org = $1 and ($2::uuid[] is null or c.brand_id is null or c.brand_id = any($2));

-- name: brand_or_id (brand)
select c.id from campaign c where c.org = $1 and (c.id = $3 or ($2::uuid[] is null or c.brand_id = any($2)));

-- name: joined_to_nothing (brand)
select c.id, v.id from campaign c join video v on v.org = $1 where c.org = $1 and ($2::uuid[] is null or c.brand_id =
any($2));

-- name: brand_inside_only (brand)
select b.id from brand b where b.org = $1 and exists (select from campaign c where c.org = $1 and ($2::uuid[] is null
or c.brand_id = any($2)));

-- name: union_without_brand (brand)
select c.id from campaign c where c.org = $1 and ($2::uuid[] is null or c.brand_id = any($2)) union select id from
campaign where org = $1;

-- name: cte_without_brand (brand)
with x as (select id from story where org = $1) select c.id from campaign c join x on x.id = c.id where c.org = $1 and
($2::uuid[] is null or c.brand_id = any($2));

-- name: system_reads_a_tenant (system: planted)
select id from brand;

-- name: system_joins_a_tenant (system: planted)
select id from door.outbox_after($1, $2, $3) e join person p on p.id = e.actor;

-- name: system_looks_at_a_tenant (system: planted)
update jobs.pgqueuer set status = 'failed' where headers ->> 'org' in (select id::text from organization);
