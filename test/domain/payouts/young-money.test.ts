import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDueSettlementRuns, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addGuardTip } from "#test/factories/guard-tips.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { post } from "#test/factories/postings.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

async function settleAll(): Promise<void> {
  while ((await settleGuards(world.ctx())) > 0);
}

/** Until somebody waits for a lock that `holder` has. */
async function someoneWaitsFor(holder: pg.Client): Promise<void> {
  const { rows } = await holder.query<{ pid: number }>("select pg_backend_pid() as pid");
  for (;;) {
    const waiting = await world.owner.query("select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))", [
      rows[0]?.pid,
    ]);
    if (waiting.rowCount) return;
  }
}

test("a tip that is booked while a settlement waits for the guard's account stays out of the payout", async () => {
  const payee = await world.addPayee({ owedMinor: 100_000n });
  world.pass(24 * 60);
  await createDueSettlementRuns(world.ctx());
  const booking = new pg.Client({ connectionString: world.database.ownerUrl });
  await booking.connect();
  await booking.query("begin");
  const paidAt = new Date(world.now().getTime() - 60_000).toISOString();
  await addGuardTip(booking, { guardId: payee.guardId, id: "tip-young-1", minor: 70_000n, paidAt });
  const settled = settleAll();
  await someoneWaitsFor(booking);
  await booking.query("commit");
  await booking.end();
  await settled;
  expect(await world.payoutOf(payee)).toMatchObject({ amount_minor: "100000" });
  expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(70_000n);
});

test("an account that opens while a settlement waits is the next one's", async () => {
  const payee = await world.addPayee({ owedMinor: 100_000n });
  world.pass(24 * 60);
  await createDueSettlementRuns(world.ctx());
  const booking = new pg.Client({ connectionString: world.database.ownerUrl });
  await booking.connect();
  await booking.query("begin");
  await addGuardTip(booking, { guardId: payee.guardId, id: "tip-old-1", minor: 30_000n });
  const settled = settleAll();
  await someoneWaitsFor(booking);
  const late = await world.addPayee({ owedMinor: 0n, isKnown: false });
  await post(world.owner, { id: "late-1", debit: "bank", credit: `guard_payable:${late.guardId}`, amount: 50_000n });
  await booking.query("commit");
  await booking.end();
  await settled;
  expect(await world.payoutOf(payee)).toMatchObject({ amount_minor: "130000" });
  await expect(world.payoutOf(late)).rejects.toThrow("no payout");
  await world.settle();
  expect(await world.payoutOf(late)).toMatchObject({ amount_minor: "50000" });
});
