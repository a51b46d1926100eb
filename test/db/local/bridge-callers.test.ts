import { neon } from "@neondatabase/serverless";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

let running: RunningBridge;
let observer: pg.Client;
beforeAll(async () => {
  running = await runBridge();
  observer = await running.direct();
  await running.sql`create table tips (id text primary key)`;
});
afterAll(() => running.stop());

const fetchOptions = (leave: AbortController) => ({
  fetchOptions: { signal: leave.signal },
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await observer.query(
    "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'",
  );
  return rows[0].n;
}

test("a caller that leaves takes its waiting statement or batch with it", async () => {
  const { sql, direct } = running;
  const holder = await direct();
  await holder.query("begin; lock table tips");
  const leave = new AbortController();
  const single = sql.query("insert into tips values ('single')", [], fetchOptions(leave));
  const batch = sql.transaction([sql`select 1`, sql`insert into tips values ('batch')`], fetchOptions(leave));
  const gone = Promise.allSettled([single, batch]);
  await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2));
  leave.abort();
  expect((await gone).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await vi.waitFor(async () => expect(await waitingForLocks()).toBe(0));
  await holder.query("commit");
  expect(await sql`select id from tips`).toEqual([]);
  const left = "select pid from pg_stat_activity where state like 'idle in transaction%'";
  expect((await holder.query(left)).rows).toEqual([]);
});

test("callers that leave the queue free it for the next", async () => {
  const { sql, direct } = running;
  const holder = await direct();
  await holder.query("begin; lock table tips");
  const leave = new AbortController();
  const crowd = Array.from({ length: 60 }, (_, n) =>
    sql.query("insert into tips values ($1)", [`crowd-${n}`], fetchOptions(leave)),
  );
  const gone = Promise.allSettled(crowd);
  await vi.waitFor(async () => expect(await waitingForLocks()).toBe(32), {
    timeout: 5000,
  });
  leave.abort();
  await gone;
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
  await holder.query("rollback");
  expect(await sql`select id from tips`).toEqual([]);
});

test("a database can be dropped once the bridge has been drained", async () => {
  const { bridge, postgres, sql } = running;
  await sql`create database short_lived`;
  const visitor = neon(postgres.url("postgres", "short_lived"));
  await Promise.all(Array.from({ length: 10 }, () => visitor`select 1`));
  await bridge.drain("short_lived");
  await observer.query("drop database short_lived");
  await expect(visitor`select 1`).rejects.toMatchObject({ code: "3D000" });
});

test("a connection that the server ends is replaced by a new one", async () => {
  const { sql } = running;
  const [before] = await sql`select pg_backend_pid() as pid`;
  await observer.query("select pg_terminate_backend($1, 5000)", [before?.["pid"]]);
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test("a server that cannot be reached is a fault, not an answer", async () => {
  const nobody = await runBridge({ upstreamPort: 1 });
  const request = fetch(nobody.bridge.url, {
    method: "POST",
    headers: { "Neon-Connection-String": nobody.postgres.superuserUrl },
    body: '{"query":"select 1","params":[]}',
  });
  expect((await request).status).toBe(500);
  await nobody.stop();
});
