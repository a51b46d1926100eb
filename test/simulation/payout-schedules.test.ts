import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRailEvent } from "#app/domain/payments/index.ts";
import { applyDueTransferEvents, applyDueTransferLookups, sendPayouts } from "#app/domain/payouts/index.ts";
import { SIGNATURE_HEADER } from "#app/rails/paystack/verify.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import type { FaultKind, Operation } from "#test/simulators/paystack/index.ts";

/** 300 with all tests, 2,000 with `npm run test:simulation`. The seed is printed: give it back to replay a failure. */
const PAYOUTS = Number(process.env["SIMULATION_RUNS"] ?? 300);
const SEED = Number(process.env["SIMULATION_SEED"] ?? 20_260_306);
const ROUNDS_OF_FAULTS = 25;
const ROUNDS_TO_CONVERGE = 80;
const CONCLUSIVE = ["failed", "reversed", "abandoned", "blocked", "rejected"];

let world: PayoutWorld;
let receiver: Server;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const bytes = new Uint8Array(await buffer(request));
    const ctx = world.ctx();
    const signature = request.headers[SIGNATURE_HEADER]?.toString() ?? null;
    const isGenuine = await ctx.rails.paystack.verifySignature(bytes, signature);
    const outcome = isGenuine ? await createRailEvent(ctx, ctx.rails.paystack, bytes) : "lost";
    response.writeHead(outcome === "lost" ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address ? address.port : 0;
  world = await openPayoutWorld({ size: 20, transferTimeoutMs: 150, webhookUrl: `http://127.0.0.1:${port}/hooks` });
});
afterAll(async () => {
  receiver?.closeAllConnections();
  receiver?.close();
  await world?.close();
});

/** mulberry32: small, and the same everywhere. */
function drawer(seed: number) {
  let state = seed;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (share: number) => draw() < share,
    of: <T>(things: readonly T[]): T => things[Math.floor(draw() * things.length)] as T,
    upTo: (most: number) => Math.floor(draw() * (most + 1)),
  };
}

const SUFFIXES = [
  ...Array.from({ length: 8 }, () => "0001"),
  ...["9001", "9001", "9001", "9002", "9003", "9003", "9004", "9005", "9006", "9007", "9008", "9009", "9009"],
];
const STATUSES = [500, 502, 503, 504, 429];
const KINDS: readonly FaultKind[] = [
  "status",
  "status",
  "timeout_before",
  "timeout_after",
  "timeout_validating",
  "reset_mid_body",
  "truncated_json",
  "delay_ms",
];
const OPERATIONS: readonly Operation[] = ["transfer.create", "transfer.bulk", "transfer.bulk", "transfer.verify"];

test("whatever the rail does, the bank pays each payout at most once, and the books say what the bank says", {
  timeout: 120_000 + PAYOUTS * 300,
}, async () => {
  const random = drawer(SEED);
  console.info(`payouts: ${PAYOUTS}, SIMULATION_SEED=${SEED}`);
  for (let i = 0; i < PAYOUTS; i++)
    await world.addPayee({ suffix: random.of(SUFFIXES), owedMinor: BigInt(100_000 + i) });
  const before = { rail: await railBalance(), books: await world.held("rail_clearing:paystack") };
  await world.settle();
  await world.simulator.webhooks.policy({ mode: "hold" });
  for (let round = 0; round < ROUNDS_OF_FAULTS; round++) await misbehave(random);
  await world.simulator.faults.clear();
  await world.simulator.webhooks.policy({ mode: "auto" });
  await converge(random);

  expect(await judge()).toEqual([]);
  expect(world.errors).toEqual([]);
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  const after = { rail: await railBalance(), books: await world.held("rail_clearing:paystack") };
  expect(before.rail - after.rail).toBe(after.books - before.books);
});

/** One round of trouble: some calls go wrong, some events come twice, backwards or at once, and time goes on. */
async function misbehave(random: ReturnType<typeof drawer>): Promise<void> {
  for (let fault = 0; fault < 4; fault++) {
    const kind = random.of(KINDS);
    const when = random.chance(0.5) ? ("before" as const) : ("after" as const);
    await world.simulator.faults.add({
      operation: random.of(OPERATIONS),
      kind,
      skip: random.upTo(2),
      ...(kind === "status" ? { status: random.of(STATUSES), when } : {}),
      ...(kind === "delay_ms" ? { delayMs: random.of([20, 300]), when } : {}),
    });
  }
  await Promise.all([sendPayouts(world.ctx()), sendPayouts(world.ctx()), tell(random)]);
  if (random.chance(0.3)) await world.simulator.faults.release();
  await tell(random);
  for (let batch = 0; batch < 4; batch++)
    await Promise.all([applyDueTransferLookups(world.ctx()), applyDueTransferEvents(world.ctx())]);
  await passMinutes(random.of([1, 3, 15, 60]));
  await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
}

