import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  applyDueTransferLookups,
  applyPayoutFindings,
  createPayoutFinding,
  findPayoutDoubt,
  releasePayoutFinding,
  releasePayoutRetry,
  voidPayoutFinding,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { tell } from "#test/factories/payouts.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.endEverything();
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

const maker = () => world.as("finance", "usr-maker");
const checker = () => world.as("owner", "usr-checker");

/** A payout whose call was not answered, before the rail took it or after. */
async function inDoubt(when: "before" | "after" = "before") {
  const payee = await world.addPayee();
  await world.settle();
  await world.simulator.faults.add({ operation: "transfer.create", kind: "status", status: 504, when });
  await world.send();
  const { id } = await world.payoutOf(payee);
  expect(await world.payoutOf(payee)).toMatchObject({ status: "unknown" });
  return { payee, id, reference: `${id}-1` };
}

async function recorded(finding: "paid" | "not_paid", when: "before" | "after" = "before") {
  const doubt = await inDoubt(when);
  world.pass(24 * 60);
  const outcome = await createPayoutFinding(maker(), { payoutId: doubt.id, finding, note: "Asked Ada by phone" });
  if (outcome.status !== "recorded") throw new Error(outcome.status);
  return { ...doubt, findingId: outcome.findingId };
}

describe("what the rail said of a payout in doubt", () => {
  test("is written down after a day, once, with a note, and in its own organisation only", async () => {
    const { id } = await inDoubt();
    const wish = { payoutId: id, finding: "paid", note: "Asked Ada by phone" } as const;
    expect(await createPayoutFinding(maker(), wish)).toEqual({ status: "not_in_doubt" });
    world.pass(24 * 60);
    await expect(createPayoutFinding(maker(), { ...wish, note: " " })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(createPayoutFinding(world.as("auditor"), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const foreign = world.as("finance", "usr-x", "org-demo-accra");
    await expect(createPayoutFinding(foreign, wish)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await findPayoutDoubt(world.as("auditor"), id)).toMatchObject({ reference: `${id}-1`, open: null });
    expect(await createPayoutFinding(maker(), wish)).toMatchObject({ status: "recorded" });
    expect(await createPayoutFinding(checker(), wish)).toEqual({ status: "already_recorded" });
    expect(await findPayoutDoubt(maker(), id)).toMatchObject({ open: { finding: "paid", isOwn: true } });
    expect(await findPayoutDoubt(foreign, id)).toBeNull();
  });

  test("counts when another person confirms it: paid is paid", async () => {
    const { payee, id, findingId } = await recorded("paid");
    expect(await releasePayoutFinding(maker(), { findingId })).toEqual({ status: "own_finding" });
    const foreign = world.as("finance", "usr-x", "org-demo-accra");
    await expect(releasePayoutFinding(foreign, { findingId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await releasePayoutFinding(checker(), { findingId })).toEqual({ status: "applied", payoutStatus: "paid" });
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await releasePayoutFinding(checker(), { findingId })).toEqual({ status: "too_late" });
    const { rows } = await world.owner.query(
      "select action, actor from audit_log where subject = $1 order by sequence",
      [id],
    );
    expect(rows).toEqual([
      { action: "payout.finding_recorded", actor: "staff:usr-maker" },
      { action: "payout.finding_confirmed", actor: "staff:usr-checker" },
    ]);
  });

  test("as not paid gives the guard what is owed again, and nothing is sent before somebody looked", async () => {
    const { payee, findingId } = await recorded("not_paid");
    expect(await releasePayoutFinding(checker(), { findingId })).toEqual({ status: "applied", payoutStatus: "failed" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(100_000n);
    world.pass(3 * 24 * 60);
    expect(await world.send()).toBe(0);
  });

  test("as not paid does not count when the rail, asked once more, knows of the transfer", async () => {
    const { payee, findingId } = await recorded("not_paid", "after");
    const answered = { status: "rail_answered", payoutStatus: "paid" };
    expect(await releasePayoutFinding(checker(), { findingId })).toEqual(answered);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await releasePayoutFinding(checker(), { findingId })).toEqual({ status: "too_late" });
    expect(await voidPayoutFinding(maker(), { findingId })).toEqual({ status: "withdrawn" });
    expect(await voidPayoutFinding(maker(), { findingId })).toEqual({ status: "too_late" });
  });

  test("is applied by the sweep when its confirmation was cut off", async () => {
    const { payee, findingId } = await recorded("paid");
    await world.owner.query(
      "update payout_findings set status = 'confirmed', decided_by = 'staff:usr-checker', decided_at = now() where id = $1",
      [findingId],
    );
    expect(await applyPayoutFindings(world.ctx())).toBe(1);
    expect(await applyPayoutFindings(world.ctx())).toBe(0);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
  });

  test("is asked for when the rail names another amount", async () => {
    const { reference } = await inDoubt();
    await tell(world.ctx(), reference, "succeeded", { amountMinor: 1n });
    const { rows } = await world.owner.query(
      "select organisation_id, detail from alerts where kind = 'payout.answer_disagrees' and subject = $1",
      [reference],
    );
    expect(rows).toMatchObject([
      { organisation_id: "org-demo-lagos", detail: expect.stringContaining("write that down") },
    ]);
  });
});

describe("a payout that waits to be sent again", () => {
  test("is sent now when finance says so, once, and in its own organisation only", async () => {
    const payee = await world.addPayee({ suffix: "9009" });
    await world.settle();
    await world.send();
    const { id } = await world.payoutOf(payee);
    const reason = "Sorry, we can't make the transfer to this recipient at the moment";
    await world.simulator.moveTransfer(`${id}-1`, { status: "failed", reason });
    world.pass(2);
    while ((await applyDueTransferLookups(world.ctx())) > 0);
    expect(await world.send()).toBe(0);
    const wish = { payoutId: id };
    await expect(releasePayoutRetry(world.as("auditor"), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const foreign = world.as("finance", "usr-x", "org-demo-accra");
    await expect(releasePayoutRetry(foreign, wish)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await releasePayoutRetry(maker(), wish)).toEqual({ status: "released" });
    expect(await releasePayoutRetry(maker(), wish)).toEqual({ status: "not_waiting" });
    expect(await world.send()).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ attempts: 2 });
  });
});
