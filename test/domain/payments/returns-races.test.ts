import pg from "pg";
import { describe, expect, test } from "vitest";
import { applyDueRefunds, applyRailEvents, refundTip, releaseRefund, sendRefunds } from "#app/domain/payments/index.ts";
import {
  applyDueTransferLookups,
  createSettlementRun,
  releasePayouts,
  sendPayouts,
  settleGuards,
  voidPayout,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addPayee } from "#test/factories/payouts.ts";
import { openReturns, type Returns, takeBack } from "#test/factories/returns.ts";

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
    await takeBack(returns, receipt);
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

describe("a refund, a payout and a dispute of one tip at the same moment", () => {
  /** Thirty trials, ten a test. */
  const TRIALS = 10;
  const DAY_MINUTES = 24 * 60;
  const CHARGED = 100_000n;
  const EMEKA = "guard-demo-emeka";

  /** The demo's guard gets an account that can be paid. */
  async function withAccount(returns: Returns): Promise<void> {
    const owner = await connected(returns);
    const { accountId } = await addPayee(owner, returns.rail, { owedMinor: 0n, isKnown: true });
    await owner.query("update payout_accounts set guard_id = $2 where id = $1", [accountId, EMEKA]);
    await owner.end();
  }

  /** What a trial does at once: every mixture of whole and part, of requested and approved, of a dispute's three fates. */
  async function race(returns: Returns, tipId: string, trial: number): Promise<void> {
    const staff = returns.staff();
    const wish = { tipId, cause: "staff" as const, reason: "A race" };
    const earlier = trial % 2 === 0 ? await refundTip(staff, { ...wish, amountMinor: 60_000n }) : null;
    if (trial % 3 > 0) await returns.simulator.dispute(tipId, { event: "create" });
    if (trial % 3 > 1) await returns.simulator.dispute(tipId, { event: "resolve", resolution: "merchant-accepted" });
    const events = await returns.record();
    await createSettlementRun(staff);
    const checker = returns.staff({ userId: "usr-checker" });
    const work = [
      () => refundTip(staff, { ...wish, amountMinor: trial % 4 > 1 ? null : 30_000n }),
      () => settleGuards(returns.system()),
      () => applyRailEvents(returns.system(), events),
      () => sendRefunds(returns.system()),
      ...(earlier && "refundId" in earlier ? [() => releaseRefund(checker, earlier.refundId)] : []),
    ];
    const turned = [...work.slice(trial % work.length), ...work.slice(0, trial % work.length)];
    await Promise.all(turned.map((one) => one()));
    await returns.settled();
  }

  /** Lets everything that the race left behind come to its end. */
  async function converge(returns: Returns, tipId: string, trial: number): Promise<void> {
    if (trial % 3 === 1) await returns.simulator.dispute(tipId, { event: "resolve", resolution: "declined" });
    await returns.deliver();
    const checker = returns.staff({ userId: "usr-checker" });
    for (const { id } of await returns.rows("select id from refunds where status = 'requested'")) {
      await releaseRefund(checker, String(id));
    }
    await returns.settled();
    await sendRefunds(returns.system());
    for (const { id, status } of (await returns.simulator.refunds()).refunds) {
      if (status === "pending") await returns.simulator.moveRefund(id, "processed");
    }
    await returns.later(61);
    await applyDueRefunds(returns.system());
    const payoutIds = (await returns.rows("select id from payouts where status = 'created'")).map(({ id }) =>
      String(id),
    );
    if (trial % 2 === 0) for (const payoutId of payoutIds) await voidPayout(checker, { payoutId, reason: "A race" });
    else await releasePayouts(checker, { payoutIds });
    for (let step = 0; step < 3 && (await sendPayouts(returns.system())) > 0; step++);
    await returns.later(61);
    await applyDueTransferLookups(returns.system());
  }

  test.each([0, 10, 20])(
    "never take the same money twice, nor leave a guard in debt, from trial %i on",
    async (first) => {
      const returns = await openReturns();
      await returns.rows("update organisation_policies set refund_check_above_minor = 50000 returning version");
      await returns.simulator.settings({ bulkIntervalMs: 0 });
      await withAccount(returns);
      let disputedRefunds = 0;
      for (let trial = first; trial < first + TRIALS; trial++) {
        const { id } = await returns.paidTip(CHARGED);
        await returns.later(31);
        await race(returns, id, trial);
        await converge(returns, id, trial);
        const findings = await checkBooks(returns.database.ownerUrl);
        expect({ trial, findings }).toEqual({ trial, findings: [] });
        const [sums] = await returns.rows(
          `select (select coalesce(sum(amount_minor), 0) from refunds where tip_id = $1 and status not in ('failed', 'rejected'))
           as refunded, (select coalesce(sum(amount_minor), 0) from disputes where tip_id = $1 and status = 'lost') as lost,
           (select min(credits_posted - debits_posted) from ledger_accounts where kind = 'guard_payable') as least,
           (select count(*)::int from refunds where status not in ('processed', 'failed', 'rejected')) as open`,
          [id],
        );
        const given = BigInt((await returns.simulator.bank(id)).byCurrency["NGN"]?.payerRefundsMinor ?? 0);
        const [refunded, lost] = [BigInt(String(sums?.["refunded"])), BigInt(String(sums?.["lost"]))];
        expect(BigInt(String(sums?.["least"]))).toBeGreaterThanOrEqual(0n);
        expect({ trial, open: sums?.["open"], given }).toEqual({ trial, open: 0, given: refunded + lost });
        // What we sent ourselves is never more than was charged; the rest is what the rail itself took.
        expect(refunded).toBeLessThanOrEqual(CHARGED);
        if (lost > 0n && refunded > 0n) disputedRefunds += 1;
        await returns.later(DAY_MINUTES);
      }
      // What really went back twice is an item for a person, each time, and nothing else is.
      const items = await returns.rows(
        "select count(*)::int as count from reconciliation_items where reason = 'over_refund' and resolved_at is null",
      );
      expect(items).toEqual([{ count: disputedRefunds }]);
      expect(await returns.rows(SENT_TOO_LATE)).toEqual([]);
      expect(returns.errors).toEqual([]);
    },
  );
});

/**
 * Refunds that were sent while a dispute of the tip was open, or after it was lost. Transactions are numbered as they get the
 * tip's lock, which tells their order where the clock does not.
 */
const SENT_TOO_LATE = `select h.refund_id, d.id, d.status
  from refund_history h join refunds r on r.id = h.refund_id join disputes d on d.tip_id = r.tip_id
  cross join lateral (
    select min(xmin::text::bigint) as opened, max(xmin::text::bigint) as ended from dispute_history where dispute_id = d.id
  ) moves
  where h.cause = 'send' and h.xmin::text::bigint > moves.opened
    and (d.status = 'lost' or h.xmin::text::bigint < moves.ended)`;
