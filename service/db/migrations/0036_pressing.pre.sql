-- Posts of which nobody knows whether they arrived are looked for in every campaign.

create index post_unknown on post (org, id) where status = 'unknown';
