import { sql } from "drizzle-orm";
import { AppError, describeFault } from "../../../core/errors.ts";
import { newId, randomBase32 } from "../../../core/ids.ts";
import { actorName } from "../../audit/index.ts";
import { type Ctx, query, transact } from "../../context.ts";
import { listFullAccounts } from "../../guards/index.ts";
import { requireStaff } from "../../permissions.ts";
import {
  type Export,
  exportStatement,
  lockLanesOf,
  lockPayoutsById,
  mayExport,
  type Wanted,
} from "./export-statement.ts";
import { FILE_KINDS, folderOf, LINES_AT_MOST } from "./rules.ts";
import { type ExportedLine, storeFile } from "./stored-file.ts";

export type CreatePayoutFileOutcome =
  /** `isStored`: false when object storage did not take the file; it is made when it is downloaded. */
  | { status: "exported"; fileId: string; lines: number; isStored: boolean; leftOut: number }
  /** Nothing waits that may go: none is approved, a cap is reached, or payouts are stopped. */
  | { status: "nothing_to_export" };

/**
 * Takes payouts that wait to be sent into a file for a bank, under the same rules as sending: approved, to an account in use,
 * not stopped, within the caps. From then on no call sends them and nobody cancels them, until the bank's results are in or
 * two people give the file up. Intent first: the file is written when its lines are committed, and made again should that fail.
 * Moves: created → exported. Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT.
 */
export async function createPayoutFile(
  ctx: Ctx,
  input: { currency: string; kind: string; payoutIds?: readonly string[] },
): Promise<CreatePayoutFileOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const kind = FILE_KINDS.find((known) => known === input.kind);
  if (!kind || !/^[A-Z]{3}$/.test(input.currency)) {
    throw new AppError("INVALID_INPUT", "Choose which payouts the file is for.", [
      { field: "kind", message: "Choose a currency and a kind of account." },
    ]);
  }
  const { currency, payoutIds } = input;
  const waiting = await findWaiting(ctx, { organisationId, currency, kind, payoutIds, at });
  const accounts = await listFullAccounts(ctx, [...new Set(waiting.map(({ accountId }) => accountId))]);
  const byId = new Map(accounts.map((account) => [account.accountId, account]));
  const payable = waiting.filter(({ accountId }) => byId.has(accountId)).map(({ id }) => id);
  if (payable.length === 0) return { status: "nothing_to_export" };
  const fileId = newId("pf", at, ctx.randomness);
  const fileKey = `${folderOf(organisationId, fileId)}${randomBase32(32, ctx.randomness).toLowerCase()}.csv`;
  const maker = actorName(ctx.actor);
  const wish: Export = { fileId, fileKey, organisationId, currency, kind, maker, payoutIds: payable, at };
  const lines = await claim(ctx, wish);
  if (lines.length === 0) return { status: "nothing_to_export" };
  const stored = await storeFile(
    { id: fileId, fileKey, organisationId, currency },
    { lines, accounts: byId },
    ctx,
  ).catch((error) => {
    ctx.log.error("payout_file.not_stored", { file: fileId, ...describeFault(error) });
    return null;
  });
  const leftOut = waiting.length - lines.length;
  return { status: "exported", fileId, lines: lines.length, isStored: stored !== null, leftOut };
}

/** What may go now, the oldest first; it is asked again under the lock. */
function findWaiting(
  ctx: Ctx,
  { payoutIds, ...wanted }: Omit<Wanted, "payoutIds"> & { payoutIds: readonly string[] | undefined },
): Promise<{ id: string; accountId: string }[]> {
  const chosen = payoutIds === undefined ? sql`true` : sql`p.id = any(${sql.param([...payoutIds])}::text[])`;
  return query(
    ctx.db,
    sql`select p.id, account.id as "accountId"
      from payouts p join payout_accounts account on account.id = p.payout_account_id
      where ${mayExport(wanted)} and ${chosen}
      order by p.created_at, p.id limit ${LINES_AT_MOST}`,
  );
}

async function claim(ctx: Ctx, wish: Export): Promise<ExportedLine[]> {
  const db = ctx.systemDb;
  const [, , claimed] = await transact({ ...ctx, db }, [
    db.execute(lockLanesOf(wish.currency)),
    db.execute(lockPayoutsById(wish.payoutIds)),
    db.execute(exportStatement(wish, ctx)),
  ]);
  return (claimed?.rows ?? []) as unknown as ExportedLine[];
}
