import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after, seconds } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import type { Rail } from "../ports.ts";
import { spoolEvent } from "./spool.ts";

/** `lost` never happens silently: the caller answers so that the rail sends the event again. */
export type RecordOutcome = "recorded" | "recorded_before" | "spooled" | "lost";

/** When the sweeper takes an event whose wake-up message was lost. */
const SWEEP_AFTER_MS = seconds(10);

/**
 * Records a verified event, raw, before anything is done with it: in the inbox, else in the spool (money.md §4).
 * The wake-up message that follows is a hint only. Applies nothing.
 */
export async function createRailEvent(ctx: Ctx, rail: Rail, bytes: Uint8Array<ArrayBuffer>): Promise<RecordOutcome> {
  const body = new TextDecoder().decode(bytes).replaceAll("\u0000", "\ufffd");
  const bodySha256 = await sha256(bytes);
  const { event, objectId, reference } = rail.readHeading(body);
  const at = ctx.clock.now();
  const row = {
    id: newId("evt", at, ctx.randomness),
    rail: rail.name,
    event,
    objectId,
    reference,
    bodySha256,
    body,
  };
  try {
    const recorded = await query<{ id: string }>(
      ctx.db,
      sql`insert into rail_events (id, rail, event, object_id, reference, body_sha256, body, received_at, next_check_at)
        values (${row.id}, ${row.rail}, ${event}, ${objectId}, ${reference}, ${bodySha256}, ${body}, ${at},
          ${after(at, SWEEP_AFTER_MS)})
        on conflict on constraint rail_events_recorded_once do nothing returning id`,
    );
    if (recorded.length === 0) return "recorded_before";
    await ctx.wake({ kind: "rail_event", id: row.id });
    return "recorded";
  } catch (error) {
    // Whatever kept it out of the inbox, the event is signed money news: it waits in the spool rather than be refused.
    if (!isDatabaseDown(error)) ctx.log.error("rail_event.not_recorded", describeFault(error));
    return spoolEvent({ ...row, receivedAt: at.toISOString() }, ctx);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
