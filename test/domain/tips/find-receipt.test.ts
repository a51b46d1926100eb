import { afterAll, beforeAll, expect, test } from "vitest";
import { RECEIPT_TOKEN_CHARACTERS } from "#app/domain/payments/index.ts";
import { applyDueTransferLookups } from "#app/domain/payouts/index.ts";
import { findReceipt } from "#app/domain/tips/index.ts";
import { checkBooks } from "#db/check.ts";
import { addGuardTip } from "#test/factories/guard-tips.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

/** The end of an account number at which the simulator takes back what it has paid. */
const PAID_AND_REVERSED = "9003";
const TOKEN = "7".repeat(RECEIPT_TOKEN_CHARACTERS);

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

test("a receipt says when its money was sent once the payout is paid, and says so no more once the transfer came back", async () => {
  const payee = await world.addPayee({ owedMinor: 0n, suffix: PAID_AND_REVERSED });
  await addGuardTip(world.owner, { guardId: payee.guardId, id: "tip-receipt-1" });
  await world.owner.query("update tips set receipt_token = $1 where id = 'tip-receipt-1'", [TOKEN]);
  const sentAt = async () => (await findReceipt(world.ctx(), TOKEN))?.sentAt;

  expect(await sentAt()).toBeNull();
  await world.settle();
  expect(await sentAt()).toBeNull();
  await world.send();
  const { rows } = await world.owner.query<{ paid_at: Date }>("select paid_at from payouts where guard_id = $1", [
    payee.guardId,
  ]);
  expect(await sentAt()).toEqual(rows.find(({ paid_at }) => paid_at > new Date("2026-02-01Z"))?.paid_at);

  const { id } = await world.payoutOf(payee);
  await world.simulator.moveTransfer(`${id}-1`);
  await world.owner.query("update payout_attempts set next_check_at = $2 where reference = $1", [
    `${id}-1`,
    world.now(),
  ]);
  while ((await applyDueTransferLookups(world.ctx())) > 0);
  expect(await sentAt()).toBeNull();
});
