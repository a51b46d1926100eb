import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { query } from "#app/domain/context.ts";
import { connect, type Database } from "#db/client.ts";
import { seedDemo } from "#db/seed/index.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const OWN = "org-demo-lagos";
const OTHER = "org-demo-nairobi";

let database: TestDatabase;
let staff: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  await rowsOf(
    database.ownerUrl,
    `insert into audit_log (organisation_id, actor, action, subject, request_id, at)
      select id, 'system:test', 'test.happened', 'subject', 'req', now() from organisations`,
  );
  staff = connectAs(OWN);
});
afterAll(() => database.close());

function connectAs(organisationId: string | undefined): Database {
  const options = { fetchEndpoint: database.bridgeUrl, timeoutMs: 5_000 };
  return connect(database.staffUrl, organisationId === undefined ? options : { ...options, organisationId });
}

/** The tables that the staff's role may read, with the column that names the organisation. */
async function readableTables(): Promise<{ name: string; key: string | null; secured: boolean }[]> {
  const rows = await rowsOf(
    database.ownerUrl,
    `select c.relname as name, c.relrowsecurity as secured,
        case when c.relname = 'organisations' then 'id' else (
          select column_name from information_schema.columns
          where table_name = c.relname and table_schema = 'public' and column_name = 'organisation_id') end as key
      from pg_class c
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and has_any_column_privilege('asante_staff', c.oid, 'select')
      order by 1`,
  );
  return rows as { name: string; key: string | null; secured: boolean }[];
}

/** What every organisation may know. */
const SHARED_FACTS = ["fee_schedules", "ledger_account_kinds", "transfer_fee_schedules"];

describe("row-level security", () => {
  test("every table that staff may read is secured, but for facts that belong to nobody", async () => {
    const unsecured = (await readableTables()).filter(({ secured }) => !secured);
    expect(unsecured.map(({ name }) => name)).toEqual(SHARED_FACTS);
  });

  test("a statement that forgets to name the organisation still sees no foreign row", async () => {
    const tables = (await readableTables()).filter(({ key }) => key !== null);
    const seen = await Promise.all(
      tables.map(({ name, key }) =>
        query<{ foreign: string; own: string }>(
          staff,
          sql`select count(*) filter (where ${sql.identifier(key ?? "")} is distinct from ${OWN}) as foreign,
              count(*) filter (where ${sql.identifier(key ?? "")} = ${OWN}) as own
            from ${sql.identifier(name)}`,
        ),
      ),
    );
    expect(seen.flat().filter(({ foreign }) => foreign !== "0")).toEqual([]);
    const withRows = tables.filter((_, index) => seen[index]?.[0]?.own !== "0").map(({ name }) => name);
    expect(withRows).toEqual(expect.arrayContaining(["audit_log", "guards", "organisations", "qr_codes", "sites"]));
  });

  test("a connection that names no organisation sees none", async () => {
    const [guards] = await query<{ count: string }>(connectAs(undefined), sql`select count(*) from guards`);
    expect(guards?.count).toBe("0");
  });

  test("the name holds for its own transaction only, however many share the connection", async () => {
    const both = [staff, connectAs(OTHER), connectAs(undefined)];
    const names = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const db = both[index % both.length] ?? staff;
        return query<{ id: string }>(db, sql`select id from organisations`);
      }),
    );
    names.forEach((rows, index) => {
      expect(rows.map(({ id }) => id)).toEqual([[OWN], [OTHER], []][index % both.length]);
    });
  });

  test("a row of another organisation can be neither written nor changed", async () => {
    const insert = sql`insert into sites (id, organisation_id, name) values ('site-foreign', ${OTHER}, 'Theirs')`;
    await expect(query(staff, insert)).rejects.toThrow();
    expect(
      await query(staff, sql`update guards set first_name = 'X' where organisation_id = ${OTHER} returning id`),
    ).toEqual([]);
    const changed = await rowsOf(database.ownerUrl, "select id from guards where first_name = 'X'");
    expect(changed).toEqual([]);
  });

  test("a batch is on behalf of the organisation as a single statement is", async () => {
    const results = await staff.batch([
      staff.execute(sql`select count(*) from guards where organisation_id <> ${OWN}`),
      staff.execute(sql`select count(*) from guards`),
    ]);
    expect(results.map(({ rows }) => rows[0]?.["count"])).toEqual(["0", "5"]);
  });

  test("the staff's role is refused what holds people's secrets and the writing of books", async () => {
    for (const statement of [
      sql`select password from staff_accounts`,
      sql`select token from staff_sessions`,
      sql`select secret from staff_two_factors`,
      sql`delete from audit_log`,
      sql`update audit_log set actor = 'x'`,
      sql`update ledger_accounts set credits_posted = 0`,
      sql`update payout_accounts set number_sealed = 'x'`,
      sql`select * from rail_events`,
    ]) {
      await expect(query(staff, statement)).rejects.toThrow();
    }
  });

  test("every function that runs as its owner looks for tables in our schema first, whatever a caller made in its own", async () => {
    const open = await rowsOf(
      database.ownerUrl,
      `select proname from pg_proc
        where prosecdef and pronamespace = 'public'::regnamespace
          and not coalesce(proconfig @> array['search_path=public, pg_temp'], false)`,
    );
    expect(open).toEqual([]);
  });
});
