import { sql } from "drizzle-orm";
import { after, type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { describeBrowser } from "./cookies.ts";
import { IDLE_MS, type StaffSession } from "./rules.ts";

export interface ListedSession {
  sessionId: string;
  isCurrent: boolean;
  /** Such as “Chrome on Windows”. */
  browser: string;
  address: string | null;
  createdAt: Instant | null;
  seenAt: Instant | null;
}

/** Where a person is signed in now, the most recently used first. */
export async function listSessions(ctx: Ctx, session: StaffSession): Promise<ListedSession[]> {
  const now = ctx.clock.now();
  const rows = await query<{
    sessionId: string;
    userAgent: string | null;
    address: string | null;
    createdAt: string;
    seenAt: string;
  }>(
    ctx.systemDb,
    sql`select id as "sessionId", user_agent as "userAgent", ip_address as address, created_at as "createdAt",
        seen_at as "seenAt"
      from staff_sessions
      where user_id = ${session.userId} and activated_at is not null
        and expires_at > ${now}::timestamptz and seen_at > ${after(now, -IDLE_MS)}::timestamptz
      order by seen_at desc, id`,
  );
  return rows.map(({ userAgent, createdAt, seenAt, ...row }) => ({
    ...row,
    isCurrent: row.sessionId === session.sessionId,
    browser: describeBrowser(userAgent),
    createdAt: parseInstant(createdAt),
    seenAt: parseInstant(seenAt),
  }));
}
