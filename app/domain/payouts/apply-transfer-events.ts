import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after, hours } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import type { RailEvent, RailName } from "../ports.ts";
import { applyTransferAnswers } from "./apply-transfer-answers.ts";
import { createPayoutAlerts } from "./create-payout-alerts.ts";
import { lawOf } from "./faults.ts";

export type EventOutcome = "settled" | "stuck";

/** An event that moves no payout, and what a person is told of it, if anything. */
interface Aside {
  id: string;
  status: "suspended" | "not_handled";
  alert: string | null;
  note: string;
}
interface OpenEvent {
  id: string;
  rail: RailName;
  event: RailEvent;
}

/**
 * Applies recorded events about transfers, a batch at a time, in any order and any number. One that cannot be applied with
 * its batch is tried alone, marked stuck with an alert, and tried again later. Throws only when the database is down.
 */
export async function applyTransferEvents(ctx: Ctx, eventIds: readonly string[]): Promise<Map<string, EventOutcome>> {
  const outcomes = new Map<string, EventOutcome>();
  const rows = await query<{ id: string; rail: RailName; body: string }>(
    ctx.db,
    sql`select id, rail, body from rail_events
      where id = any(${sql.param(eventIds)}::text[]) and status in ('received', 'stuck') and concerns = 'payout'
      order by received_at, id`,
  );
  const open = rows.map(({ id, rail, body }) => ({ id, rail, event: ctx.rails[rail].readEvent(body) }));
  for (const { id } of open) outcomes.set(id, "settled");
  try {
    await applyOpenEvents(ctx, open);
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("transfer_events.batch_failed", { events: open.length, ...describeFault(error) });
    for (const one of open) outcomes.set(one.id, await applyAlone(ctx, one));
  }
  return outcomes;
}

async function applyOpenEvents(ctx: Ctx, open: readonly OpenEvent[]): Promise<void> {
  if (open.length === 0) return;
  const told = open.flatMap(({ id, event }) =>
    event.kind === "transfer_moved"
      ? [
          {
            reference: event.transfer.reference,
            answer: { status: "found" as const, transfer: event.transfer },
            source: "webhook" as const,
            trace: null,
            eventId: id,
          },
        ]
      : [],
  );
  const strange = new Set((await applyTransferAnswers(ctx, told)).map(({ eventId }) => eventId));
  const aside = open.flatMap(({ id, event }): Aside[] => {
    if (event.kind === "unreadable") {
      return [{ id, status: "suspended", alert: "rail_event.unreadable", note: event.reason }];
    }
    if (event.kind !== "transfer_moved") {
      return [{ id, status: "not_handled", alert: null, note: "no event about a transfer" }];
    }
    const note = "a transfer that none of our payouts made";
    return strange.has(id) ? [{ id, status: "suspended", alert: "transfer.unknown", note }] : [];
  });
  if (aside.length > 0) await setAside(ctx, aside);
}

/** Ends events that move no payout of ours. One that cannot be read, or that we never sent, is shown to a person. */
async function setAside(ctx: Ctx, events: readonly Aside[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = events.map((event) => ({ ...event, alert_id: newId("alt", at, ctx.randomness) }));
  await query(
    ctx.db,
    sql`with aside as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id text, status text, alert text, note text,
          alert_id text)
      ),
      alerted as (
        insert into alerts (id, kind, subject, detail, raised_at)
        select alert_id, alert, id, note, ${at} from aside where alert is not null
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
    const fault = describeFault(error);
    const why = lawOf(fault);
    const reason = `could not be applied: ${why}`;
    const at = ctx.clock.now();
    await query(
      ctx.db,
      sql`with alerted as (
          insert into alerts (id, kind, subject, detail, raised_at)
          values (${newId("alt", at, ctx.randomness)}, 'rail_event.stuck', ${one.id}, ${reason}, ${at})
          on conflict do nothing
        )
        update rail_events set status = 'stuck', note = ${reason}, attempts = attempts + 1,
          next_check_at = ${after(at, hours(1))}::timestamptz
        where id = ${one.id} and status in ('received', 'stuck')`,
    );
    const { event } = one;
    if (event.kind === "transfer_moved") await createPayoutAlerts(ctx, [{ reference: event.transfer.reference, why }]);
    return "stuck";
  }
}
