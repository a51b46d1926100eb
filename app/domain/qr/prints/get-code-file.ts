import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { type Ctx, query } from "../../context.ts";
import type { PrintKind } from "../../imaging.ts";
import { requireStaff } from "../../permissions.ts";
import { loadPrintable } from "../load.ts";
import { contentTypeOf, guardFile, type PrintedFile } from "./batch.ts";
import { unreadableAlert } from "./unreadable.ts";

export type CodeFileOutcome =
  | { status: "printed"; file: PrintedFile & { contentType: string } }
  /** It could not be read back: it is not handed out, and an alert was raised. */
  | { status: "unreadable"; serials: string[] };

/** One guard's active code as a file. Throws FORBIDDEN, NOT_FOUND for a guard without one. */
export async function getCodeFile(
  ctx: Ctx,
  { guardId, kind, cropMarks }: { guardId: string; kind: PrintKind; cropMarks: boolean },
): Promise<CodeFileOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "prints.read", ctx.clock.now());
  const active = await query<{ id: string }>(
    ctx.db,
    sql`select id from qr_codes
      where organisation_id = ${organisationId} and guard_id = ${guardId} and status = 'active'`,
  );
  const [code] = await loadPrintable(
    ctx,
    organisationId,
    active.map(({ id }) => id),
  );
  if (!code) throw new AppError("NOT_FOUND", "This guard has no active code, or is not yours.");
  const outcome = await ctx.press.print([code.card], kind, { cropMarks });
  if (outcome.status === "unreadable") {
    const serials = [code.card.serial];
    await query(ctx.db, unreadableAlert({ organisationId, subject: code.id, serials }, ctx));
    return { status: "unreadable", serials };
  }
  const name = guardFile(code.card, kind);
  return { status: "printed", file: { name, bytes: outcome.bytes, contentType: contentTypeOf(name) } };
}
