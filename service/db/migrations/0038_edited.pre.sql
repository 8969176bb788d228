-- Since when the edit list of a cut is as it is: what waits for somebody says since when. Of lists that were changed
-- before this was kept, nobody knows.

alter table cut add column edited_at timestamptz;
update cut set edited_at = created_at where edit_revision <= 1;
alter table cut alter column edited_at set default now();
