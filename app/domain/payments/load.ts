import { type SQL, sql } from "drizzle-orm";
import type { Environment } from "../ports.ts";
import type { KnownTip, TipStatus } from "./rules.ts";

/** A tip as a completion needs it; bigints arrive as text. */
export interface KnownTipRow {
  tip_id: string | null;
  organisation_id: string;
  tip_status: TipStatus;
  environment: Environment;
  currency: string;
  charge_minor: string | null;
  platform_fee_minor: string;
  rail_fee_bearer: "guard" | "organisation";
  rail_transaction_id: string | null;
}

/** Columns of `tips t` joined with `payments p`, for `readKnownTip`. */
export const KNOWN_TIP_COLUMNS: SQL = sql.raw(
  "t.id as tip_id, t.organisation_id, t.status as tip_status, p.environment, t.currency, t.charge_minor, t.platform_fee_minor, t.rail_fee_bearer, p.rail_transaction_id",
);

export function readKnownTip(row: KnownTipRow): KnownTip | null {
  if (row.tip_id === null) return null;
  return {
    id: row.tip_id,
    organisationId: row.organisation_id,
    status: row.tip_status,
    environment: row.environment,
    currency: row.currency,
    chargeMinor: row.charge_minor === null ? null : BigInt(row.charge_minor),
    platformFeeMinor: BigInt(row.platform_fee_minor),
    railFeeBearer: row.rail_fee_bearer,
    bookedTransactionId: row.rail_transaction_id,
  };
}
