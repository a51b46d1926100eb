import { neon } from "@neondatabase/serverless";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

let running: RunningBridge;
beforeAll(async () => {
  running = await runBridge();
  const { sql } = running;
  await sql`create role clerk login password 'clerk'`;
  await sql`create table tips (id text constraint tips_have_one_id primary key, note text, amount bigint
    constraint tips_are_positive check (amount > 0))`;
});
afterAll(() => running.stop());

test("a statement answers with its rows, its fields, its count and its command", async () => {
  const { sql } = running;
  const inserted = await sql.query("insert into tips values ($1, $2, $3) returning id, note", ["a", null, 5], {
    fullResults: true,
  });
  expect(inserted).toMatchObject({
    command: "INSERT",
    rowCount: 1,
    rows: [{ id: "a", note: null }],
  });
  expect(inserted.fields).toMatchObject([{ name: "id", dataTypeID: 25, format: "text" }, { name: "note" }]);
  const nothing = await sql.query("delete from tips where id = 'none'", [], {
    fullResults: true,
  });
  expect(nothing).toMatchObject({
    command: "DELETE",
    rowCount: 0,
    rows: [],
    fields: [],
  });
  const show = await sql.query("show timezone", [], { fullResults: true });
  expect(show).toMatchObject({
    command: "SHOW",
    rowCount: null,
    rows: [{ TimeZone: "UTC" }],
  });
});

test("each role works under its own name, and only with its own password", async () => {
  const { postgres, sql } = running;
  const clerk = neon(postgres.url("clerk", "postgres"));
  expect(await clerk`select current_user as name`).toEqual([{ name: "clerk" }]);
  expect(await sql`select current_user as name`).toEqual([{ name: "postgres" }]);
  await expect(clerk`select * from tips`).rejects.toMatchObject({
    code: "42501",
  });
  const impostor = neon(postgres.url("clerk", "postgres", "guess"));
  await expect(impostor`select 1`).rejects.toMatchObject({
    code: "28P01",
    severity: "FATAL",
  });
  const lost = neon(postgres.url("clerk", "nowhere"));
  await expect(lost`select 1`).rejects.toMatchObject({ code: "3D000" });
});

test("an error says all that PostgreSQL said", async () => {
  const { sql } = running;
  await sql`insert into tips values ('twice', null, 1)`;
  await expect(sql`insert into tips values ('twice', null, 1)`).rejects.toMatchObject({
    ...{
      message: 'duplicate key value violates unique constraint "tips_have_one_id"',
      code: "23505",
    },
    ...{
      severity: "ERROR",
      detail: "Key (id)=(twice) already exists.",
      constraint: "tips_have_one_id",
    },
    ...{ schema: "public", table: "tips", routine: "_bt_check_unique" },
  });
  await expect(sql`select nothing from tips`).rejects.toMatchObject({
    code: "42703",
    position: "8",
  });
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test("two hundred requests at once each get their own answer", async () => {
  const { sql } = running;
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  const answers = await Promise.all(numbers.map((n) => sql`select ${n}::int as n, pg_backend_pid() as pid`));
  expect(answers.map(([row]) => row?.["n"])).toEqual(numbers);
  expect(new Set(answers.map(([row]) => row?.["pid"])).size).toBeLessThanOrEqual(32);
});

test("a statement that waits for a lock holds up no other", async () => {
  const { sql, direct } = running;
  await sql`insert into tips values ('locked', 'before', 1)`;
  const holder = await direct();
  await holder.query("begin; update tips set note = 'held' where id = 'locked'");
  const waiting = sql`update tips set note = note || ', then ours' where id = 'locked' returning note`.then();
  await vi.waitFor(async () => {
    const locks = await holder.query("select from pg_stat_activity where wait_event_type = 'Lock'");
    expect(locks.rowCount).toBe(1);
  });
  const others = Array.from({ length: 50 }, (_, n) => sql`select ${n}::int as n`);
  expect(await Promise.all(others)).toHaveLength(50);
  await holder.query("commit");
  expect(await waiting).toEqual([{ note: "held, then ours" }]);
});

test("a table that changes is read anew, though its statement was prepared before", async () => {
  const { sql } = running;
  await sql`create table changing (a int)`;
  await sql`insert into changing values (1)`;
  expect(await sql`select * from changing`).toEqual([{ a: 1 }]);
  await sql`alter table changing add column b text default 'new'`;
  expect(await sql`select * from changing`).toEqual([{ a: 1, b: "new" }]);
  await sql`deallocate all`;
  expect(await sql`select * from changing`).toEqual([{ a: 1, b: "new" }]);
});

test("a statement that failed to parse succeeds once it can", async () => {
  const { sql } = running;
  await expect(sql`select * from later`).rejects.toMatchObject({
    code: "42P01",
  });
  await sql`create table later as select 1 as n`;
  expect(await sql`select * from later`).toEqual([{ n: 1 }]);
});

test("more texts than a connection keeps prepared are still answered, also the first again", async () => {
  const { sql } = running;
  for (let n = 0; n < 600; n++) await sql.query(`select ${n} as n`);
  expect(await sql.query("select 0 as n")).toEqual([{ n: 0 }]);
  const [kept] = await sql`select count(*)::int as n from pg_prepared_statements`;
  expect(kept?.["n"]).toBeLessThanOrEqual(500);
});

test("a transaction that a request leaves open is rolled back", async () => {
  const { sql } = running;
  await sql`begin`;
  await sql`insert into tips values ('after begin', null, 1)`;
  await sql`rollback`;
  expect(await sql`select id from tips where id = 'after begin'`).toHaveLength(1);
});

test("large and foreign texts pass unharmed in both directions", async () => {
  const { sql } = running;
  const text = "Asante sana, Ọ̀gá 🙏 “ndiyo”\n".repeat(150_000);
  const [row] = await sql`select ${text}::text as text, null as nothing`;
  expect(row?.["text"] === text).toBe(true);
  expect(row?.["nothing"]).toBeNull();
  expect(await sql`select n from generate_series(1, 20000) as n`).toHaveLength(20_000);
});

test("a request that cannot be read is refused, and the next one is served", async () => {
  const { bridge, postgres, sql } = running;
  const headers = { "Neon-Connection-String": postgres.superuserUrl };
  const broken = await fetch(bridge.url, {
    method: "POST",
    headers,
    body: "{",
  });
  expect(broken.status).toBe(400);
  const unsigned = await fetch(bridge.url, {
    method: "POST",
    body: '{"query":"select 1","params":[]}',
  });
  expect(unsigned.status).toBe(400);
  expect((await fetch(bridge.url.replace("/sql", "/other"))).status).toBe(404);
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test("a copy that would wait for data is refused", async () => {
  await expect(running.sql`copy tips from stdin`).rejects.toMatchObject({
    code: "57014",
  });
});
