import { afterAll, beforeAll, expect, test } from "vitest";
import { updateSettings } from "#app/domain/organisations/index.ts";
import { startTip } from "#app/domain/tips/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
});
afterAll(() => database?.close());

/** What is kept of a message that a patron sends with a tip; the rail is out of reach, and the intent is kept all the same. */
async function keptOf(message: string): Promise<unknown> {
  const [code] = await rowsOf(database.ownerUrl, "select token from qr_codes where id = 'code-demo-emeka'");
  const files = { get: async () => null, put: async () => ({}), head: async () => null };
  const patron = workerContext({ database, bridgeUrl: database.bridgeUrl, files });
  const tip = { token: String(code?.["token"]), amountMinor: 50_000n, currency: "NGN" as const, coversFee: false };
  await startTip(patron, { ...tip, message, email: null, key: crypto.randomUUID() }, "api");
  const [kept] = await rowsOf(database.ownerUrl, "select message from tips order by created_at desc, id desc limit 1");
  return kept?.["message"];
}

test("a patron's message is kept while the organisation takes messages, and dropped while it does not", async () => {
  const parts = { database, bridgeUrl: database.bridgeUrl };
  const admin = staffWorkerContext(parts, { organisationId: LAGOS, role: "admin" });
  expect(await keptOf("Thank you")).toBe("Thank you");
  await updateSettings(admin, { "patrons.may_write": "off" });
  expect(await keptOf("Give me your number")).toBeNull();
  await updateSettings(admin, { "patrons.may_write": "on" });
  expect(await keptOf("Well done")).toBe("Well done");
});
