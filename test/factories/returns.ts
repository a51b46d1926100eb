import { randomUUID } from "node:crypto";
import { expect, onTestFinished } from "vitest";
import { fixedClock } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyDueLookups,
  applyRailEvents,
  createRailEvent,
  patronKeyOf,
  refundOwnTip,
} from "#app/domain/payments/index.ts";
import type { StaffActor } from "#app/domain/permissions.ts";
import { startTip } from "#app/domain/tips/index.ts";
import { checkBooks } from "#db/check.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";
import { simulatorClient, startPaystackSimulator } from "#test/simulators/paystack/index.ts";
import { tipFor } from "./tips.ts";
import { staffWorkerContext, workerContext } from "./worker-context.ts";

const MINUTE_MS = 60_000;

/**
 * Books, a rail and a clock of one's own, for what goes back after a tip. When the test is over the books are checked. Time
 * runs only by `later`, the rail's and ours together.
 */
export async function openReturns() {
  const [database, rail] = await Promise.all([openTestDatabase(), startPaystackSimulator({ silent: true })]);
  const demo = await seed(database);
  const simulator = simulatorClient(rail.url);
  await simulator.webhooks.policy({ mode: "hold" });
  await simulator.balance({ currency: "NGN", setMinor: 100_000_000 });
  let now = new Date(Date.now());
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const errors: string[] = [];
  const parts = {
    ...{ database, bridgeUrl: database.bridgeUrl, errors },
    paystack: { url: rail.url, secretKey: rail.secretKey },
    files: storage(files),
  };
  onTestFinished(async () => {
    await settled();
    const findings = await checkBooks(database.ownerUrl);
    await Promise.all([rail.close(), database.close()]);
    expect(findings).toEqual([]);
  });
  const pending: Promise<unknown>[] = [];
  const afterwards = (work: Promise<unknown>) => void pending.push(work.catch(() => undefined));
  const system = (): Ctx => ({ ...workerContext({ ...parts }), clock: fixedClock(now), afterwards });
  /** Waits for what verbs go on with after their answer. */
  const settled = async () => void (await Promise.all(pending.splice(0)));
  const staff = (actor: Partial<StaffActor> = {}): Ctx => ({
    ...staffWorkerContext(parts, {
      ...{ organisationId: "org-demo-lagos", role: "finance", userId: "usr-maker", secondFactorAt: now },
      ...actor,
    }),
    clock: fixedClock(now),
    afterwards,
  });
  const rows = (text: string, values: unknown[] = []) => rowsOf(database.ownerUrl, text, values);

  /** A tip that was paid and credited just now, and its receipt's token. */
  async function paidTip(amountMinor = 100_000n, guard = 0): Promise<{ id: string; receipt: string }> {
    const { token } = tipFor({ demo }, 0, guard);
    const tip = { token, amountMinor, currency: "NGN" as const, coversFee: false, message: null, email: null };
    const started = await startTip(system(), { ...tip, key: randomUUID() }, "api");
    const id = String((started as { tipId?: string }).tipId);
    await simulator.pay(id);
    await rows("update tips set next_check_at = $2 where id = $1 returning id", [id, now]);
    await applyDueLookups(system());
    const [row] = await rows("update tips set paid_at = $2 where id = $1 returning receipt_token", [id, now]);
    return { id, receipt: String(row?.["receipt_token"]) };
  }

  /** Lets time pass for us and for the rail. */
  async function later(minutes: number): Promise<void> {
    now = new Date(now.getTime() + minutes * MINUTE_MS);
    await simulator.advanceClock(minutes * MINUTE_MS);
  }

  /** Brings the rail's held events to our inbox, as a webhook would; gives the ids of those that are due. */
  async function record(pick: Pick = (bodies) => bodies): Promise<string[]> {
    const { deliveries } = await simulator.webhooks.list();
    const held = deliveries.filter(({ state }) => state === "held");
    for (const body of pick(held.map((delivery) => delivery.body)))
      await createRailEvent(system(), system().rails.paystack, new TextEncoder().encode(body));
    const events = await rows("select id from rail_events where status = 'received' order by received_at, id");
    return events.map(({ id }) => String(id));
  }

  /** The same, and applies them. */
  const deliver = async (pick?: Pick) => void (await applyRailEvents(system(), await record(pick)));

  return { database, simulator, rail, system, settled, staff, rows, paidTip, later, record, deliver, files, errors };
}

/** Which events are brought, how often and in which order. */
type Pick = (bodies: string[]) => string[];

export type Returns = Awaited<ReturnType<typeof openReturns>>;

/** Takes a payment back in the browser that started it. */
export async function takeBack({ rows, system }: Returns, receipt: string, ctx = system()) {
  const [tip] = await rows("select id from tips where receipt_token = $1", [receipt]);
  const keys = tip ? [await patronKeyOf(String(tip["id"]), ctx.settings.qrSigningKeys)] : [];
  return refundOwnTip(ctx, { receiptToken: receipt, keys });
}

/** Object storage in memory. */
function storage(files: Map<string, Uint8Array<ArrayBuffer>>) {
  return {
    put: async (key: string, bytes: Uint8Array<ArrayBuffer>) => void files.set(key, bytes),
    get: async (key: string) => {
      const bytes = files.get(key);
      return bytes ? { arrayBuffer: async () => bytes.buffer } : null;
    },
  };
}

/** What accounts hold, in minor units, by the name of the kind; credits less debits. */
export async function holdings({ rows }: Returns): Promise<Record<string, bigint>> {
  const found = await rows(
    "select kind, sum(credits_posted - debits_posted)::text as minor from ledger_accounts where organisation_id = 'org-demo-lagos' group by kind",
  );
  return Object.fromEntries(found.map((row) => [String(row["kind"]), BigInt(String(row["minor"]))]));
}
