-- name: claim_result (organization)
-- Waits while another transaction holds the same claim; nothing comes back when that one has committed.
insert into job_result (org, kind, subject, input_hash) values ($1, $2, $3, $4)
on conflict on constraint job_result_once do nothing returning true;

-- name: set_result (organization)
update job_result set result = $5 where org = $1 and kind = $2 and subject = $3 and input_hash = $4;

-- name: get_result (organization)
select result from job_result where org = $1 and kind = $2 and subject = $3 and input_hash = $4;

-- name: count_deaths (system: a worker serves every organization)
-- How often the job was picked up and never reported back since it was enqueued or last parked.
select count(*) filter (where status = 'picked') - count(*) filter (where status = 'queued') from jobs.pgqueuer_log
where job_id = $1
  and id > coalesce((select max(id) from jobs.pgqueuer_log where job_id = $1 and status = 'failed'), 0);

-- name: list_parked (system: an operator looks after the jobs of every organization)
select {q.columns} from (
    select q.id as number, q.entrypoint as kind, q.headers ->> 'org' as organization, q.headers ->> 'subject' as subject,
           q.headers ->> 'revision' as revision, q.attempts + 1 as attempts, q.updated as parked_at,
           coalesce((select l.traceback ->> 'exception_message' from jobs.pgqueuer_log l
                     where l.job_id = q.id and l.status = 'failed' order by l.id desc limit 1), '') as reason
    from jobs.pgqueuer q where q.status = 'failed'
) q order by q.parked_at desc, q.number limit $1;

-- name: unpark (system: an operator looks after the jobs of every organization)
-- A job whose work is queued anew under the same key stays parked.
with again as (
    update jobs.pgqueuer p set status = 'queued', attempts = 0, execute_after = now(), updated = now(), queue_manager_id = null
    where p.id = any($1::bigint[]) and p.status = 'failed'
      and not exists (select from jobs.pgqueuer q
                      where q.dedupe_key = p.dedupe_key and q.status in ('queued', 'picked'))
    returning p.id, p.entrypoint, p.priority
)
insert into jobs.pgqueuer_log (job_id, status, entrypoint, priority)
select id, 'queued', entrypoint, priority from again returning job_id;

-- name: forget_history (system: the library's log belongs to no organization)
delete from jobs.pgqueuer_log l where l.created < now() - make_interval(days => $1)
  and not exists (select from jobs.pgqueuer q where q.id = l.job_id);

-- name: forget_statistics (system: the library's statistics belong to no organization)
delete from jobs.pgqueuer_statistics where created < now() - make_interval(days => $1);
