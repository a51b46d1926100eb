import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx, Wake } from "#app/domain/context.ts";
import { listDeadLetters, sendDeadLetter } from "#app/domain/payments/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";

const opened: TestDatabase[] = [];
let database: TestDatabase;
let woken: Wake[];

beforeEach(async () => {
  database = await openTestDatabase();
  opened.push(database);
  woken = [];
  await rowsOf(
    database.ownerUrl,
    `insert into dead_letters (id, queue, body, received_at) values
      ('ded-1', 'asante-rail-events-dead', '{"kind": "rail_event", "id": "evt-1"}', '2026-03-01Z'),
      ('ded-2', 'asante-rail-events-dead', '{"kind": "toString"}', '2026-03-02Z'),
      ('ded-3', 'asante-rail-events-dead', 'null', '2026-03-03Z')`,
  );
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

function platform(secondFactorAt?: null): Ctx {
  const parts = { database, bridgeUrl: database.bridgeUrl };
  const change = secondFactorAt === null ? { secondFactorAt } : {};
  const { actor } = staffWorkerContext(parts, { organisationId: "org-platform", role: "platform", ...change });
  return { ...workerContext(parts), actor, wake: async (hints) => void woken.push(...hints) };
}
const audits = () => rowsOf(database.ownerUrl, "select organisation_id, action, subject from audit_log");

describe("a dead letter", () => {
  test("is replayed once, as the wake-up it was, however many do it at once", async () => {
    const replay = () => sendDeadLetter(platform(), { deadLetterId: "ded-1" });
    const outcomes = await Promise.all([replay(), replay(), replay()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["not_waiting", "not_waiting", "replayed"]);
    expect(woken).toEqual([{ kind: "rail_event", id: "evt-1" }]);
    expect(await audits()).toEqual([
      { organisation_id: "org-platform", action: "dead_letter.replayed", subject: "ded-1" },
    ]);
    const waiting = await listDeadLetters(platform(), { state: "waiting", after: null, before: null });
    expect(waiting.rows.map(({ id }) => id)).toEqual(["ded-3", "ded-2"]);
  });

  test("that is no wake-up of ours, or that is not there, wakes nobody and stays as it is", async () => {
    expect(await sendDeadLetter(platform(), { deadLetterId: "ded-2" })).toEqual({ status: "not_a_wake_up" });
    expect(await sendDeadLetter(platform(), { deadLetterId: "ded-3" })).toEqual({ status: "not_a_wake_up" });
    expect(await sendDeadLetter(platform(), { deadLetterId: "ded-9" })).toEqual({ status: "not_waiting" });
    expect([woken, await audits()]).toEqual([[], []]);
  });

  test("is for Asante's own people, with a fresh second factor to replay it", async () => {
    const parts = { database, bridgeUrl: database.bridgeUrl };
    const owner = staffWorkerContext(parts, { organisationId: "org-platform", role: "owner" });
    const refused = { code: "FORBIDDEN" };
    await expect(sendDeadLetter(owner, { deadLetterId: "ded-1" })).rejects.toMatchObject(refused);
    await expect(listDeadLetters(owner, { state: "waiting", after: null, before: null })).rejects.toMatchObject(
      refused,
    );
    const stale = sendDeadLetter(platform(null), { deadLetterId: "ded-1" });
    await expect(stale).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
  });
});
