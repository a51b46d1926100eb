import { sql } from "drizzle-orm";
import { after, type Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { Charge, ChargeLookup, RailName } from "../ports.ts";
import { type Application, applyCharges } from "./apply-charges.ts";
import { applyIntents } from "./apply-intents.ts";
import { intentBehind } from "./intent.ts";
import {
  ASK_AGAIN_MS,
  afterLookup,
  type KnownTip,
  type LookupResult,
  MAY_BE_ABANDONED,
  MAY_FAIL,
  type TipStatus,
} from "./rules.ts";

/** An undecided tip, and how often the rail was asked about it. */
export interface UndecidedTip {
  tip: KnownTip;
  rail: RailName;
  checks: number;
}

/** What asking the rail ended in. `booked` says what the completion path made of a success. */
export type LookupOutcome =
  | { status: "succeeded"; booked: Application }
  | { status: "pending" | "failed" | "not_finished" | "not_asked" };

/**
 * Asks the rail about undecided tips and writes what it says, through the same completion path as a webhook.
 * Moves: initiated|pending|abandoned → failed; initiated|pending → abandoned once the ladder of checks has ended;
 * and what applyCharges moves. `abandoned` at the rail is not final and moves nothing before that (paystack.md §2.4).
 */
export async function applyLookups(
  ctx: Ctx,
  undecided: readonly UndecidedTip[],
  cause: "return" | "sweep",
): Promise<LookupOutcome[]> {
  const lookups = await Promise.all(undecided.map(({ tip, rail }) => ctx.rails[rail].findCharge(tip.id)));
  const found = undecided.map((one, i) => ({ one, tip: one.tip, lookup: lookups[i] }));
  const succeeded = found.flatMap(({ tip, lookup }) =>
    lookup?.status === "found" && lookup.charge.status === "succeeded" ? [{ tip, charge: lookup.charge }] : [],
  );
  const chargeOf = await importIntents(ctx, succeeded);
  const applications = await applyCharges(
    ctx,
    succeeded.map(({ tip, charge }) => ({
      charge,
      tip: { ...tip, chargeMinor: tip.chargeMinor ?? chargeOf.get(tip.id) ?? null },
      cause,
      eventId: null,
    })),
  );
  const bookedOf = new Map(succeeded.map(({ tip }, i) => [tip.id, applications[i]]));
  const rows = found.map(({ one, lookup }) => toRow(one, lookup, cause, ctx.clock.now()));
  await recordLookups(ctx, rows, cause);
  return found.map(({ tip, lookup }) => toOutcome(lookup, bookedOf.get(tip.id)));
}

/** Completes tips whose answer waits in the spool still, or was never recorded; gives what the rail was asked for each. */
async function importIntents(ctx: Ctx, succeeded: readonly { tip: KnownTip; charge: Charge }[]) {
  const { qrSigningKeys } = ctx.settings;
  const missing = (
    await Promise.all(succeeded.map(({ tip, charge }) => intentBehind(charge, tip, qrSigningKeys)))
  ).flat();
  if (missing.length > 0) await applyIntents(ctx, missing);
  return new Map(missing.map(({ intent }) => [intent.tipId, BigInt(intent.chargeMinor)]));
}

function toOutcome(lookup: ChargeLookup | undefined, booked: Application | undefined): LookupOutcome {
  if (booked) return { status: "succeeded", booked };
  if (!lookup || lookup.status === "unknown") return { status: "not_asked" };
  if (lookup.status === "not_found") return { status: "not_finished" };
  return { status: CHARGE_OUTCOME[lookup.charge.status] };
}

const CHARGE_OUTCOME: Record<Charge["status"], "pending" | "failed" | "not_finished"> = {
  succeeded: "pending",
  pending: "pending",
  failed: "failed",
  abandoned: "not_finished",
  reversed: "failed",
};

interface LookupRow {
  tip_id: string;
  outcome: LookupResult;
  http_status: number | null;
  took_ms: number;
  becomes: TipStatus | null;
  may_leave: readonly TipStatus[];
  /** A patron who comes back again and again must not use up the sweeper's checks. */
  on_ladder: boolean;
  checks: number;
  next_check_at: Instant | null;
}

function toRow(
  { tip, checks }: UndecidedTip,
  lookup: ChargeLookup | undefined,
  cause: "return" | "sweep",
  at: Instant,
): LookupRow {
  const outcome = lookup?.status === "found" ? lookup.charge.status : (lookup?.status ?? "unknown");
  const { becomes, checks: counted, waitMs } = afterLookup(outcome, checks);
  const onLadder = cause === "sweep";
  return {
    tip_id: tip.id,
    outcome,
    http_status: lookup?.httpStatus ?? null,
    took_ms: Math.round(lookup?.tookMs ?? 0),
    becomes: onLadder || becomes === "failed" ? becomes : null,
    may_leave: becomes === "failed" ? MAY_FAIL : MAY_BE_ABANDONED,
    on_ladder: onLadder,
    checks: counted,
    next_check_at: waitMs === null ? null : after(at, waitMs),
  };
}

/**
 * Records that the rail was asked and moves tips it said no to. An idempotency key whose first request died before it
 * could answer gets its answer here: nothing was started that anyone can pay.
 */
async function recordLookups(ctx: Ctx, rows: readonly LookupRow[], cause: string): Promise<void> {
  if (rows.length === 0) return;
  const at = ctx.clock.now();
  await query(
    ctx.db,
    sql`with lookup as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (tip_id text, outcome text, http_status int,
          took_ms int, becomes text, may_leave text[], checks int, next_check_at timestamptz, on_ladder boolean)
      ),
      attempted as (
        insert into payment_attempts (payment_reference, call, outcome, http_status, took_ms, at)
        select tip_id, 'find', outcome, http_status, took_ms, ${at} from lookup
      ),
      moved as (
        update tips t set checks = case when l.on_ladder then l.checks else t.checks end,
          next_check_at = case when l.on_ladder then l.next_check_at else t.next_check_at end,
          status = case when t.status = any(l.may_leave) then coalesce(l.becomes, t.status) else t.status end
        from lookup l join tips earlier on earlier.id = l.tip_id
        where t.id = l.tip_id and t.status in ('initiated', 'pending', 'failed', 'abandoned')
        returning t.id, t.status, t.status <> earlier.status as changed
      ),
      history as (
        insert into tip_history (tip_id, status, cause, at) select id, status, ${cause}, ${at} from moved where changed
        on conflict do nothing
      ),
      answered as (
        update idempotency_keys k set answered_at = ${at},
          answer = jsonb_build_object('status', 'rail_unavailable', 'tipId', k.tip_id)
        from lookup l where k.tip_id = l.tip_id and k.answer is null and k.created_at < ${after(at, -ASK_AGAIN_MS)}
      )
      select count(*) from moved`,
  );
}
