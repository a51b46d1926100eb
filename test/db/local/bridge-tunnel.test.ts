import { Pool } from "@neondatabase/serverless";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

let running: RunningBridge;
let pool: Pool;
beforeAll(async () => {
  running = await runBridge();
  await running.sql`create role clerk login password 'clerk'`;
  await running.sql`create table tips (id text primary key)`;
  await running.sql`grant all on tips to clerk`;
  pool = new Pool({
    connectionString: running.postgres.url("clerk", "postgres"),
    max: 4,
  });
});
afterAll(async () => {
  await pool.end();
  await running.stop();
});

test("an interactive transaction runs as the role of its connection", async () => {
  const client = await pool.connect();
  await client.query("begin");
  const { rows } = await client.query("insert into tips values ($1) returning id, current_user::text as name", ["a"]);
  expect(rows).toEqual([{ id: "a", name: "clerk" }]);
  expect(await running.sql`select id from tips`).toEqual([]);
  await client.query("commit");
  client.release();
  expect(await running.sql`select id from tips`).toEqual([{ id: "a" }]);
});

test("an error in a tunnel carries its code, and the connection goes on", async () => {
  await expect(pool.query("select 1 / 0")).rejects.toMatchObject({
    code: "22012",
  });
  expect((await pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
});

test("many tunnels carry their answers side by side", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => pool.query("select $1::int as n", [n])));
  expect(answers.map(({ rows }) => rows[0].n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

test("a large answer passes whole", async () => {
  const { rows } = await pool.query("select repeat('x', 3000000) as text");
  expect(rows[0].text).toHaveLength(3_000_000);
});
