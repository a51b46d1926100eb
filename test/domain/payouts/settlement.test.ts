import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { query } from "#app/domain/context.ts";
import { createForecastAlerts, planPayout, voidUnusablePayouts } from "#app/domain/payouts/index.ts";
import { feeBands, planOf } from "#app/domain/payouts/usable.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { owe, payoutContext } from "#test/factories/payouts.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.owner.query("update payout_accounts set status = 'replaced' where status = 'active'");
  await voidUnusablePayouts(world.ctx());
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

interface Band {
  from_minor: string;
  up_to_minor: string | null;
  fee_minor: string;
}

describe("the plan", () => {
  test.each([
    ["KES", "mobile_money"],
    ["NGN", "bank"],
    ["GHS", "bank"],
    ["ZAR", "bank"],
  ] as const)("of a settlement in %s is the one that is shown, whoever bears the fee", async (currency, kind) => {
    const { db } = world.ctx();
    const at = world.now();
    const rows = await query<Band>(db, sql`select * from (${feeBands(sql`${currency}`, at)}) b where b.kind = ${kind}`);
    const bands = rows.map((row) => ({
      fromMinor: BigInt(row.from_minor),
      upToMinor: row.up_to_minor === null ? null : BigInt(row.up_to_minor),
      feeMinor: BigInt(row.fee_minor),
    }));
    const balances = [
      ...fc.sample(fc.integer({ min: 1, max: 400_000 }), 300),
      ...fc.sample(fc.integer({ min: 1, max: 20_000_000 }), 200),
    ];
    const cases = (["guard", "organisation"] as const).flatMap((bearer) => [
      { bearer, isFinal: false },
      { bearer, isFinal: true },
    ]);
    for (const { bearer, isFinal } of cases) {
      const plan = planOf({
        balance: sql`v.minor`,
        bearer: sql`${bearer}::text`,
        rail: sql`'paystack'`,
        kind: sql`${kind}`,
        isFinal: sql`${isFinal}::boolean`,
      });
      const planned = await query<{ minor: string; amount: string | null; fee: string | null }>(
        db,
        sql`with band as (${feeBands(sql`${currency}`, at)})
          select v.minor, plan.amount, plan.fee from unnest(${sql.param(balances)}::bigint[]) as v (minor)
          left join lateral (${plan}) plan on true`,
      );
      for (const { minor, amount, fee } of planned) {
        const shown = planPayout(
          BigInt(minor),
          bands.sort((a, b) => (a.fromMinor < b.fromMinor ? -1 : 1)),
          bearer,
          { isFinal },
        );
        expect({ minor, amount, fee }).toEqual({
          minor,
          amount: shown === null ? null : String(shown.amountMinor),
          fee: shown?.feeMinor == null ? null : String(shown.feeMinor),
        });
      }
    }
  });
});

describe("a settlement", () => {
  test("carries what would cost a dearer band, and covers the account's entries up to its watermark", async () => {
    const payee = await world.addPayee({
      organisationId: "org-demo-nairobi",
      currency: "KES",
      kind: "mobile_money",
      owedMinor: 152_000n,
    });
    await world.settle();
    expect(await world.payoutOf(payee)).toMatchObject({
      amount_minor: "150000",
      estimated_fee_minor: "2000",
      up_to_entry: "3",
    });
    expect(await world.held(`guard_payable:${payee.guardId}`, "org-demo-nairobi")).toBe(2_000n);
  });

  test("waits for a checker when it is a first payout, or a large one, and for nobody otherwise", async () => {
    const [first, large, usual] = [
      await world.addPayee({ isKnown: false }),
      await world.addPayee({ owedMinor: 100_000n }),
      await world.addPayee({ owedMinor: 100_000n }),
    ];
    await owe(world.owner, { guardId: large.guardId, owedMinor: 200_001n });
    await owe(world.owner, { guardId: usual.guardId, owedMinor: 200_000n });
    await world.settle();
    expect(await world.payoutOf(first)).toMatchObject({ approval_reason: "first" });
    expect(await world.payoutOf(large)).toMatchObject({ approval_reason: "large" });
    expect(await world.payoutOf(usual)).toMatchObject({ approval_reason: null });
    await world.send();
    expect(await world.payoutOf(first)).toMatchObject({ status: "created", attempts: 0 });
    expect(await world.payoutOf(usual)).toMatchObject({ status: "paid" });
  });

  test("respects the threshold, and a guard with a live payout has no second one", async () => {
    const payee = await world.addPayee({ owedMinor: 100_000n });
    await world.owner.query(
      "update organisation_policies set settlement_threshold_minor = 100001 where organisation_id = 'org-demo-lagos'",
    );
    await world.settle();
    await expect(world.payoutOf(payee)).rejects.toThrow("no payout");
    await world.owner.query("update organisation_policies set settlement_threshold_minor = 0");
    await world.settle();
    const { id } = await world.payoutOf(payee);
    await owe(world.owner, { guardId: payee.guardId, owedMinor: 100_000n });
    await world.settle();
    expect((await world.payoutOf(payee)).id).toBe(id);
  });

  test("pays a guard who left whatever is owed, below the threshold and the least payout, unless a fee eats it", async () => {
    await world.owner.query("update organisation_policies set settlement_threshold_minor = 50000");
    const kenya = { organisationId: "org-demo-nairobi", currency: "KES", kind: "mobile_money" } as const;
    const ghana = { organisationId: "org-demo-accra", currency: "GHS", kind: "mobile_money" } as const;
    const [small, carried, eaten, stays] = [
      await world.addPayee({ owedMinor: 11_000n }),
      await world.addPayee({ ...kenya, owedMinor: 152_000n }),
      await world.addPayee({ ...ghana, owedMinor: 100n }),
      await world.addPayee({ owedMinor: 11_000n }),
    ];
    await world.owner.query("update guards set status = 'left', left_at = now() where id = any($1)", [
      [small.guardId, carried.guardId, eaten.guardId],
    ]);
    await world.owner.query(
      "update organisation_policies set transfer_fee_bearer = 'guard' where organisation_id = 'org-demo-accra'",
    );
    await world.settle();
    await world.owner.query(
      "update organisation_policies set settlement_threshold_minor = 0, transfer_fee_bearer = 'organisation'",
    );
    expect(await world.payoutOf(small)).toMatchObject({ amount_minor: "11000" });
    expect(await world.payoutOf(carried)).toMatchObject({ amount_minor: "152000", estimated_fee_minor: "4000" });
    await expect(world.payoutOf(eaten)).rejects.toThrow("no payout");
    await expect(world.payoutOf(stays)).rejects.toThrow("no payout");
  });

  test("is told of in the afternoon when the rail holds too little for tonight, once a day", async () => {
    await world.addPayee({ owedMinor: 5_000_000n });
    // The transfer's fee is taken from the balance as well: NGN 25 of 50,000.
    await world.simulator.balance({ currency: "NGN", setMinor: 5_002_499 });
    const day = new Date(world.now().getTime() + 24 * 3_600_000).toISOString().slice(0, 10);
    const told = async (time: string) =>
      createForecastAlerts(payoutContext(world.database, world.paystack, { at: new Date(`${day}T${time}Z`) }));
    expect(await told("13:45:00")).toBe(0);
    expect(await told("14:00:00")).toBe(1);
    expect(await told("14:15:00")).toBe(0);
    await world.simulator.balance({ currency: "NGN", setMinor: 1_000_000_000_000 });
  });
});
