-- The feed of one organization's events, in the order of commits.

create index outbox_of_organization on outbox (org, xid, id);
