import { sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { MemberRole } from "./input.ts";

export interface ListedInvitation {
  invitationId: string;
  email: string;
  role: MemberRole;
  /** `requested` waits for a second person; `expired` was sent and not followed in time. */
  status: "requested" | "sent" | "expired";
  invitedBy: { userId: string; name: string | null };
  createdAt: Instant | null;
  expiresAt: Instant | null;
}

/** The organisation's invitations that nobody accepted yet, the newest first. Throws FORBIDDEN. */
export async function listInvitations(ctx: Ctx): Promise<ListedInvitation[]> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "members.read", now);
  const rows = await query<
    Omit<ListedInvitation, "createdAt" | "expiresAt"> & { createdAt: string; expiresAt: string | null }
  >(
    ctx.db,
    sql`select i.id as "invitationId", i.email, i.role,
        case when i.expires_at <= ${now}::timestamptz then 'expired' else i.status end as status,
        json_build_object('userId', i.invited_by, 'name', u.name) as "invitedBy",
        i.created_at as "createdAt", i.expires_at as "expiresAt"
      from invitations i left join staff_users u on u.id = i.invited_by
      where i.organisation_id = ${organisationId} and i.status in ('requested', 'sent')
      order by i.created_at desc, i.id desc`,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: parseInstant(row.createdAt),
    expiresAt: parseInstant(row.expiresAt),
  }));
}
