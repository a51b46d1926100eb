import { describe, expect, test } from "vitest";
import {
  applyDueDisputes,
  applyDueRefunds,
  findReserve,
  getDispute,
  listDisputes,
  sendDisputeAnswers,
  startDisputeAnswer,
} from "#app/domain/payments/index.ts";
import { createReceiptView } from "#app/domain/tips/index.ts";
import { holdings, openReturns, type Returns, takeBack } from "#test/factories/returns.ts";

const MESSAGE = "The payer chose to tip, and the money reached the guard.";

const statusOf = async ({ rows }: Returns, tipId: string) =>
  (await rows("select status from tips where id = $1", [tipId]))[0]?.["status"];
const disputesOf = ({ rows }: Returns) => rows("select id, status, amount_minor from disputes");

async function disputed(returns: Returns) {
  const tip = await returns.paidTip();
  await createReceiptView(returns.system(), tip.receipt);
  await returns.simulator.dispute(tip.id, { event: "create" });
  await returns.deliver();
  const [row] = await disputesOf(returns);
  return { ...tip, disputeId: String(row?.["id"]) };
}

describe("a dispute", () => {
  test("is recorded, shown at risk and said on the tip, and moves no money", async () => {
    const returns = await openReturns();
    const { id } = await disputed(returns);
    expect(await statusOf(returns, id)).toBe("disputed");
    expect(await holdings(returns)).toMatchObject({ guard_payable: 98_500n, rail_clearing: -98_500n });
    expect(await findReserve(returns.staff())).toMatchObject({ atRisk: { minor: 100_000n }, openDisputes: 1 });
    expect(await returns.rows("select kind from alerts where resolved_at is null")).toEqual([{ kind: "dispute.open" }]);
  });

  test("that is lost is booked once, from reserve and loss, whatever order and how often it is told; the guard keeps the tip", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    await returns.simulator.dispute(id, { event: "create" });
    await returns.simulator.dispute(id, { event: "remind" });
    await returns.simulator.dispute(id, { event: "resolve", resolution: "merchant-accepted" });
    await returns.deliver((bodies) => [...bodies, ...bodies.map((body) => `${body} `)].reverse());
    expect(await disputesOf(returns)).toMatchObject([{ status: "lost", amount_minor: "100000" }]);
    expect(await statusOf(returns, id)).toBe("refunded");
    expect(await holdings(returns)).toMatchObject({
      guard_payable: 98_500n,
      refund_losses: -100_000n,
      rail_clearing: 1_500n,
    });
    expect(
      await returns.rows("select status from rail_events where event like 'charge.dispute%' and status <> 'applied'"),
    ).toEqual([]);
  });

  test("that is won moves nothing, and the tip is what it was", async () => {
    const returns = await openReturns();
    const { id } = await disputed(returns);
    const before = await holdings(returns);
    await returns.simulator.dispute(id, { event: "resolve", resolution: "declined" });
    await returns.deliver();
    expect(await disputesOf(returns)).toMatchObject([{ status: "won" }]);
    expect(await statusOf(returns, id)).toBe("succeeded");
    expect(await holdings(returns)).toEqual(before);
    expect(await returns.rows("select kind from alerts where resolved_at is null")).toEqual([]);
  });

  test("of which every event was lost is found, and settled after its deadline", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    await returns.simulator.dispute(id, { event: "create" });
    const minute = returns.system().clock.now().getUTCMinutes();
    await returns.later(60 - minute);
    await applyDueDisputes(returns.system());
    expect(await disputesOf(returns)).toMatchObject([{ status: "open" }]);
    await returns.later(17 * 60);
    await applyDueDisputes(returns.system());
    expect(await disputesOf(returns)).toMatchObject([{ status: "lost" }]);
  });

  test("is not refunded meanwhile; lost after a refund it is booked, and the excess is an item for reconciliation", async () => {
    const returns = await openReturns();
    const first = await disputed(returns);
    expect(await takeBack(returns, first.receipt)).toMatchObject({
      status: "refused",
      reason: "disputed",
    });
    const second = await returns.paidTip(40_000n);
    await takeBack(returns, second.receipt);
    await returns.settled();
    const { refunds } = await returns.simulator.refunds();
    await returns.simulator.moveRefund(refunds[0]?.id ?? 0, "processed");
    await returns.later(5);
    await applyDueRefunds(returns.system());
    await returns.simulator.dispute(second.id, { event: "resolve", resolution: "auto-accepted" });
    await returns.deliver();
    expect(await returns.rows("select reason, amount_minor, expected_minor from reconciliation_items")).toEqual([
      { reason: "over_refund", amount_minor: "40000", expected_minor: "40000" },
    ]);
    expect(await statusOf(returns, second.id)).toBe("refunded");
  });

  test("about a payment that is not ours is left to a person", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    await returns.simulator.dispute(id, { event: "create" });
    await returns.deliver((bodies) =>
      bodies.filter((body) => body.includes("dispute")).map((body) => body.replaceAll(id, "tip-of-somebody-else")),
    );
    expect(await disputesOf(returns)).toEqual([]);
    expect(await returns.rows("select status from rail_events where event = 'charge.dispute.create'")).toEqual([
      { status: "suspended" },
    ]);
  });
});

