import pg from "pg";
import { describe, expect, test } from "vitest";
import { refundOwnTip, sendRefunds } from "#app/domain/payments/index.ts";
import { openReturns, type Returns } from "#test/factories/returns.ts";

const PATIENCE_MS = 10_000;

async function connected({ database }: Returns): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return client;
}

/** Waits until somebody waits for a lock. */
async function somebodyWaits(client: pg.Client): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await client.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) > 0) return;
    if (performance.now() > until) throw new Error("nobody waits for a lock");
  }
}

const lockAccount = (client: pg.Client, code: string) =>
  client.query(
    "select code from ledger_accounts where organisation_id = 'org-demo-lagos' and code = $1 for no key update",
    [code],
  );

describe("locks of accounts", () => {
  test("are taken in one order: a lost dispute waits for a tip that funds the reserve, and neither dies", async () => {
    const returns = await openReturns();
    await returns.rows(
      "update organisation_policies set platform_fee_bps = 1000, reserve_bps = 5000 where organisation_id = 'org-demo-lagos' returning version",
    );
    const { id } = await returns.paidTip();
    await returns.simulator.dispute(id, { event: "resolve", resolution: "merchant-accepted" });
    const tip = await connected(returns);
    try {
      // As a tip's posting goes: the rail's account, then the reserve.
      await tip.query("begin");
      await lockAccount(tip, "rail_clearing:paystack");
      const delivery = returns.deliver();
      await somebodyWaits(tip);
      expect((await lockAccount(tip, "refund_reserve")).rowCount).toBe(1);
      await tip.query("commit");
      await delivery;
    } finally {
      await tip.end();
    }
    expect(returns.errors).toEqual([]);
    expect(await returns.rows("select status from disputes")).toEqual([{ status: "lost" }]);
  });
});

describe("a dispute that opens at the moment at which a refund is sent", () => {
  /** As the rail's word would enter it, in a transaction that is still open. */
  async function openDispute(client: pg.Client, tipId: string): Promise<void> {
    await client.query("begin");
    await client.query("select id from tips where id = $1 for no key update", [tipId]);
    await client.query(
      `insert into disputes (id, organisation_id, tip_id, rail, environment, rail_dispute_id, currency, amount_minor, status,
         next_check_at, opened_at, created_at)
       select 'dp-race', organisation_id, id, 'paystack', 'test', '1', currency, 100000, 'open', now(), now(), now()
       from tips where id = $1`,
      [tipId],
    );
    await client.query(
      `insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
       values ('org-demo-lagos', 'dp-race', 1, 'open', 'webhook', now())`,
    );
    await client.query("update tips set status = 'disputed' where id = $1", [tipId]);
    await client.query(
      "insert into tip_history (tip_id, status, cause, at) values ($1, 'disputed', 'dp-race:open', now())",
      [tipId],
    );
  }

  test("is seen: a refund that was held back waits for the tip's lock, and then for the dispute", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    await returns.simulator.balance({ currency: "NGN", setMinor: 5 });
    await refundOwnTip(returns.system(), receipt);
    await returns.settled();
    await returns.simulator.balance({ currency: "NGN", setMinor: 100_000_000 });
    await returns.later(61);
    const bank = await connected(returns);
    try {
      await openDispute(bank, id);
      const sending = sendRefunds(returns.system());
      await somebodyWaits(bank);
      await bank.query("commit");
      expect(await sending).toBe(0);
    } finally {
      await bank.end();
    }
    expect((await returns.simulator.refunds()).refunds).toEqual([]);
    expect(await returns.rows("select status from refunds")).toEqual([{ status: "approved" }]);
  });
});
