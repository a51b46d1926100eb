import { newId } from "../../core/ids.ts";
import { after, days, type Instant } from "../../core/time.ts";
import { type Ctx, query, transact } from "../context.ts";
import type { Charge } from "../ports.ts";
import { chargeStatement } from "./charge-statement.ts";
import { PLATFORM, releaseSuspense } from "./release-suspense.ts";
import { ASK_AGAIN_MS, judgeCharge, type KnownTip, type SuspenseReason, type Verdict } from "./rules.ts";

/** Something the rail said about a charge that succeeded, and how we heard of it. */
export interface Finding {
  charge: Charge;
  tip: KnownTip | null;
  /** Kept in the tip's history: `webhook`, `return` or `sweep`. */
  cause: "webhook" | "return" | "sweep";
  /** The inbox row to settle with the same statement. */
  eventId: string | null;
}

export type Application = Verdict["verdict"];

const DUE_IN_MS = days(1);

/**
 * The one completion path: books charges that succeeded, whoever heard of them (webhook, return page, sweeper).
 * Keeps: each tip is counted once, whatever is repeated or reordered; what does not agree goes to suspense with an
 * alert, never away. Moves: tips initiated|pending|failed|abandoned → succeeded. One round trip a batch; only tips
 * claimed by their own guarded transition are posted, so a lost race books nothing.
 */
export async function applyCharges(ctx: Ctx, findings: readonly Finding[]): Promise<Application[]> {
  const judged = findings.map((finding) => ({
    finding,
    verdict: judgeCharge(finding.charge, finding.tip, finding.cause === "webhook" ? "webhook" : "lookup"),
  }));
  if (judged.length === 0) return [];
  const at = ctx.clock.now();
  const bookings = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "book" ? [toBooking(finding, verdict, at)] : [],
  );
  const suspensions = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "suspend" ? [toSuspension(ctx, finding, verdict.reason, at)] : [],
  );
  const events = judged.flatMap(({ finding, verdict }) => (finding.eventId ? [toEvent(finding, verdict, at)] : []));
  const asked = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "ask_rail" && finding.tip ? [finding.tip.id] : [],
  );
  const statement = chargeStatement({ bookings, suspensions, events, asked, at });
  if (bookings.length + suspensions.length === 0) await query(ctx.db, statement);
  else {
    const references = findings.map(({ charge }) => charge.reference);
    await transact(ctx, [ctx.db.execute(statement), ctx.db.execute(releaseSuspense(references, at))]);
  }
  return judged.map(({ verdict }) => verdict.verdict);
}

function toBooking(finding: Finding, verdict: Verdict & { verdict: "book" }, at: Instant) {
  const { charge, cause } = finding;
  return {
    tip_id: charge.reference,
    rail: charge.rail,
    rail_transaction_id: charge.railTransactionId,
    charged: String(verdict.chargedMinor),
    rail_fee: String(verdict.railFeeMinor),
    channel: charge.channel,
    paid_at: charge.paidAt ?? at,
    cause,
  };
}

/**
 * One suspense posting per rail transaction and claimed amount: an event repeated is one, two amounts are two. A charge
 * under another reference than the tip's, as a rail may answer by mistake, is no money of that tip's organisation.
 */
function toSuspension(ctx: Ctx, { charge, tip }: Finding, reason: SuspenseReason, at: Instant) {
  const { rail, environment, railTransactionId, currency, chargedMinor } = charge;
  const known = tip?.id === charge.reference ? tip : null;
  const organisationId = known?.organisationId ?? PLATFORM;
  return {
    posting_id: `suspense:${organisationId}:${rail}:${environment}:${railTransactionId}:${currency}:${chargedMinor}`,
    item_id: newId("rec", at, ctx.randomness),
    alert_id: newId("alt", at, ctx.randomness),
    organisation_id: organisationId,
    rail,
    reason,
    reference: charge.reference.slice(0, 100),
    rail_transaction_id: railTransactionId,
    currency,
    amount: String(chargedMinor),
    expected: known?.chargeMinor == null ? null : String(known.chargeMinor),
    event_at: charge.paidAt ?? at,
    due_at: after(at, DUE_IN_MS),
  };
}

/**
 * How the inbox row ends. One to be booked ends only if its own transaction is the one that claimed the tip: had another
 * won the race, the row stays due and is judged again. One without a fee stays due until the rail has named it.
 */
function toEvent({ eventId, charge }: Finding, verdict: Verdict, at: Instant) {
  switch (verdict.verdict) {
    case "book":
      return {
        id: eventId,
        status: "applied",
        note: "booked",
        tip_id: charge.reference,
        claim: charge.railTransactionId,
      };
    case "counted_before":
      return { id: eventId, status: "applied", note: "counted before" };
    case "suspend":
      return { id: eventId, status: "suspended", note: verdict.reason };
    case "ask_rail":
      return {
        id: eventId,
        status: "received",
        note: "names no fee; the rail is asked",
        again_at: after(at, ASK_AGAIN_MS),
      };
  }
}
