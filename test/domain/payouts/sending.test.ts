import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  applyDueTransferLookups,
  createDueSettlementRuns,
  sendPayouts,
  settleGuards,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { seedDemo } from "#db/seed/index.ts";
import { addPayee, payoutContext } from "#test/factories/payouts.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";
import {
  type PaystackSimulator,
  type SimulatorClient,
  simulatorClient,
  startPaystackSimulator,
} from "#test/simulators/paystack/index.ts";

let database: TestDatabase;
let owner: pg.Client;
let paystack: PaystackSimulator;
let simulator: SimulatorClient;

/** A Friday evening in Lagos, after five. */
const EVENING = new Date("2026-03-06T16:30:00Z");

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  paystack = await startPaystackSimulator({ silent: true, settings: { bulkIntervalMs: 0 } });
  simulator = simulatorClient(paystack.url);
  await simulator.balance({ currency: "NGN", setMinor: 1_000_000_000 });
});
afterAll(async () => {
  await owner?.end();
  await paystack?.close();
  await database?.close();
});

describe("a payout", () => {
  test("is settled, sent, and paid once, with its fee from verify", async () => {
    const one = await addPayee(owner, paystack);
    const ctx = payoutContext(database, paystack, { at: EVENING });
    expect(await createDueSettlementRuns(ctx)).toBe(3);
    while ((await settleGuards(ctx)) > 0);
    console.log(await rowsOf(database.ownerUrl, "select id, guard_id, amount_minor, status, approval_reason from payouts where run_id not like 'run-past%'"));
    expect(await sendPayouts(ctx)).toBe(1);
    console.log(await rowsOf(database.ownerUrl, "select id, status, attempts from payouts where guard_id=$1", [one.guardId]));
    const later = payoutContext(database, paystack, { at: new Date(EVENING.getTime() + 60_000) });
    expect(await applyDueTransferLookups(later)).toBe(1);
    console.log(await rowsOf(database.ownerUrl, "select * from payout_attempts where payout_id not like 'po-past%'"));
    console.log(await rowsOf(database.ownerUrl, "select id, debit_account, credit_account, amount_minor from ledger_transfers"));
    expect(await checkBooks(database.ownerUrl)).toEqual([]);
  });
});
