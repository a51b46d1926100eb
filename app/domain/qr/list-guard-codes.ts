import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export interface GuardCode {
  id: string;
  token: string;
  serial: string;
  version: number;
  status: "active" | "revoked";
  createdAt: string;
  revokedAt: string | null;
}

/** Every code that a guard has had, the newest first; the one that works, if any, is `active`. Throws FORBIDDEN. */
export async function listGuardCodes(ctx: Ctx, guardId: string): Promise<GuardCode[]> {
  const { organisationId } = requireStaff(ctx.actor, "codes.read", ctx.clock.now());
  return query<GuardCode>(
    ctx.db,
    sql`select id, token, serial, version, status, created_at as "createdAt", revoked_at as "revokedAt"
      from qr_codes where organisation_id = ${organisationId} and guard_id = ${guardId} order by version desc limit 200`,
  );
}
