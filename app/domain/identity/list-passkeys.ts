import { sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { StaffSession } from "./rules.ts";

export interface ListedPasskey {
  passkeyId: string;
  name: string;
  createdAt: Instant | null;
  lastUsedAt: Instant | null;
}

/** A person's passkeys, the oldest first. */
export async function listPasskeys(ctx: Ctx, session: StaffSession): Promise<ListedPasskey[]> {
  const rows = await query<{ passkeyId: string; name: string; createdAt: string; lastUsedAt: string | null }>(
    ctx.systemDb,
    sql`select id as "passkeyId", coalesce(name, 'Passkey') as name, created_at as "createdAt",
        last_used_at as "lastUsedAt"
      from staff_passkeys where user_id = ${session.userId} and activated_at is not null order by created_at, id`,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: parseInstant(row.createdAt),
    lastUsedAt: parseInstant(row.lastUsedAt),
  }));
}
