import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import type { RailEvent, RailName } from "../ports.ts";
import { applyCharges, type Finding } from "./apply-charges.ts";
import { applyIntents } from "./apply-intents.ts";
import { applyReturns, type ReturnEvent } from "./apply-returns.ts";
import { intentBehind } from "./intent.ts";
import { KNOWN_TIP_COLUMNS, type KnownTipRow, readKnownTip } from "./load.ts";
import { nextAttemptInMs } from "./rules.ts";

export type EventOutcome = "settled" | "stuck";

interface EventRow extends KnownTipRow {
  event_id: string;
  rail: RailName;
  body: string;
  attempts: number;
}
interface OpenEvent {
  row: EventRow;
  event: RailEvent;
}

/**
 * Applies recorded events, a batch in two round trips: read, decide, write once. Any order, any repetition.
 * An event that cannot be applied with its batch is tried alone, so that one bad event never holds up the others;
 * alone, it is marked stuck with an alert and a later try. Ids that are unknown or settled before count as settled.
 * Throws only when the database is down: then nothing was applied and everything may be tried again.
 */
export async function applyRailEvents(ctx: Ctx, eventIds: readonly string[]): Promise<Map<string, EventOutcome>> {
  const outcomes = new Map<string, EventOutcome>(eventIds.map((id) => [id, "settled"]));
  const open = await loadOpenEvents(ctx, eventIds);
  try {
    await applyOpenEvents(ctx, open);
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("rail_events.batch_failed", { events: open.length, ...describeFault(error) });
    for (const one of open) outcomes.set(one.row.event_id, await applyAlone(ctx, one));
  }
  return outcomes;
}

async function loadOpenEvents(ctx: Ctx, eventIds: readonly string[]): Promise<OpenEvent[]> {
  const rows = await query<EventRow>(
    ctx.db,
    sql`select r.id as event_id, r.rail, r.body, r.attempts, ${KNOWN_TIP_COLUMNS}
      from rail_events r
      left join payments p on p.reference = r.reference and p.rail = r.rail
      left join tips t on t.id = p.tip_id
      where r.id = any(${sql.param(eventIds)}) and r.status in ('received', 'stuck') and r.concerns = 'payment'
      order by r.received_at, r.id`,
  );
  return rows.map((row) => ({
    row,
    event: ctx.rails[row.rail].readEvent(row.body),
  }));
}

/**
 * Tips taken, or answered, while the database was down are known to the rail first: everything needed came back in its
 * metadata. Judged without it, their money would be held in suspense. Gives the events, with those tips if there were any.
 */
async function withIntents(ctx: Ctx, open: readonly OpenEvent[]): Promise<readonly OpenEvent[]> {
  const { qrSigningKeys } = ctx.settings;
  const unknown = await Promise.all(
    open.map(({ row, event }) =>
      event.kind === "charge_succeeded" ? intentBehind(event.charge, readKnownTip(row), qrSigningKeys) : [],
    ),
  );
  if (unknown.flat().length === 0) return open;
  await applyIntents(ctx, unknown.flat());
  return loadOpenEvents(
    ctx,
    open.map(({ row }) => row.event_id),
  );
}

async function applyOpenEvents(ctx: Ctx, open: readonly OpenEvent[]): Promise<void> {
  if (open.length === 0) return;
  const findings: Finding[] = [];
  const returning: ReturnEvent[] = [];
  const aside: { id: string; status: string; note: string }[] = [];
  for (const { row, event } of await withIntents(ctx, open)) {
    const eventId = row.event_id;
    if (event.kind === "charge_succeeded") {
      findings.push({
        charge: event.charge,
        tip: readKnownTip(row),
        cause: "webhook",
        eventId,
      });
    } else if (event.kind === "refund_moved" || event.kind === "dispute_moved") {
      returning.push({ eventId, tipId: row.tip_id, event });
    } else if (event.kind !== "unreadable") {
      aside.push({
        id: eventId,
        status: "not_handled",
        note: "recorded; nothing reacts to this event yet",
      });
    } else {
      aside.push({ id: eventId, status: "suspended", note: event.reason });
    }
  }
  await applyCharges(ctx, findings);
  aside.push(...(await applyReturns(ctx, returning)));
  if (aside.length > 0) await setAside(ctx, aside);
}

/** Ends events that book nothing. One that cannot be read may be money, so a person is told. */
async function setAside(ctx: Ctx, events: readonly { id: string; status: string; note: string }[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = events.map((event) => ({
    ...event,
    alert_id: newId("alt", at, ctx.randomness),
  }));
  await query(
    ctx.db,
    sql`with aside as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id text, status text, note text, alert_id text)
      ),
      alerted as (
        insert into alerts (id, kind, subject, detail, raised_at)
        select alert_id, 'rail_event.unreadable', id, note, ${at} from aside where status = 'suspended'
        on conflict do nothing
      )
      update rail_events r set status = a.status, note = a.note, settled_at = ${at}, next_check_at = null
      from aside a where r.id = a.id and r.status in ('received', 'stuck')`,
  );
}

async function applyAlone(ctx: Ctx, one: OpenEvent): Promise<EventOutcome> {
  try {
    await applyOpenEvents(ctx, [one]);
    return "settled";
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    await markStuck(ctx, one.row, describeFault(error));
    return "stuck";
  }
}

async function markStuck(ctx: Ctx, row: EventRow, fault: Record<string, unknown>): Promise<void> {
  const at = ctx.clock.now();
  const wait = nextAttemptInMs(row.attempts);
  const reason = `could not be applied: ${String(fault["law"] ?? fault["constraint"] ?? fault["code"] ?? fault["fault"])}`;
  await query(
    ctx.db,
    sql`with alerted as (
        insert into alerts (id, kind, subject, detail, raised_at)
        values (${newId("alt", at, ctx.randomness)}, 'rail_event.stuck', ${row.event_id}, ${reason}, ${at})
        on conflict do nothing
      )
      update rail_events set status = 'stuck', note = ${reason}, attempts = attempts + 1,
        next_check_at = ${wait === null ? null : after(at, wait)}::timestamptz
      where id = ${row.event_id} and status in ('received', 'stuck')`,
  );
}
