import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { type Ctx, query } from "../../context.ts";
import type { RailName } from "../../ports.ts";
import type { DisputeStatus } from "./rules.ts";

export interface DisputeRow {
  id: string;
  tip_id: string;
  rail: RailName;
  rail_dispute_id: string;
  status: DisputeStatus;
  amount_minor: string;
  answer: "accept" | "defend" | null;
  message: string | null;
  evidence_key: string | null;
  evidence_sha256: string | null;
  due_at: string | null;
  moves: number;
}

/** The columns of `disputes d` for a DisputeRow. */
export const DISPUTE_COLUMNS = `d.id, d.tip_id, d.rail, d.rail_dispute_id, d.status, d.amount_minor::text, d.answer,
  d.message, d.evidence_key, d.evidence_sha256, d.due_at, d.moves`;

/** A dispute of the organisation's, as it is decided on. Throws NOT_FOUND. */
export async function getOwnDispute(ctx: Ctx, organisationId: string, disputeId: string): Promise<DisputeRow> {
  const [row] = await query<DisputeRow>(
    ctx.db,
    sql`select ${sql.raw(DISPUTE_COLUMNS)} from disputes d
      where d.id = ${disputeId} and d.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such dispute.");
  return row;
}
