import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

let running: RunningBridge;
beforeAll(async () => {
  running = await runBridge();
  await running.sql`create table tips (id text primary key, parent text
    constraint tips_parent_exists references tips deferrable initially deferred)`;
});
afterAll(() => running.stop());

const count = async () => (await running.sql`select count(*)::int as n from tips`)[0]?.["n"];

test("a batch is one transaction, and each statement has its own result", async () => {
  const { sql } = running;
  const [first, second, third] = await sql.transaction([
    sql`select pg_current_xact_id()::text as id`,
    sql`select pg_current_xact_id()::text as id, 2 as n`,
    sql`select 3 as n where false`,
  ]);
  expect(first?.[0]?.["id"]).toBe(second?.[0]?.["id"]);
  expect(second?.[0]?.["n"]).toBe(2);
  expect(third).toEqual([]);
  expect(await sql.transaction([])).toEqual([]);
});

test("a batch that fails anywhere leaves nothing, and the connection is clean", async () => {
  const { sql } = running;
  const before = await count();
  const failing = sql.transaction([
    sql`insert into tips values ('a')`,
    sql`insert into tips values ('a')`,
    sql`insert into tips values ('b')`,
  ]);
  await expect(failing).rejects.toMatchObject({
    code: "23505",
    constraint: "tips_pkey",
  });
  expect(await count()).toBe(before);
});

test("a batch refused at its commit is an error and leaves nothing", async () => {
  const { sql } = running;
  const before = await count();
  const orphan = sql.transaction([sql`insert into tips values ('child', 'nobody')`]);
  await expect(orphan).rejects.toMatchObject({
    code: "23503",
    constraint: "tips_parent_exists",
  });
  expect(await count()).toBe(before);
});

test("a batch runs at the isolation level it asks for", async () => {
  const { sql } = running;
  const level = async (isolationLevel?: "ReadUncommitted" | "ReadCommitted" | "RepeatableRead" | "Serializable") => {
    const show = [sql`select current_setting('transaction_isolation') as level`];
    const [rows] = await sql.transaction(show, isolationLevel === undefined ? {} : { isolationLevel });
    return rows?.[0]?.["level"];
  };
  expect(await level("Serializable")).toBe("serializable");
  expect(await level("RepeatableRead")).toBe("repeatable read");
  expect(await level("ReadCommitted")).toBe("read committed");
  expect(await level("ReadUncommitted")).toBe("read uncommitted");
  expect(await level()).toBe("read committed");
});

test("a read-only batch writes nothing, and a deferrable one says so", async () => {
  const { sql } = running;
  const write = sql.transaction([sql`insert into tips values ('read-only')`], {
    readOnly: true,
  });
  await expect(write).rejects.toMatchObject({ code: "25006" });
  const show = [sql`select current_setting('transaction_deferrable') as is_deferrable`];
  const [rows] = await sql.transaction(show, {
    isolationLevel: "Serializable",
    readOnly: true,
    deferrable: true,
  });
  expect(rows).toEqual([{ is_deferrable: "on" }]);
});

test("what is set for one batch is forgotten after it", async () => {
  const { sql } = running;
  const [, inside] = await sql.transaction([
    sql`select set_config('app.organisation', 'org-1', true)`,
    sql`select current_setting('app.organisation', true) as organisation`,
  ]);
  expect(inside).toEqual([{ organisation: "org-1" }]);
  const [outside] = await sql`select current_setting('app.organisation', true) as organisation`;
  expect(outside?.["organisation"] || null).toBeNull();
});

test("a statement may use what an earlier one in its batch made, and the same text twice", async () => {
  const { sql } = running;
  const [, , first, second] = await sql.transaction([
    sql`create table made (n int)`,
    sql`insert into made values (1)`,
    sql`update made set n = n + 1 returning n`,
    sql`update made set n = n + 1 returning n`,
  ]);
  expect([first, second]).toEqual([[{ n: 2 }], [{ n: 3 }]]);
});

test("a batch whose statements a migration made stale is run again, once", async () => {
  const { sql } = running;
  await sql`create table shifting (a int)`;
  const batch = () => sql.transaction([sql`insert into shifting (a) values (1)`, sql`select * from shifting`]);
  expect((await batch())[1]).toEqual([{ a: 1 }]);
  await sql`alter table shifting add column b text`;
  expect((await batch())[1]).toEqual([
    { a: 1, b: null },
    { a: 1, b: null },
  ]);
});
