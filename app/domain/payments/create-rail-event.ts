import { describeFault } from "../../core/errors.ts";
import { encodeHex, newId } from "../../core/ids.ts";
import { after, seconds } from "../../core/time.ts";
import { type Ctx, isDatabaseDown } from "../context.ts";
import { gather } from "../gather.ts";
import type { Rail } from "../ports.ts";
import { insertEvents } from "./insert-events.ts";
import { type SpooledEvent, spoolEvent } from "./spool.ts";

/** `lost` never happens silently: the caller answers so that the rail sends the event again. */
export type RecordOutcome = "recorded" | "recorded_before" | "spooled" | "lost";

/** When the sweeper takes an event whose wake-up message was lost. */
const SWEEP_AFTER_MS = seconds(10);
/** As many as one queue batch takes hints. */
const BATCH_SIZE = 100;

/**
 * Records a verified event, raw, before anything is done with it: in the inbox, else in the spool (money.md §4).
 * The wake-up message that follows is a hint only. Applies nothing.
 */
export async function createRailEvent(ctx: Ctx, rail: Rail, bytes: Uint8Array<ArrayBuffer>): Promise<RecordOutcome> {
  const body = new TextDecoder().decode(bytes).replaceAll("\u0000", "\ufffd");
  const bodySha256 = await sha256(bytes);
  const heading = rail.readHeading(body);
  const at = ctx.clock.now();
  const event = {
    ...heading,
    id: newId("evt", at, ctx.randomness),
    rail: rail.name,
    bodySha256,
    body,
    receivedAt: at.toISOString(),
  };
  try {
    return (await recordTogether(event, ctx)) ? "recorded" : "recorded_before";
  } catch (error) {
    // Whatever kept it out of the inbox, the event is signed money news: it waits in the spool rather than be refused.
    if (!isDatabaseDown(error)) ctx.log.error("rail_event.not_recorded", describeFault(error));
    return spoolEvent(event, ctx);
  }
}

/** True for each event that was recorded now, false for one that was recorded before. */
const recordTogether = gather(BATCH_SIZE, async (events: readonly SpooledEvent[], ctx): Promise<boolean[]> => {
  const recorded = new Set(await insertEvents(events, after(ctx.clock.now(), SWEEP_AFTER_MS), ctx));
  const hints = events.filter(({ id }) => recorded.has(id));
  await ctx.wake(
    hints.map(({ id, concerns }) => ({ kind: concerns === "payout" ? "transfer_event" : "rail_event", id })),
  );
  return events.map(({ id }) => recorded.has(id));
});

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return encodeHex(digest);
}