describe("an answer to a dispute", () => {
  const defend = (disputeId: string) => ({ disputeId, answer: "defend", message: MESSAGE }) as const;

  test("is sent with the evidence that our books hold, kept under its hash, and ends by the bank's own word", async () => {
    const returns = await openReturns();
    const { id, disputeId } = await disputed(returns);
    expect(await startDisputeAnswer(returns.staff(), defend(disputeId))).toEqual({ status: "answering" });
    await returns.settled();
    const story = await getDispute(returns.staff(), disputeId);
    expect(story).toMatchObject({ status: "answered", answer: "defend", answeredBy: "usr-maker" });
    const pdf = returns.files.get(story.evidenceKey ?? "");
    expect(new TextDecoder().decode(pdf?.slice(0, 5))).toBe("%PDF-");
    await returns.simulator.dispute(id, { event: "resolve", resolution: "declined" });
    await returns.deliver();
    expect(await disputesOf(returns)).toMatchObject([{ status: "won" }]);
  });

  test("whose own answer was lost is not given twice", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    await returns.simulator.faults.add({ operation: "dispute.resolve", kind: "status", status: 504, when: "after" });
    await startDisputeAnswer(returns.staff(), { ...defend(disputeId), answer: "accept" });
    await returns.settled();
    expect(await disputesOf(returns)).toMatchObject([{ status: "answering" }]);
    await returns.later(2);
    await sendDisputeAnswers(returns.system());
    expect(await disputesOf(returns)).toMatchObject([{ status: "lost" }]);
    expect(await holdings(returns)).toMatchObject({ refund_losses: -100_000n });
  });

  test("that the rail does not take leaves it open, with an alert", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    const body = { status: false, message: "message is required", code: "invalid_params" };
    await returns.simulator.faults.add({
      operation: "dispute.resolve",
      kind: "status",
      status: 400,
      when: "before",
      body,
    });
    await startDisputeAnswer(returns.staff(), defend(disputeId));
    await returns.settled();
    expect(await disputesOf(returns)).toMatchObject([{ status: "open" }]);
    expect(await returns.rows("select kind from alerts where kind = 'dispute.answer_refused'")).toHaveLength(1);
  });

  test("is given by finance of the same organisation, while it is open, and by nobody else", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    const foreign = returns.staff({ organisationId: "org-demo-nairobi" });
    await expect(startDisputeAnswer(foreign, defend(disputeId))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const auditor = returns.staff({ role: "auditor" });
    await expect(startDisputeAnswer(auditor, defend(disputeId))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listDisputes(foreign, { after: null, before: null })).rows).toEqual([]);
    expect((await listDisputes(auditor, { after: null, before: null })).rows).toHaveLength(1);
    await startDisputeAnswer(returns.staff(), { ...defend(disputeId), answer: "accept" });
    await returns.settled();
    expect(await startDisputeAnswer(returns.staff(), defend(disputeId))).toEqual({ status: "not_open" });
  });
});
