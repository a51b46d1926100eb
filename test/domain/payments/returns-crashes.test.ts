import { describe, expect, test } from "vitest";
import { newId } from "#app/core/ids.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyDueDisputes,
  applyDueRefunds,
  refundTip,
  sendDisputeAnswers,
  sendRefunds,
  startDisputeAnswer,
} from "#app/domain/payments/index.ts";
import { type Crash, dieEverywhere, diesAt } from "#test/factories/crashes.ts";
import { openReturns, type Returns } from "#test/factories/returns.ts";

const CHARGED = 100_000;
/** Less than half: a rail would give it twice. */
const PART = 40_000;
/** Rounds of a sweeper within which everything must have come to its end. */
const ROUNDS = 8;

/** A verb with what goes on after its answer, as one process does it. */
async function throughTheEnd(ctx: Ctx, verb: (ctx: Ctx) => Promise<unknown>): Promise<void> {
  const afterwards: Promise<unknown>[] = [];
  await verb({ ...ctx, afterwards: (work) => void afterwards.push(work) });
  await Promise.all(afterwards);
}

const one = async ({ rows }: Returns, text: string, tipId: string) => (await rows(text, [tipId]))[0];
const refundOf = (returns: Returns, tipId: string) =>
  one(returns, "select status from refunds where tip_id = $1", tipId);
const disputeOf = (returns: Returns, tipId: string) =>
  one(returns, "select id, status from disputes where tip_id = $1", tipId);
const givenBack = async ({ simulator }: Returns, tipId: string) =>
  (await simulator.bank(tipId)).byCurrency["NGN"]?.payerRefundsMinor ?? 0;

describe("a process that dies anywhere while it gives money back", () => {
  /** A form of finance's, which stays the same however often it is sent. */
  const formOf = (returns: Returns, tipId: string) => {
    const { clock, randomness } = returns.system();
    const refundId = newId("rf", clock.now(), randomness);
    const wish = { refundId, tipId, amountMinor: BigInt(PART), cause: "staff" as const, reason: "Too much" };
    return () => throughTheEnd(returns.staff(), (ctx) => refundTip(ctx, wish));
  };
  const withoutChecker = ({ rows }: Returns) =>
    rows("update organisation_policies set refund_check_above_minor = 100000 returning version");

  async function comesToItsEnd(returns: Returns, tip: { id: string }, send: () => Promise<void>): Promise<void> {
    // Who saw no answer sends the form again.
    await send();
    for (let round = 0; round < ROUNDS && (await refundOf(returns, tip.id))?.["status"] !== "pending"; round++) {
      await returns.later(11);
      await sendRefunds(returns.system());
      await applyDueRefunds(returns.system());
    }
    const own = (await returns.simulator.refunds()).refunds.filter((refund) => refund.transactionReference === tip.id);
    expect(own).toHaveLength(1);
    await returns.simulator.moveRefund(own[0]?.id ?? 0, "processed");
    await returns.later(61);
    await applyDueRefunds(returns.system());
    expect(await refundOf(returns, tip.id)).toEqual({ status: "processed" });
    expect(await givenBack(returns, tip.id)).toBe(PART);
  }

  test("leaves a refund that reaches the patron once, whichever call to the books or the rail was its last", async () => {
    const returns = await openReturns();
    await withoutChecker(returns);
    const places = await dieEverywhere(async (crash) => {
      const tip = await returns.paidTip();
      const send = formOf(returns, tip.id);
      const died = await diesAt(crash, send);
      await comesToItsEnd(returns, tip, send);
      return died;
    });
    expect(places).toBeGreaterThanOrEqual(6);
  });

  test("also while it looks for a refund whose answer was lost", async () => {
    const returns = await openReturns();
    await withoutChecker(returns);
    const places = await dieEverywhere(async (crash: Crash) => {
      const tip = await returns.paidTip();
      const send = formOf(returns, tip.id);
      await returns.simulator.faults.add({ operation: "refund.create", kind: "status", status: 504, when: "after" });
      await send();
      expect(await refundOf(returns, tip.id)).toEqual({ status: "unknown" });
      await returns.later(1);
      const died = await diesAt(crash, () => applyDueRefunds(returns.system()));
      await comesToItsEnd(returns, tip, send);
      return died;
    });
    expect(places).toBeGreaterThanOrEqual(4);
  });
});

describe("a process that dies anywhere while it answers a dispute", () => {
  /** A press in an instant: what is printed is tested elsewhere. */
  const staffOf = (returns: Returns): Ctx => {
    const ctx = returns.staff();
    return { ...ctx, press: { ...ctx.press, report: async () => new TextEncoder().encode("%PDF-1.7 evidence") } };
  };

  test.each([
    { answer: "defend", end: "answered", back: 0 },
    { answer: "accept", end: "lost", back: CHARGED },
  ] as const)("leaves one that is $end once, when the answer was to $answer", async ({ answer, end, back }) => {
    const returns = await openReturns();
    const message = "The payer chose to tip.";
    const reply = async (disputeId: string) =>
      throughTheEnd(staffOf(returns), (ctx) => startDisputeAnswer(ctx, { disputeId, answer, message }));
    const places = await dieEverywhere(async (crash) => {
      const { id } = await returns.paidTip();
      await returns.simulator.dispute(id, { event: "create" });
      await returns.deliver();
      const disputeId = String((await disputeOf(returns, id))?.["id"]);
      const died = await diesAt(crash, () => reply(disputeId));
      // Who saw no answer answers again.
      await reply(disputeId);
      for (let round = 0; round < ROUNDS && (await disputeOf(returns, id))?.["status"] !== end; round++) {
        await returns.later(2);
        await sendDisputeAnswers(returns.system());
        await applyDueDisputes(returns.system());
      }
      expect(await disputeOf(returns, id)).toEqual({ id: disputeId, status: end });
      expect(await givenBack(returns, id)).toBe(back);
      return died;
    });
    expect(places).toBeGreaterThanOrEqual(7);
  });
});
