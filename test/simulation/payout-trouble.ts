import { createRailEvent } from "#app/domain/payments/index.ts";
import {
  applyDueTransferEvents,
  applyDueTransferLookups,
  applyTransferEvents,
  sendPayouts,
} from "#app/domain/payouts/index.ts";
import { SIGNATURE_HEADER } from "#app/rails/paystack/verify.ts";
import type { PayoutWorld } from "#test/factories/payout-world.ts";
import type { FaultKind, Operation } from "#test/simulators/paystack/index.ts";
import type { Drawer } from "./draw.ts";

const STATUSES = [500, 502, 503, 504, 429];
const SENDING_FAULTS: readonly FaultKind[] = [
  "status",
  "status",
  "timeout_before",
  "timeout_after",
  "timeout_validating",
  "reset_mid_body",
  "truncated_json",
  "delay_ms",
];
const ASKING_FAULTS: readonly FaultKind[] = ["status", "timeout_before", "reset_mid_body", "truncated_json", "lagging"];
const SENDING: readonly Operation[] = ["transfer.create", "transfer.create", "transfer.bulk"];
const FAULTS_IN_A_ROUND = 8;
/** Transfers whose webhooks are told one after another. */
const ONE_BY_ONE = 20;
/** Payouts sent in one call, and how many calls are made at once. */
const SIZES = [1, 2, 10, 30, 100];
const SENDERS = 3;
const SWEEPERS = 3;
const RESTS_MINUTES = [1, 3, 15, 45];
/** How long after a failure the rail says that it has paid after all: before any next reference, or after some. */
const FLIPS_AFTER_MINUTES = [5, 50, 90, 400];

/** The trouble of a whole simulation: what is drawn for each transfer is drawn once. */
export function createTrouble(world: PayoutWorld, random: Drawer) {
  const fated = new Map<string, number | null>();

  /** Some calls go wrong, events come at once, late, twice, backwards or never, and time goes on. */
  async function round(): Promise<void> {
    const { simulator } = world;
    await plantFaults(world, random);
    const isShort = random.chance(0.1);
    if (isShort) await simulator.balance({ currency: "NGN", creditMinor: -999_990_000_000 });
    await simulator.settings({ latencyMs: random.chance(0.3) ? 15 : 0 });
    await simulator.webhooks.policy({
      mode: random.of(["auto", "hold", "hold", "drop"] as const),
      duplicate: random.chance(0.3) ? 1 : 0,
      reorder: random.chance(0.3),
    });
    const sizes = Array.from({ length: SENDERS }, () => random.of(SIZES));
    await Promise.all([...sizes.map((size) => sendPayouts(world.ctx({ size }))), deliverSome()]);
    if (random.chance(0.3)) await simulator.faults.release();
    await simulator.webhooks.policy({ mode: "hold" });
    await deliverSome();
    await settle(4);
    if (isShort) await simulator.balance({ currency: "NGN", creditMinor: 999_990_000_000 });
    await pass(random.of(RESTS_MINUTES));
    await resumeLanes(world);
  }

  /** Delivers what the rail holds back, or a part of it: much of it at once, or a little of it in a strict order. */
  async function deliverSome(): Promise<void> {
    const events = random.of([["transfer.success"], ["transfer.failed", "transfer.reversed"], undefined, undefined]);
    const order = random.of(["fifo", "lifo"] as const);
    const duplicate = random.chance(0.3) ? random.upTo(3) : 0;
    const concurrent = random.chance(0.7);
    if (random.chance(0.3)) return;
    const references = concurrent ? undefined : [...world.paystack.state.transfers.keys()].slice(-ONE_BY_ONE);
    await world.simulator.webhooks.deliver({
      order,
      duplicate,
      concurrent,
      ...(references ? { references } : {}),
      ...(events ? { events } : {}),
    });
    await world.simulator.webhooks.idle();
  }

  /** The sweep: several at once, as a late one and the next one may be. */
  async function settle(batches: number): Promise<void> {
    const sweep = async (work: (ctx: ReturnType<PayoutWorld["ctx"]>) => Promise<number>) => {
      for (let batch = 0; batch < batches && (await work(world.ctx())) > 0; batch++);
    };
    await Promise.all([sweep(applyDueTransferEvents), sweep(applyDueTransferEvents)]);
    await Promise.all(Array.from({ length: SWEEPERS }, () => sweep(applyDueTransferLookups)));
  }

  /** Our clock and the rail's go together, and on the way some failures turn out to be none. */
  async function pass(minutes: number): Promise<void> {
    world.pass(minutes);
    await world.simulator.advanceClock(minutes * 60_000);
    await flipFailures(world, random, fated);
  }

  return { round, settle, pass };
}

