import { afterAll, beforeAll, expect, test } from "vitest";
import { hours } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import { listDestinations } from "#app/domain/guards/index.ts";
import { OPERATIONS, openPayoutAccounts } from "#test/factories/payout-accounts.ts";

let rig: Awaited<ReturnType<typeof openPayoutAccounts>>;
beforeAll(async () => {
  rig = await openPayoutAccounts();
});
afterAll(() => rig.close());

/** Another isolate, which has kept nothing; work after the answer is awaited. */
const isolate = (inMs: number): { ctx: Ctx; done: Promise<unknown>[] } => {
  const done: Promise<unknown>[] = [];
  const ctx = rig.as({ ...OPERATIONS, inMs });
  return { ctx: { ...ctx, afterwards: (work) => void done.push(work) }, done };
};

test("the list of banks is asked for once a day, and outlives a rail and a store that are down", async () => {
  await rig.rail.faults.add({ operation: "bank.list", kind: "status", status: 500 });
  await expect(listDestinations(isolate(0).ctx)).rejects.toMatchObject({ code: "RAIL_UNAVAILABLE" });

  const first = isolate(0);
  const banks = await listDestinations(first.ctx);
  await Promise.all(first.done);
  expect(banks.length).toBeGreaterThan(20);
  expect(banks.every(({ supportsTransfer }) => supportsTransfer)).toBe(true);

  await rig.rail.faults.add({ operation: "bank.list", kind: "status", status: 500, times: 100 });
  expect(await listDestinations(first.ctx)).toEqual(banks);
  expect(await listDestinations(isolate(hours(23)).ctx)).toEqual(banks);
  expect(await listDestinations(isolate(hours(400)).ctx)).toEqual(banks);

  const broken = async () => {
    throw new Error("object storage does not answer");
  };
  const withoutStore = { ...first.ctx, files: { get: broken } as unknown as Ctx["files"] };
  expect(await listDestinations(withoutStore)).toEqual(banks);
});
