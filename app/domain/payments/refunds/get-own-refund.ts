import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { type Ctx, query } from "../../context.ts";
import { SENT_COLUMNS, type SentRow } from "./moving.ts";

/** A refund of the organisation's, as it is decided on. Throws NOT_FOUND. */
export async function getOwnRefund(
  ctx: Ctx,
  organisationId: string,
  refundId: string,
): Promise<SentRow & { requested_by: string | null }> {
  const [row] = await query<SentRow & { requested_by: string | null }>(
    ctx.db,
    sql`select ${sql.raw(SENT_COLUMNS)}, r.requested_by from refunds r
      where r.id = ${refundId} and r.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such refund.");
  return row;
}