/**
 * What has failed is fated once: to stay so, or to be taken back at some time (null: never). Nobody may be told of it, when
 * we are to ask again anyway, before a next reference; else only the webhook can tell.
 */
async function flipFailures(world: PayoutWorld, random: Drawer, fated: Map<string, number | null>): Promise<void> {
  const now = world.now().getTime();
  const { mode } = (await world.simulator.webhooks.list({ reference: "none" })).policy;
  for (const transfer of [...world.paystack.state.transfers.values()]) {
    const { reference, status, steps, history } = transfer;
    if (status !== "failed" || steps.length > 0 || history.length < 2) continue;
    if (!fated.has(reference)) {
      const after = random.of(FLIPS_AFTER_MINUTES) * 60_000;
      fated.set(reference, random.chance(0.3) ? now + after : null);
    }
    const flipsAt = fated.get(reference);
    if (flipsAt == null || flipsAt > now) continue;
    if (willBeAskedAgain(world, transfer) && random.chance(0.5))
      await world.simulator.webhooks.policy({ mode: "drop" });
    await world.simulator.moveTransfer(reference, { status: "success" });
    await world.simulator.webhooks.policy({ mode });
  }
}

/** It failed for a reason that passes, it is not the last one, and no next one has been sent. */
function willBeAskedAgain({ paystack }: PayoutWorld, { reference, gatewayResponse }: Flippable): boolean {
  const [, payout, number] = /^(.*)-(\d)$/.exec(reference) ?? [];
  const hasNext = paystack.state.transfersAsked.has(`${payout}-${Number(number) + 1}`);
  return !hasNext && Number(number) < 4 && /Issuer|Limit/.test(gatewayResponse ?? "");
}

type Flippable = { reference: string; gatewayResponse: string | null };

/** A person lets lanes go on that a password or a refusal had stopped. */
export async function resumeLanes(world: PayoutWorld): Promise<void> {
  await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
}

async function plantFaults(world: PayoutWorld, random: Drawer): Promise<void> {
  const faults = Array.from({ length: FAULTS_IN_A_ROUND }, () => {
    const isSending = random.chance(0.6);
    const kind = random.of(isSending ? SENDING_FAULTS : ASKING_FAULTS);
    const when = random.chance(0.5) ? ("before" as const) : ("after" as const);
    return {
      operation: isSending ? random.of(SENDING) : ("transfer.verify" as const),
      kind,
      skip: random.upTo(3),
      ...(kind === "status" ? { status: random.of(STATUSES), when } : {}),
      ...(kind === "delay_ms" ? { delayMs: random.of([20, 200]), when } : {}),
    };
  });
  await world.simulator.faults.add(...faults);
}

/**
 * Our door for webhooks. While `isTroubled`, it is down now and then before or after it recorded something, and the queue
 * loses some of its messages; what it does not lose is applied at once, before our own call may have been answered.
 */
export function openDoor(world: PayoutWorld, random: Drawer, isTroubled: () => boolean) {
  /** Requests of one moment share a database, as those of one isolate do, and so their round trips. */
  let shared = world.ctx();
  return async (body: Uint8Array<ArrayBuffer>, headers: NodeJS.Dict<string | string[]>): Promise<number> => {
    const trouble = isTroubled() ? random.of(["none", "none", "none", "before", "after", "message_lost"]) : "none";
    if (trouble === "before") return 503;
    if (shared.clock.now().getTime() !== world.now().getTime()) shared = world.ctx();
    const woken: string[] = [];
    const wake: typeof shared.wake = async (wakes) =>
      void woken.push(...wakes.flatMap((one) => ("id" in one ? one.id : [])));
    const ctx = { ...shared, wake };
    if (!(await ctx.rails.paystack.verifySignature(body, headers[SIGNATURE_HEADER]?.toString() ?? null))) return 401;
    const outcome = await createRailEvent(ctx, ctx.rails.paystack, body);
    if (outcome === "lost") return 503;
    if (trouble !== "message_lost" && woken.length > 0) await applyTransferEvents(ctx, woken);
    return trouble === "after" ? 500 : 200;
  };
}
