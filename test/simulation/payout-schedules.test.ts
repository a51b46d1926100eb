import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendPayouts } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addMany, type Member } from "#test/factories/many-payees.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { type Drawer, drawer } from "./draw.ts";
import { judge } from "./payout-judge.ts";
import { createTrouble, openDoor, resumeLanes } from "./payout-trouble.ts";

/** Ten a run: 2,000 payouts with all tests, 20,000 with `npm run test:simulation`. */
const RUNS = Number(process.env["SIMULATION_RUNS"] ?? 200);
const PAYOUTS = RUNS * 10;
/** It is printed: given back, the same is drawn, though the machine may let it happen in another order. */
const SEED = Number(process.env["SIMULATION_SEED"] ?? 20_260_306);
const PAYOUTS_IN_A_ROUND = 80;
const ROUNDS_TO_CONVERGE = 120;

const PLACES = [
  { organisationId: "org-demo-lagos", siteId: "site-demo-banana-island", currency: "NGN", kind: "bank" },
  { organisationId: "org-demo-nairobi", siteId: "site-demo-westlands", currency: "KES", kind: "mobile_money" },
  { organisationId: "org-demo-accra", siteId: "site-demo-east-legon", currency: "GHS", kind: "mobile_money" },
] as const;

/** What becomes of transfers to an account, by its last digits: half are paid at once. */
const SUFFIXES = [
  ...Array.from({ length: 14 }, () => "0001"),
  ...["9001", "9001", "9002", "9003", "9003", "9004", "9005", "9006", "9007", "9008", "9009", "9009", "9010", "9010"],
];

let world: PayoutWorld;
let receiver: Server;
let isTroubled = true;
const random = drawer(SEED);

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const body = new Uint8Array(await buffer(request));
    const status = await openDoor(world, random, () => isTroubled)(body, request.headers).catch(() => 500);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address ? address.port : 0;
  world = await openPayoutWorld({ transferTimeoutMs: 100, webhookUrl: `http://127.0.0.1:${port}/hooks` });
  await world.owner.query(
    "update organisation_policies set transfer_fee_bearer = 'guard' where organisation_id = 'org-demo-nairobi'",
  );
});
afterAll(async () => {
  receiver?.closeAllConnections();
  receiver?.close();
  await world?.close();
});

test("whatever the rail does, the bank pays each payout at most once, and the books say what the bank says", {
  timeout: 120_000 + PAYOUTS * 150,
}, async () => {
  console.info(`payouts: ${PAYOUTS}, SIMULATION_SEED=${SEED}`);
  await addMany(world.owner, Array.from({ length: PAYOUTS }, draw), world.paystack);
  await world.settle();
  await world.owner.query(
    "update payouts set approved_by = 'staff:usr-checker', approved_at = now() where approval_reason is not null",
  );
  const before = await holdings();
  const trouble = createTrouble(world, random);
  for (let round = 0; round < PAYOUTS / PAYOUTS_IN_A_ROUND; round++) await trouble.round();
  isTroubled = false;
  await converge(trouble, random);

  const verdict = await judge(world);
  console.info("payouts:", JSON.stringify({ ...verdict, wrong: verdict.wrong.length }));
  expect(verdict.wrong).toEqual([]);
  expect(verdict.payouts).toBe(PAYOUTS);
  expect(world.errors).toEqual([]);
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  const after = await holdings();
  for (const { currency } of PLACES) {
    const [then, now] = [before[currency], after[currency]];
    expect({ currency, moved: then && now && then.rail - now.rail }).toEqual({
      currency,
      moved: then && now && now.books - then.books,
    });
  }
});

function draw(_: unknown, index: number): Member {
  return { ...random.of(PLACES), suffix: random.of(SUFFIXES), owedMinor: BigInt(100_000 + index) };
}

/** Without further faults, with the rail's slow ones decided, everything ends. */
async function converge(trouble: ReturnType<typeof createTrouble>, random: Drawer): Promise<void> {
  await world.simulator.faults.clear();
  await world.simulator.settings({ latencyMs: 0 });
  await world.simulator.webhooks.policy({ mode: "hold", duplicate: 0, reorder: false });
  for (let round = 0; round < ROUNDS_TO_CONVERGE; round++) {
    // Each batch with somebody whose transfers want a password stops the lane, and a person lets it go on.
    do await resumeLanes(world);
    while ((await sendPayouts(world.ctx())) > 0);
    await decideSlowOnes(random);
    await trouble.pass(round < 40 ? 20 : 24 * 60);
    // What a webhook tells need not be asked for.
    await world.simulator.webhooks.deliver({ concurrent: true });
    await trouble.settle(PAYOUTS);
    const { rowCount } = await world.owner.query(
      `select from payouts where status in ('created', 'sending', 'submitted', 'unknown')
       union all select from payout_attempts where next_check_at is not null
       union all select from rail_events where next_check_at is not null`,
    );
    if (rowCount === 0) return;
  }
}

/** A transfer that would be pending, or wait for a password or an approval, for ever. */
async function decideSlowOnes(random: Drawer): Promise<void> {
  for (const { reference, status, steps } of [...world.paystack.state.transfers.values()]) {
    if (!["pending", "received", "otp"].includes(status) || steps.length > 0) continue;
    await world.simulator.moveTransfer(reference, {
      status: random.of(["success", "failed"] as const),
      reason: random.of(["Issuer down", "Account closed", "Limit exceeded"]),
    });
  }
}

/** What the rail holds and what the books say that it holds for us, by currency. */
async function holdings(): Promise<Record<string, { rail: bigint; books: bigint }>> {
  const held: Record<string, { rail: bigint; books: bigint }> = {};
  for (const { organisationId, currency } of PLACES) {
    const rail = BigInt(world.paystack.state.balances.get(currency) ?? 0);
    held[currency] = { rail, books: await world.held("rail_clearing:paystack", organisationId) };
  }
  return held;
}
