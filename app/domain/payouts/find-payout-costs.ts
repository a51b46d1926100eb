import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { type FeeBand, type FeeBearer, type PayoutPlan, planPayout } from "./fee-plan.ts";
import { SETTLES_AT } from "./rules.ts";
import { feeBands } from "./usable.ts";

/** What becomes of one balance at a settlement, by who bears the transfer's fee; null where it would wait. Minor units. */
export interface PayoutCost {
  kind: "bank" | "mobile_money";
  balanceMinor: bigint;
  plans: Record<FeeBearer, PayoutPlan | null>;
}

/** A small, a usual and a large balance, in the minor units of currencies whose unit is worth little, or more. */
const BALANCES = [152_000n, 1_520_000n, 6_000_000n];
const SMALL_UNITS: readonly Currency[] = ["NGN", "KES", "XOF"];

/** What sending a guard's money costs there, on examples that the settlement itself would decide alike. Throws FORBIDDEN. */
export async function findPayoutCosts(ctx: Ctx): Promise<{ settlesAt: string; costs: PayoutCost[] }> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "organisation.read", at);
  const rows = await query<{
    currency: string;
    kind: PayoutCost["kind"] | null;
    from: string;
    upTo: string | null;
    fee: string;
  }>(
    ctx.db,
    sql`with mine as (select currency from organisations where id = ${organisationId}),
      band as (${feeBands(sql`(select currency from mine)`, at)})
      select mine.currency, b.kind, b.from_minor::text as "from", b.up_to_minor::text as "upTo", b.fee_minor::text as fee
      from mine left join band b on b.rail = ${ctx.rails.paystack.name} order by b.kind, b.from_minor`,
  );
  const [first] = rows;
  assert(first && isCurrency(first.currency), "an organisation's currency is one we handle");
  const divisor = SMALL_UNITS.includes(first.currency) ? 1n : 10n;
  const kinds = [...new Set(rows.map(({ kind }) => kind ?? "bank"))];
  const bandsOf = (kind: string): FeeBand[] =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ from, upTo, fee }) => ({
        fromMinor: BigInt(from),
        upToMinor: upTo === null ? null : BigInt(upTo),
        feeMinor: BigInt(fee),
      }));
  const costs = kinds.flatMap((kind) =>
    BALANCES.map((balance) => {
      const balanceMinor = balance / divisor;
      const planFor = (bearer: FeeBearer) => planPayout(balanceMinor, bandsOf(kind), bearer);
      return { kind, balanceMinor, plans: { guard: planFor("guard"), organisation: planFor("organisation") } };
    }),
  );
  return { settlesAt: SETTLES_AT, costs };
}
