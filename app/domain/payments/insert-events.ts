import { sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { SpooledEvent } from "./spool.ts";

/**
 * Enters raw events into the inbox, due for the sweeper at `dueAt`; gives the ids of those that were not there before.
 * The four-part key is that of money.md §4.
 */
export async function insertEvents(
  events: readonly SpooledEvent[],
  dueAt: Instant,
  { db }: Pick<Ctx, "db">,
): Promise<string[]> {
  const column = (name: keyof SpooledEvent) => sql`${sql.param(events.map((event) => event[name] ?? null))}::text[]`;
  const entered = await query<{ id: string }>(
    db,
    sql`insert into rail_events (id, rail, event, concerns, object_id, reference, body_sha256, body, received_at, next_check_at)
      select id, rail, event, coalesce(concerns, 'payment'), object_id, reference, body_sha256, body, received_at::timestamptz, ${dueAt}
      from unnest(${column("id")}, ${column("rail")}, ${column("event")}, ${column("concerns")}, ${column("objectId")},
        ${column("reference")}, ${column("bodySha256")}, ${column("body")}, ${column("receivedAt")})
        as e (id, rail, event, concerns, object_id, reference, body_sha256, body, received_at)
      on conflict on constraint rail_events_recorded_once do nothing returning id`,
  );
  return entered.map(({ id }) => id);
}
