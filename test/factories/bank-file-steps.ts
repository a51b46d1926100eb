import { afterAll, afterEach, beforeAll, expect } from "vitest";
import {
  applyPayoutFileResults,
  createPayoutFile,
  createPayoutFileResults,
  getPayoutFile,
  startPayoutFileVoid,
  voidPayoutFile,
  voidUnusablePayouts,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { type BankFileWorld, openBankFileWorld, resultsCsv } from "./bank-files.ts";

/** Which payouts the tests' files are for. */
export const NAIRA = { currency: "NGN", kind: "bank" };

/**
 * A world of bank files for the tests of one file, and the steps they have in common. After each test nothing waits, and the
 * books are checked.
 */
export function inBankFileWorld() {
  let world: BankFileWorld;
  beforeAll(async () => {
    world = await openBankFileWorld();
  });
  afterEach(async () => {
    await world.owner.query("delete from payout_controls");
    await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
    // What a test leaves waiting is not the next one's.
    await world.owner.query("update payout_accounts set status = 'replaced' where status = 'active'");
    await voidUnusablePayouts(world.ctx());
    expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  });
  afterAll(() => world?.close());
  return {
    get world() {
      return world;
    },
    ...stepsIn(() => world),
  };
}

function stepsIn(worldNow: () => BankFileWorld) {
  return {
    /** Guards whose payouts wait. */
    async waiting(count: number, options: Parameters<BankFileWorld["addPayee"]>[0] = {}) {
      const payees: Awaited<ReturnType<BankFileWorld["addPayee"]>>[] = [];
      for (let made = 0; made < count; made++) payees.push(await worldNow().addPayee(options));
      await worldNow().settle();
      return payees;
    },
    async exported(): Promise<string> {
      const outcome = await createPayoutFile(worldNow().as(), NAIRA);
      if (outcome.status !== "exported") throw new Error(outcome.status);
      return outcome.fileId;
    },
    async linesOf(fileId: string) {
      const { lines } = await getPayoutFile(worldNow().as(), { fileId, after: null, before: null });
      return lines.rows;
    },
    /** Imports what a bank says, and applies it. */
    async told(fileId: string, rows: readonly (readonly string[])[], ctx = worldNow().as()) {
      const created = await createPayoutFileResults(ctx, { fileId, bytes: resultsCsv(rows) });
      if (created.status !== "previewed") throw new Error(created.message);
      return applyPayoutFileResults(ctx, { fileId, resultsId: created.resultsId });
    },
    async voided(fileId: string) {
      await startPayoutFileVoid(worldNow().as("usr-maker"), { fileId, reason: "the bank refused the whole file" });
      return voidPayoutFile(worldNow().as("usr-checker"), fileId);
    },
    async capAt(minor: number): Promise<void> {
      const cap = "insert into payout_controls (organisation_id, currency, daily_cap_minor) values ($1, 'NGN', $2)";
      await worldNow().owner.query(cap, ["org-demo-lagos", minor]);
    },
    async idsOf(payees: readonly { guardId: string }[]): Promise<string[]> {
      return Promise.all(payees.map(async (payee) => (await worldNow().payoutOf(payee)).id));
    },
    /** Until another connection to the database waits for a lock. */
    async somebodyWaits(): Promise<void> {
      for (let look = 0; look < 10_000; look++) {
        const { rowCount } = await worldNow().owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        if (rowCount) return;
      }
      throw new Error("nobody waits");
    },
  };
}
