import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
});
afterAll(() => database.close());

const MANY = 5_000;
const insert = (organisation: string, count: number) =>
  `insert into audit_log (organisation_id, actor, action, subject, after, request_id, at)
   select '${organisation}', 'system:test', 'test.happened', 'subject-' || i, jsonb_build_object('number', i), 'req', now()
   from generate_series(1, ${count}) i`;

async function chains() {
  return rowsOf(
    database.ownerUrl,
    `select c.organisation_id, c.length::int, count(*)::int as rows, max(l.chain_number)::int as last
     from audit_chains c join audit_log l using (organisation_id) group by 1, 2 order by 1`,
  );
}

test("rows written at once by many make one chain for each organisation, without a gap or a fork", async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  const writes = Array.from({ length: 200 }, (_, i) =>
    insert(i % 3 === 0 ? "org-demo-nairobi" : "org-demo-lagos", 1 + (i % 4)),
  );
  await Promise.all(writes.map((write) => pool.query(write)));
  await pool.end();
  for (const { length, rows, last } of await chains()) expect([length, rows]).toEqual([last, last]);
  expect(await checkBooks(database.ownerUrl)).toEqual([]);
});

test("rows of several organisations in one statement, and two inserts in one statement, keep every chain", async () => {
  const values = (action: string, organisation: string) =>
    `('${organisation}', 'system:test', '${action}', 's', 'req', now())`;
  const into = "insert into audit_log (organisation_id, actor, action, subject, request_id, at) values";
  await rowsOf(
    database.url,
    `with one as (${into} ${values("a", "org-demo-lagos")}, ${values("b", "org-demo-accra")}, ${values("c", "org-demo-lagos")}),
      two as (${into} ${values("d", "org-demo-lagos")}) select 1`,
  );
  expect(await checkBooks(database.ownerUrl)).toEqual([]);
});

test("five thousand rows in one statement are one unbroken piece of the chain", async () => {
  await rowsOf(database.url, insert("org-demo-accra", MANY));
  const accra = (await chains()).find(({ organisation_id }) => organisation_id === "org-demo-accra");
  expect(accra?.["length"]).toBe(accra?.["rows"]);
  expect(Number(accra?.["rows"])).toBeGreaterThanOrEqual(MANY);
  expect(await checkBooks(database.ownerUrl)).toEqual([]);
});

test("a transaction that is rolled back leaves no gap", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("begin");
  await client.query(insert("org-demo-lagos", 3));
  await client.query("rollback");
  await client.query(insert("org-demo-lagos", 1));
  await client.end();
  expect(await checkBooks(database.ownerUrl)).toEqual([]);
});

test.each([
  "update audit_log set actor = 'staff:nobody'",
  "delete from audit_log",
  "truncate audit_log",
  "insert into audit_chains (organisation_id, length, hash) values ('org-platform', 7, repeat('a', 64))",
  "update audit_chains set length = 0",
  "delete from audit_chains",
  "alter table audit_log disable trigger all",
  "select chain_audit_row()",
])("neither of the application's roles may %s", async (statement) => {
  for (const url of [database.url, database.staffUrl]) await expect(rowsOf(url, statement)).rejects.toThrow();
});

test("a place in the chain cannot be chosen by who writes the row", async () => {
  await rowsOf(
    database.url,
    `insert into audit_log (organisation_id, actor, action, subject, request_id, at, chain_number, hash)
     values ('org-demo-lagos', 'a', 'b', 'c', 'req', now(), 1000000, repeat('f', 64))`,
  );
  expect(await checkBooks(database.ownerUrl)).toEqual([]);
});
