-- Delivery of caption files to anybody, where a market says so, and word of what may no longer be delivered.

create unique index cut_id_once on cut (id);               -- whoever asks for a public cut cannot say its organization

-- Whether a cut's files for a market are for everybody: the campaign says so of that market, and nothing above the file
-- was withdrawn.
create function door.is_public(in_org uuid, in_cut uuid, in_market text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    return exists (
        select from cut c
        join video v on v.org = c.org and v.id = c.video_id and v.withdrawn_at is null
        join campaign p on p.org = c.org and p.id = v.campaign_id and p.withdrawn_at is null
        join campaign_market m on m.org = c.org and m.campaign_id = p.id and m.market = in_market and m.public_delivery
        where c.org = in_org and c.id = in_cut and c.withdrawn_at is null);

-- Somebody without a key asks for a file: only its key names the organization, and only if the file is for everybody.
create function door.public_file(in_file_key bytea) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select f.org from file f
            join release r on r.org = f.org and r.id = f.release_id and r.approved_at is not null
            where f.file_key = in_file_key and door.is_public(r.org, r.cut_id, r.market));

-- The same for the latest captions of a cut: only the cut names the organization.
create function door.public_cut(in_cut uuid, in_market text) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select c.org from cut c where c.id = in_cut and door.is_public(c.org, c.id, in_market));

-- Every server process hears, when the change commits, of which cut or campaign it must look at the files again.
create function tell_of_release() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform pg_notify('cutdown_delivery', new.cut_id::text);
    return null;
end $$;
create trigger release_told after insert or update of approved_at, withdrawn_at on release
    for each row execute function tell_of_release();

create function tell_of_market() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform pg_notify('cutdown_delivery', coalesce(new.campaign_id, old.campaign_id)::text);
    return null;
end $$;
create trigger campaign_market_told after insert or delete or update on campaign_market
    for each row execute function tell_of_market();
