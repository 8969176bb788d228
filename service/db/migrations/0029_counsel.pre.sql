-- Counsel: who confirms what the law asks, and may say that a gate need not hold.

alter table role_grant drop constraint role_grant_role_known;
alter table role_grant add constraint role_grant_role_known check (role in
    ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'counsel', 'viewer'));
alter table invitation_grant drop constraint invitation_grant_role_known;
alter table invitation_grant add constraint invitation_grant_role_known check (role in
    ('admin', 'producer', 'editor', 'localizer', 'reviewer', 'marketer', 'client', 'counsel', 'viewer'));
