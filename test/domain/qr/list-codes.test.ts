import { afterAll, beforeAll, expect, test } from "vitest";
import { listCodes } from "#app/domain/qr/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
});
afterAll(() => database?.close());

const found = async (search: string, organisationId = "org-demo-lagos") => {
  const parts = { database, bridgeUrl: database.bridgeUrl };
  const codes = await listCodes(staffWorkerContext(parts, { organisationId, role: "auditor" }), { search });
  return codes.map(({ id, status, guardName }) => [id, status, guardName]);
};

test("a code is found by what is printed on it, in any case and in part, by its own organisation alone", async () => {
  const [row] = await rowsOf(database.ownerUrl, "select serial from qr_codes where id = 'code-demo-emeka'");
  const serial = String(row?.["serial"]);
  const emeka = [["code-demo-emeka", "active", "Emeka Okafor"]];
  expect(await found(serial.toLowerCase())).toEqual(emeka);
  expect(await found(serial.slice(-5))).toEqual(emeka);
  expect(await found(serial, "org-demo-nairobi")).toEqual([]);
  expect(await found("%")).toEqual([]);
  await rowsOf(
    database.ownerUrl,
    "update qr_codes set status = 'revoked', revoked_at = now() where id = 'code-demo-emeka'",
  );
  expect(await found(serial)).toEqual([["code-demo-emeka", "revoked", "Emeka Okafor"]]);
});
