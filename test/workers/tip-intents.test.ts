import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRailEvent, INTENT_FIELD, type Intent } from "#app/domain/payments/index.ts";
import { checkBooks } from "#db/check.ts";
import { intentFor, intentMetadata } from "#test/factories/intents.ts";
import { chargeEvent } from "#test/factories/rail-events.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

let stack: Stack;
let books: pg.Pool;

beforeAll(async () => {
  stack = await startTestStack({ onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

afterEach(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

let railIds = 7_000_000;

/** Records a charge of 500.00 with this metadata, and gives the event's id; nothing is woken. */
async function recordCharge(reference: string, metadata: unknown): Promise<string> {
  const body = chargeEvent({ id: ++railIds, reference, amount: 50_000, currency: "NGN", fees: 750, metadata });
  const ctx = workerContext({ database: stack.database, bridgeUrl: stack.bridge.url, paystack: stack.paystack });
  await createRailEvent(ctx, ctx.rails.paystack, new TextEncoder().encode(body));
  const { rows } = await books.query<{ id: string }>("select id from rail_events where body = $1", [body]);
  return rows[0]?.id ?? "";
}

function apply(...events: string[]) {
  const messages = events.map((id) => ({
    id,
    timestamp: new Date(Date.now()),
    attempts: 1,
    body: { kind: "rail_event", id },
  }));
  return stack.worker.dispatchQueue("asante-rail-events", messages);
}

async function eventOf(id: string) {
  const { rows } = await books.query<{ status: string; note: string }>(
    "select status, note from rail_events where id = $1",
    [id],
  );
  return rows[0];
}

/** What stands in the books of the tip: its terms, and each posting by its kind. */
async function tipOf(id: string) {
  const { rows } = await books.query<Record<string, unknown>>(
    `select status, platform_fee_minor::text as fee, (select jsonb_object_agg(kind, amount_minor) from ledger_transfers
       where reference = t.id) as postings
     from tips t where id = $1`,
    [id],
  );
  return rows[0];
}

const signed = (change: Partial<Intent>) => (intent: Intent) => intentMetadata({ ...intent, ...change });

/** What our key signed, with another text in its place. */
async function altered(intent: Intent, change: Partial<Intent>) {
  const { signature } = (await intentMetadata(intent))[INTENT_FIELD] ?? { signature: "" };
  return { [INTENT_FIELD]: { intent: JSON.stringify({ ...intent, ...change }), signature } };
}

const FORGERIES: [string, (intent: Intent) => unknown][] = [
  ["none at all", () => null],
  ["that is not signed", (intent) => ({ [INTENT_FIELD]: intent })],
  ["with an empty signature", (intent) => ({ [INTENT_FIELD]: { intent: JSON.stringify(intent), signature: "" } })],
  ["signed by another key", (intent) => intentMetadata(intent, "k".repeat(40))],
  ["whose platform fee was altered", (intent) => altered(intent, { platformFeeMinor: "0" })],
  ["whose guard was altered", (intent) => altered(intent, { guardId: "guard-demo-bisi", codeId: "code-demo-bisi" })],
  ["that we signed for another rail", signed({ rail: "another" })],
  ["that we signed for live money", signed({ environment: "live" })],
  ["that we signed for another tip", signed({ tipId: "tip-01kah3v1z8m3q4n5p6r7s8t9vw" })],
  ["that we signed for a code of another guard", signed({ codeId: "code-demo-bisi" })],
  ["that we signed and that is no intent", signed({ amountMinor: "-1" })],
];

describe("a charge whose tip is in no book", () => {
  test("is booked by the terms of the intent that we signed for it", async () => {
    const intent = intentFor(stack);
    const event = await recordCharge(intent.tipId, await intentMetadata(intent));
    await apply(event);
    expect(await eventOf(event)).toEqual({ status: "applied", note: "booked" });
    expect(await tipOf(intent.tipId)).toEqual({
      status: "succeeded",
      fee: "500",
      postings: { tip_gross: 50_000, tip_rail_fee: 750, tip_platform_fee: 500 },
    });
  });

  test.each(FORGERIES)("and whose intent is one %s is held as unknown, and enters no tip", async (_, metadataOf) => {
    const before = await books.query("select from tips");
    const intent = intentFor(stack);
    const event = await recordCharge(intent.tipId, await metadataOf(intent));
    await apply(event);
    expect(await eventOf(event)).toEqual({ status: "suspended", note: "unknown_reference" });
    expect((await books.query("select from tips")).rowCount).toBe(before.rowCount);
    const items = await books.query("select organisation_id, reason from reconciliation_items where reference = $1", [
      intent.tipId,
    ]);
    expect(items.rows).toEqual([{ organisation_id: "org-platform", reason: "unknown_reference" }]);
  });

  test("and whose intent breaks a law of the books is stuck with an alert, and holds up no other event", async () => {
    const good = [intentFor(stack), intentFor(stack)];
    const poison = intentFor(stack, { chargeMinor: "49999" });
    const stuck = await recordCharge(poison.tipId, await intentMetadata(poison));
    const events = await Promise.all(
      good.map(async (intent) => recordCharge(intent.tipId, await intentMetadata(intent))),
    );
    const answer = await apply(stuck, ...events);
    expect(answer.explicitAcks.sort()).toEqual([...events].sort());
    for (const event of events) expect(await eventOf(event)).toEqual({ status: "applied", note: "booked" });
    expect(await eventOf(stuck)).toEqual({
      status: "stuck",
      note: "could not be applied: tips_charge_covers_amount",
    });
    const alerts = await books.query("select kind from alerts where subject = $1", [stuck]);
    expect(alerts.rows).toEqual([{ kind: "rail_event.stuck" }]);
    expect(await tipOf(poison.tipId)).toBeUndefined();
  });
});
