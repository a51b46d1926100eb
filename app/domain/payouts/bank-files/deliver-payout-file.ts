import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { listFullAccounts } from "../../guards/index.ts";
import { requireStaff } from "../../permissions.ts";
import { isStopped } from "../usable.ts";
import { type FileRecord, loadExportedLines, loadFile } from "./known-files.ts";
import { fileNameOf } from "./rules.ts";
import { storeFile } from "./stored-file.ts";

export type DeliverPayoutFileOutcome =
  | { status: "delivered"; name: string; bytes: Uint8Array<ArrayBuffer> }
  /** It is closed or voided, and deleted. */
  | { status: "ended" }
  /** Somebody asked to void it: nobody shall upload it meanwhile. */
  | { status: "being_voided" }
  /** Payouts are stopped: no money leaves this way either. */
  | { status: "stopped" };

/**
 * Gives a file to one of finance, to upload it at the bank, and records who takes it before they have it. Makes it anew when
 * object storage does not have it. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function deliverPayoutFile(ctx: Ctx, fileId: string): Promise<DeliverPayoutFileOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const file = await loadFile(organisationId, fileId, ctx);
  const refusal = await recordDownload(ctx, file);
  if (refusal !== null) return { status: refusal };
  const stored = await ctx.files.get(file.fileKey);
  const bytes = stored ? new Uint8Array(await stored.arrayBuffer()) : await makeAgain(ctx, file);
  return { status: "delivered", name: fileNameOf(file), bytes };
}

/** Decides and records in one statement, so that nobody takes what was just given up or stopped. */
async function recordDownload(
  ctx: Ctx,
  { id, organisationId, sha256 }: FileRecord,
): Promise<"ended" | "being_voided" | "stopped" | null> {
  const entry = { organisationId, action: "payout_file.downloaded", subject: id, after: { sha256 } };
  const [found] = await query<{ status: string; is_being_voided: boolean; is_stopped: boolean }>(
    ctx.systemDb,
    sql`with found as materialized (
        select f.id, f.status, f.void_asked_by is not null as is_being_voided,
          ${isStopped(sql`f.organisation_id`, sql`f.currency`)} as is_stopped
        from payout_files f where f.id = ${id} and f.organisation_id = ${organisationId} for share
      ),
      changed as (select id from found where status = 'exported' and not is_being_voided and not is_stopped),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select status, is_being_voided, is_stopped from found`,
  );
  if (found?.status !== "exported") return "ended";
  if (found.is_being_voided) return "being_voided";
  return found.is_stopped ? "stopped" : null;
}

async function makeAgain(ctx: Ctx, file: FileRecord): Promise<Uint8Array<ArrayBuffer>> {
  const lines = await loadExportedLines(file, ctx);
  const accounts = await listFullAccounts(ctx, [...new Set(lines.map(({ accountId }) => accountId))]);
  return storeFile(file, { lines, accounts: new Map(accounts.map((account) => [account.accountId, account])) }, ctx);
}