/** Delivers what the rail holds back, or a part of it. */
async function tell(random: ReturnType<typeof drawer>): Promise<void> {
  if (random.chance(0.3)) return;
  await world.simulator.webhooks.deliver({
    order: random.of(["fifo", "lifo"] as const),
    duplicate: random.upTo(2),
    concurrent: random.chance(0.5),
    ...(random.chance(0.5)
      ? { events: random.of([["transfer.success"], ["transfer.failed", "transfer.reversed"]]) }
      : {}),
  });
  await world.simulator.webhooks.idle();
}

/** Our clock and the simulator's go together. */
async function passMinutes(minutes: number): Promise<void> {
  world.pass(minutes);
  await world.simulator.advanceClock(minutes * 60_000);
}

/** Without further faults, with the rail's slow ones decided, everything ends. */
async function converge(random: ReturnType<typeof drawer>): Promise<void> {
  await world.simulator.webhooks.deliver({});
  for (let round = 0; round < ROUNDS_TO_CONVERGE; round++) {
    // Each batch with somebody whose transfers want a password stops the lane, and a person lets it go on.
    do await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
    while ((await sendPayouts(world.ctx())) > 0);
    await passMinutes(round < 40 ? 20 : 24 * 60);
    await decideSlowOnes(random);
    for (const work of [applyDueTransferEvents, applyDueTransferLookups]) {
      for (let batch = 0; batch < PAYOUTS && (await work(world.ctx())) > 0; batch++);
    }
    const { rowCount } = await world.owner.query(
      `select from payouts where status in ('created', 'sending', 'submitted', 'unknown') and id not like 'po-past%'
       union all select from payout_attempts where next_check_at is not null`,
    );
    if (rowCount === 0) return;
  }
}

/** A transfer that would be pending, or wait for a password or an approval, for ever. */
async function decideSlowOnes(random: ReturnType<typeof drawer>): Promise<void> {
  for (const { reference, status, steps } of [...world.paystack.state.transfers.values()]) {
    if (!["pending", "received", "otp"].includes(status) || steps.length > 0) continue;
    await world.simulator.moveTransfer(reference, {
      status: random.of(["success", "failed"] as const),
      reason: "Issuer down",
    });
  }
}

/** What the bank's own ledger says against each payout. */
async function judge(): Promise<string[]> {
  const wrong: string[] = [];
  const { entries } = await world.simulator.bank();
  const { rows } = await world.owner.query<{ id: string; status: string; references: string[] }>(
    `select p.id, p.status, array_agg(a.reference order by a.number) as references
     from payouts p join payout_attempts a on a.payout_id = p.id where p.id not like 'po-past%' group by p.id, p.status`,
  );
  expect(rows).toHaveLength(PAYOUTS);
  for (const { id, status, references } of rows) {
    const own = entries.filter(({ reference }) => references.includes(reference));
    const credits = own.filter(({ kind }) => kind === "recipient_credit").length;
    const returns = own.filter(({ kind }) => kind === "recipient_return").length;
    if (credits - returns > 1 || credits > 1) wrong.push(`${id} was credited ${credits} times`);
    if (status === "paid" && credits - returns !== 1) wrong.push(`${id} is paid, and the bank did not pay it`);
    if (status !== "paid" && credits - returns !== 0) wrong.push(`${id} is ${status}, and the bank paid it`);
    for (const reference of references.slice(0, -1)) {
      const told = world.paystack.state.transfers.get(reference)?.status;
      if (told !== undefined && !CONCLUSIVE.includes(told))
        wrong.push(`${reference} was ${told}, and followed by another`);
    }
  }
  const ours = new Set(rows.flatMap(({ references }) => references));
  const strays = entries.filter(({ reference, kind }) => kind === "recipient_credit" && !ours.has(reference));
  return [...wrong, ...strays.map(({ reference }) => `${reference} is none of ours`)];
}

async function railBalance(): Promise<bigint> {
  return BigInt(world.paystack.state.balances.get("NGN") ?? 0);
}
