-- A campaign may ask that nobody approves what they wrote themselves.
alter table campaign add column four_eyes boolean not null default false;
