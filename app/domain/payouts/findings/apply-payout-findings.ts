import { sql } from "drizzle-orm";
import { parseInstant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import type { RailName, Transfer } from "../../ports.ts";
import { applyAnswersApart } from "../apply-answers-apart.ts";
import type { Told } from "../apply-transfer-answers.ts";
import type { Finding } from "./create-payout-finding.ts";
import { isUndecided } from "./in-doubt.ts";

const BATCH_SIZE = 20;

interface Row {
  reference: string;
  finding: Finding;
  rail: RailName;
  currency: string;
  amount_minor: string;
  decided_at: string;
}

/**
 * Applies what two people say of payouts that the rail gives no conclusive answer about, by the one completion path. What was
 * decided meanwhile is left as it is. Moves what applyTransferAnswers moves. Returns how many waited.
 */
export async function applyPayoutFindings(ctx: Ctx): Promise<number> {
  const rows = await query<Row>(
    ctx.db,
    sql`select a.reference, f.finding, p.rail, p.currency, p.amount_minor, to_json(f.decided_at) #>> '{}' as decided_at
      from payout_findings f
      join payout_attempts a on a.reference = f.reference
      join payouts p on p.id = f.payout_id
      where f.status = 'confirmed' and ${isUndecided()}
      order by f.decided_at limit ${BATCH_SIZE}`,
  );
  await applyAnswersApart(
    ctx,
    rows.map((row) => [toTold(row)]),
  );
  return rows.length;
}

function toTold({ reference, finding, rail, currency, amount_minor, decided_at }: Row): Told {
  const transfer: Transfer = {
    rail,
    environment: null,
    reference,
    transferCode: null,
    status: finding === "paid" ? "succeeded" : "failed",
    failure: finding === "paid" ? null : "other",
    currency,
    amountMinor: BigInt(amount_minor),
    railFeeMinor: null,
    movedAt: parseInstant(decided_at),
  };
  return { reference, answer: { status: "found", transfer }, source: "staff", trace: null, eventId: null };
}
