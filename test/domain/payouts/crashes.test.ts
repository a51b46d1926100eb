import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { applySpool, createRailEvent } from "#app/domain/payments/index.ts";
import {
  applyDueTransferEvents,
  applyDueTransferLookups,
  applyTransferEvents,
  createDueSettlementRuns,
  sendPayouts,
  settleGuards,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { createMortal, Death, type DeathPoint, memoryBucket, silentDatabase } from "#test/factories/mortal.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import type { Payee } from "#test/factories/payouts.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
  // One organisation has one run.
  await world.owner.query(
    "update organisations set status = 'suspended' where id in ('org-demo-nairobi', 'org-demo-accra')",
  );
});
afterAll(() => world?.close());

const files = memoryBucket();
type Mortal = ReturnType<typeof createMortal>;

/** How many events of earlier lives the rail has told. */
let heard = 0;
/** What the queue holds for consumers. */
let woken: string[] = [];

const context = (): Ctx => ({
  ...world.ctx(),
  files,
  wake: async (wakes) => void woken.push(...wakes.flatMap((one) => (one.kind === "transfer_event" ? [one.id] : []))),
});

/** Whatever a part of the work must do, it does by a context; the parts in the order in which a payout meets them. */
const PARTS: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  "opening the run": createDueSettlementRuns,
  settling: async (ctx) => {
    while ((await settleGuards(ctx)) > 0);
  },
  sending: sendPayouts,
  hearing: async (ctx) => {
    const { deliveries } = await world.simulator.webhooks.list();
    const told = deliveries.slice(heard);
    for (const [index, { body }] of told.entries()) {
      // Of two events, one comes while the database does not answer.
      const listening = index % 2 === 0 ? ctx : silentDatabase(ctx);
      await createRailEvent(listening, ctx.rails.paystack, new TextEncoder().encode(body));
    }
    heard += told.length;
  },
  "emptying the spool": async (ctx) => {
    while ((await applySpool(ctx)) > 0);
  },
  "applying events": async (ctx) => {
    await applyTransferEvents(ctx, woken.splice(0));
    await applyDueTransferEvents(ctx);
  },
  "looking up": async (ctx) => {
    while ((await applyDueTransferLookups(ctx)) > 0);
  },
};

/** What happens to the world around: a call got lost, the bank was down, and then it was not. */
interface Story {
  suffixes: string[];
  /** At which part of the way what happens. */
  lost?: boolean;
}

const STORIES: Record<string, Story> = {
  "a payout by itself": { suffixes: ["0001"] },
  "a payout whose call got lost": { suffixes: ["0001"], lost: true },
  "a batch, of which one fails and is sent again": { suffixes: ["0001", "9001", "9009"] },
};

async function way(story: Story, mortal: Mortal): Promise<void> {
  const act = async (name: string, round = "") => {
    mortal.enter(`${name}${round}`);
    await PARTS[name]?.(mortal.bind(context()));
  };
  if (story.lost)
    await world.simulator.faults.add({ operation: "transfer.create", kind: "status", status: 504, when: "before" });
  for (const name of Object.keys(PARTS)) await act(name);
  await decide("failed");
  world.pass(3);
  for (const name of Object.keys(PARTS).slice(3)) await act(name, ", told of an end");
  world.pass(61);
  for (const name of Object.keys(PARTS).slice(2)) await act(name, ", an hour later");
}

/** The rail decides what is pending at it. */
async function decide(status: "success" | "failed"): Promise<void> {
  for (const { reference, status: now, steps } of [...world.paystack.state.transfers.values()]) {
    if (now !== "pending") continue;
    if (steps.length > 0) await world.simulator.moveTransfer(reference);
    else await world.simulator.moveTransfer(reference, { status, reason: "Issuer down" });
  }
}

/** What comes after a death: the next crons, with all their wits, until nothing is left to do. */
async function converge(): Promise<void> {
  await world.simulator.faults.clear();
  for (let round = 0; round < 8; round++) {
    world.pass(10 + 60 * round);
    for (const work of Object.values(PARTS)) await work(context());
    await decide("success");
    const { rows } = await world.owner.query<{ left: string }>(
      `select (select count(*) from payouts where status in ('created', 'sending', 'submitted', 'unknown'))
         + (select count(*) from payout_attempts where next_check_at is not null)
         + (select count(*) from rail_events where next_check_at is not null) as left`,
    );
    if (rows[0]?.left === "0") return;
  }
  throw new Error("something is left undone for ever");
}

async function live(story: Story, point: DeathPoint | null): Promise<{ mortal: Mortal; payees: Payee[] }> {
  const payees: Payee[] = [];
  for (const suffix of story.suffixes) payees.push(await world.addPayee({ suffix }));
  world.pass(24 * 60);
  heard = (await world.simulator.webhooks.list()).deliveries.length;
  woken = [];
  const mortal = createMortal(point);
  await way(story, mortal).catch((error) => {
    if (!(error instanceof Death)) throw error;
  });
  return { mortal, payees };
}

/** What an earlier story was killed at already. */
const killedAt = new Set<string>();

describe.each(Object.entries(STORIES))("whoever dies before or after anything that %s needs", (title, story) => {
  test("leaves books that are right, and everything converges to one payment", { timeout: 300_000 }, async () => {
    const { mortal } = await live(story, null);
    await converge();
    const effects = mortal.effects.filter((effect) => !killedAt.has(effect));
    for (const effect of effects) killedAt.add(effect);
    console.info(`${title}: killed before and after ${effects.length} effects\n  ${effects.join("\n  ")}`);
    for (const effect of effects) {
      for (const side of ["before", "after"] as const) {
        const { mortal: killed, payees } = await live(story, { effect, side });
        expect({ effect, side, isDead: killed.isDead() }).toEqual({ effect, side, isDead: true });
        expect({ effect, side, wrong: await checkBooks(world.database.ownerUrl) }).toEqual({ effect, side, wrong: [] });
        await converge();
        for (const payee of payees) {
          const { id, status } = await world.payoutOf(payee);
          const references = (await world.attemptsOf({ id })).map(({ reference }) => reference);
          const credits = await world.credits(references);
          expect({ effect, side, status, credits }).toEqual({ effect, side, status: "paid", credits: 1 });
        }
      }
    }
    expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  });
});
