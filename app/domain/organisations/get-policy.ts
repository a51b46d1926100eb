import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { FeeSchedule } from "./fees.ts";
import { type FeeJson, feesOfCountry, readFees, readTerms, type TermsJson, termsOfRow } from "./policy-rows.ts";
import type { PolicyTerms } from "./rules.ts";

export interface Policy {
  version: number;
  terms: PolicyTerms;
  currency: Currency;
  /** What the rail charges there: for estimates. */
  fees: FeeSchedule[];
  /** The latest versions, newest first. */
  history: { version: number; inForceFrom: string }[];
}

interface Row {
  version: number;
  terms: TermsJson;
  currency: string;
  fees: FeeJson[];
  history: Policy["history"];
}

/** The newest version of what the organisation decided, and what an estimate needs. Throws FORBIDDEN. */
export async function getPolicy(ctx: Ctx): Promise<Policy> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "organisation.read", now);
  const [row] = await query<Row>(
    ctx.db,
    sql`select p.version, ${termsOfRow} as terms, o.currency, ${feesOfCountry(ctx.rails.paystack.name, now)} as fees, (
        select jsonb_agg(jsonb_build_object('version', v.version, 'inForceFrom', v.in_force_from) order by v.version desc)
        from (
          select version, in_force_from from organisation_policies where organisation_id = o.id
          order by version desc limit 10
        ) v
      ) as history
      from organisations o join organisation_policies p on p.organisation_id = o.id
      where o.id = ${organisationId} order by p.version desc limit 1`,
  );
  assert(row, "every organisation has a policy from its first day");
  assert(isCurrency(row.currency), "an organisation's currency is one we handle");
  return { ...row, currency: row.currency, terms: readTerms(row.terms), fees: readFees(row.fees) };
}
