import { describe, expect, test } from "vitest";
import { createDeadlineAlerts, startDisputeAnswer } from "#app/domain/payments/index.ts";
import { openReturns, type Returns } from "#test/factories/returns.ts";

const alertsOf = ({ rows }: Returns) =>
  rows("select organisation_id, resolved_at is null as is_open from alerts where kind = 'dispute.due_soon'");

/** A dispute that the rail gives in to sixteen hours after it was opened. */
async function disputed(returns: Returns): Promise<string> {
  const { id } = await returns.paidTip();
  await returns.simulator.dispute(id, { event: "create" });
  await returns.deliver();
  return String((await returns.rows("select id from disputes"))[0]?.["id"]);
}

describe("a dispute's deadline", () => {
  test("is told four hours before, once, to the organisation whose dispute it is", async () => {
    const returns = await openReturns();
    await disputed(returns);
    await returns.later(11 * 60);
    expect(await createDeadlineAlerts(returns.system())).toBe(0);
    await returns.later(61);
    expect(await createDeadlineAlerts(returns.system())).toBe(1);
    expect(await createDeadlineAlerts(returns.system())).toBe(0);
    expect(await alertsOf(returns)).toEqual([{ organisation_id: "org-demo-lagos", is_open: true }]);
  });

  test("is not told of a dispute that was answered, nor after it has passed", async () => {
    const returns = await openReturns();
    const first = await disputed(returns);
    await startDisputeAnswer(returns.staff(), { disputeId: first, answer: "defend", message: "It was a gift." });
    await returns.settled();
    await returns.later(13 * 60);
    expect(await createDeadlineAlerts(returns.system())).toBe(0);
    const second = await openReturns();
    await disputed(second);
    await second.later(16 * 60 + 1);
    expect(await createDeadlineAlerts(second.system())).toBe(0);
  });

  test("is called off by the answer", async () => {
    const returns = await openReturns();
    const disputeId = await disputed(returns);
    await returns.later(13 * 60);
    await createDeadlineAlerts(returns.system());
    await startDisputeAnswer(returns.staff(), { disputeId, answer: "accept", message: "We give it back." });
    await returns.settled();
    expect(await alertsOf(returns)).toEqual([{ organisation_id: "org-demo-lagos", is_open: false }]);
  });
});
