import { type SQL, sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import type { AttemptStatus, KnownAttempt, PayoutStatus } from "./rules.ts";

interface Row {
  reference: string;
  payout_id: string;
  number: number;
  status: AttemptStatus;
  payout_status: PayoutStatus;
  in_doubt: boolean;
  is_fee_known: boolean;
  others_paid: number;
  checks: number;
  amount_minor: string;
  currency: string;
  rail: RailName;
}

/** How many other attempts of `a`'s payout the rail has paid and not taken back. */
export function othersPaid(): SQL {
  return sql`(
    select count(*)::int from payout_attempts o
    where o.payout_id = a.payout_id and o.reference <> a.reference and o.status = 'succeeded'
  )`;
}

/** Attempts by their references; those that nobody sent to a rail are left out, and so are lines of a file. */
export async function loadAttempts(ctx: Ctx, references: readonly string[]): Promise<Map<string, KnownAttempt>> {
  const rows = await query<Row>(
    ctx.db,
    sql`select a.reference, a.payout_id, a.number, a.status, p.status as payout_status, a.in_doubt,
        a.fee_minor is not null as is_fee_known, ${othersPaid()} as others_paid, a.checks, p.amount_minor, p.currency, p.rail
      from payout_attempts a join payouts p on p.id = a.payout_id
      where a.reference = any(${sql.param(references)}::text[]) and a.via = 'rail'`,
  );
  return new Map(
    rows.map((row) => [
      row.reference,
      {
        reference: row.reference,
        payoutId: row.payout_id,
        number: row.number,
        status: row.status,
        payoutStatus: row.payout_status,
        inDoubt: row.in_doubt,
        isFeeKnown: row.is_fee_known,
        othersPaid: row.others_paid,
        checks: row.checks,
        amountMinor: BigInt(row.amount_minor),
        currency: row.currency,
        rail: row.rail,
        environment: ctx.rails[row.rail].environment,
      },
    ]),
  );
}
