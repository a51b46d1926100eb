import { describe, expect, test } from "vitest";
import { findEvidence, getDispute, listDisputes, startDisputeAnswer } from "#app/domain/payments/index.ts";
import { createReceiptView } from "#app/domain/tips/index.ts";
import { openReturns, type Returns } from "#test/factories/returns.ts";

const FIRST = { after: null, before: null };

async function disputed(returns: Returns) {
  const tip = await returns.paidTip();
  await createReceiptView(returns.system(), tip.receipt);
  await returns.simulator.dispute(tip.id, { event: "create" });
  await returns.deliver();
  const [row] = await returns.rows("select id from disputes where tip_id = $1", [tip.id]);
  return { ...tip, disputeId: String(row?.["id"]) };
}

/** A press that keeps what it was told to print, and prints as ever. */
function reading(returns: Returns) {
  const printed: string[] = [];
  const ctx = returns.staff();
  const report: typeof ctx.press.report = (title, sections) => {
    printed.push(
      sections.flatMap(({ heading, lines }) => [heading, ...lines.map((line) => line.join(": "))]).join("\n"),
    );
    return ctx.press.report(title, sections);
  };
  return { printed, ctx: { ...ctx, press: { ...ctx.press, report } } };
}

describe("the evidence of a dispute", () => {
  test("is shown before it is sent and kept nowhere meanwhile; afterwards the very file that was sent is shown", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    const before = await findEvidence(returns.staff({ role: "auditor" }), disputeId);
    expect(before.wasSent).toBe(false);
    expect(new TextDecoder().decode(before.bytes.slice(0, 5))).toBe("%PDF-");
    expect([...returns.files.keys()].filter((key) => key.startsWith("evidence/"))).toEqual([]);
    await startDisputeAnswer(returns.staff(), { disputeId, answer: "defend", message: "The payer chose to tip." });
    await returns.settled();
    const after = await findEvidence(returns.staff({ role: "auditor" }), disputeId);
    expect(after.wasSent).toBe(true);
    const { evidenceKey } = await getDispute(returns.staff(), disputeId);
    expect(after.bytes).toEqual(returns.files.get(evidenceKey ?? ""));
  });

  test("holds the payment, the page, the receipt's views, the timings and what ties it to one request, and owns up to the rest", async () => {
    const returns = await openReturns();
    const { id, disputeId } = await disputed(returns);
    const { ctx, printed } = reading(returns);
    await findEvidence(ctx, disputeId);
    const [key] = await returns.rows("select key_hash from idempotency_keys where tip_id = $1", [id]);
    for (const said of [
      ...[`Reference: ${id}`, "Charged: NGN ₦1,000", "Guard, as our records have the name", "Place: Palmgate Security"],
      ...[
        "Amounts that were possible: NGN ₦",
        "Tipping never affects entry",
        "What the guard was credited with: NGN ₦985",
      ],
      ...["Opened: 1 times", "Paid, by the rail’s clock: 20", `kept: ${key?.["key_hash"]}`, "no device identifiers"],
    ]) {
      expect(printed[0]).toContain(said);
    }
  });

  test("that the rail did not take counts as not sent: it is built anew for the next answer", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    const body = { status: false, message: "message is required", code: "invalid_params" };
    const refusal = {
      operation: "dispute.resolve" as const,
      kind: "status" as const,
      status: 400,
      when: "before" as const,
      body,
    };
    await returns.simulator.faults.add(refusal);
    await startDisputeAnswer(returns.staff(), { disputeId, answer: "defend", message: "The payer chose to tip." });
    await returns.settled();
    expect(await getDispute(returns.staff(), disputeId)).toMatchObject({ status: "open", answer: "defend" });
    expect((await findEvidence(returns.staff(), disputeId)).wasSent).toBe(false);
  });

  test("is nobody's of another organisation", async () => {
    const returns = await openReturns();
    const { disputeId } = await disputed(returns);
    const foreign = returns.staff({ organisationId: "org-demo-nairobi" });
    await expect(findEvidence(foreign, disputeId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("disputes that need an answer come by their deadline, the nearest first; each is found by its receipt", async () => {
  const returns = await openReturns();
  const first = await disputed(returns);
  await returns.later(60);
  const second = await disputed(returns);
  const ids = async (list: object) =>
    (await listDisputes(returns.staff(), { ...FIRST, ...list })).rows.map(({ id }) => id);
  expect(await ids({ status: "open" })).toEqual([first.disputeId, second.disputeId]);
  expect(await ids({})).toEqual([second.disputeId, first.disputeId]);
  const { receiptCode } = await getDispute(returns.staff(), first.disputeId);
  expect(await ids({ search: receiptCode })).toEqual([first.disputeId]);
});
