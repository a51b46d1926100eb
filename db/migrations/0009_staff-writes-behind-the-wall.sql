-- What staff write about their own organisation goes through row-level security, too: invitations and wishes for roles, and
-- alerts that come back. Sessions and roles themselves stay the system's: they end what a person does everywhere.
grant insert on invitations, role_changes to asante_staff;
--> statement-breakpoint
grant update (role, status, invited_by, approved_by, token_hash, expires_at, revoked_at) on invitations to asante_staff;
--> statement-breakpoint
grant update (status, decided_at) on role_changes to asante_staff;
--> statement-breakpoint
grant update (detail, raised_at) on alerts to asante_staff;
--> statement-breakpoint

-- Asante's own people suspend a tenant, and reinstate it.
grant update (status) on organisations to asante_app;
