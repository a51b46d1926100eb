import { once } from "node:events";
import { connect } from "node:net";
import { Client } from "@neondatabase/serverless";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createFaults } from "#db/local/faults.ts";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

let running: RunningBridge;
let observer: pg.Client;
beforeAll(async () => {
  running = await runBridge();
  observer = await running.direct();
  await running.sql`create table notes (text text)`;
});
beforeEach(() => observer.query("truncate notes"));
afterAll(() => running.stop());

const notes = async () => (await observer.query("select text from notes")).rows;
const leftUnanswered = (n: number) => vi.waitFor(() => expect(running.bridge.unanswered()).toBe(n));

test("a frozen database executes nothing and answers nothing until it is given up", async () => {
  const { bridge, sql } = running;
  bridge.freeze();
  const request = expect(sql`insert into notes values ('lost')`).rejects.toThrow("Error connecting to database");
  await leftUnanswered(1);
  await bridge.recover();
  await request;
  expect(await notes()).toEqual([]);
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test("a database that freezes after its work has done it, though nobody hears", async () => {
  const { bridge, sql } = running;
  bridge.freeze({ after: true });
  const request = expect(sql`insert into notes values ('done')`).rejects.toThrow("Error connecting to database");
  await leftUnanswered(1);
  expect(await notes()).toEqual([{ text: "done" }]);
  await bridge.recover();
  await request;
});

test("a caller that gives up on a frozen database disturbs nobody else's statement", async () => {
  const { bridge, sql } = running;
  bridge.freeze({ after: true });
  const impatience = new AbortController();
  const request = sql.query("insert into notes values ('done')", [], {
    fetchOptions: { signal: impatience.signal },
  });
  const rejected = expect(request).rejects.toThrow();
  await leftUnanswered(1);
  await bridge.recover();
  impatience.abort();
  await rejected;
  expect(await Promise.all(Array.from({ length: 20 }, () => sql`select 1 as n`))).toHaveLength(20);
});

test("a black hole takes connections and gives nothing back", async () => {
  const { bridge, sql } = running;
  bridge.blackhole();
  const stranger = connect(bridge.port, "127.0.0.1");
  stranger.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  const heard = stranger.toArray();
  const request = expect(sql`insert into notes values ('lost')`).rejects.toThrow("Error connecting to database");
  await leftUnanswered(2);
  await bridge.recover();
  await request;
  expect(await heard).toEqual([]);
  expect(await notes()).toEqual([]);
});

test("a database that refuses cannot be reached, and can be again on the same port", async () => {
  const { bridge, sql } = running;
  await bridge.refuse();
  const [error] = await once(connect(bridge.port, "127.0.0.1"), "error");
  expect(error).toMatchObject({ code: "ECONNREFUSED" });
  await expect(sql`select 1`).rejects.toThrow("Error connecting to database");
  await bridge.recover();
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test("a tunnel opens to a frozen database, and hears nothing from it", async () => {
  const { bridge, postgres } = running;
  bridge.freeze();
  const client = new Client(postgres.superuserUrl);
  client.on("error", () => {});
  const connection = expect(client.connect()).rejects.toThrow("Connection terminated");
  await leftUnanswered(1);
  await bridge.recover();
  await connection;
});

test("an open tunnel falls silent when the database freezes, and its transaction ends with it", async () => {
  const { bridge, postgres } = running;
  const client = new Client(postgres.superuserUrl);
  client.on("error", () => {});
  await client.connect();
  await client.query("begin");
  await client.query("insert into notes values ('uncommitted')");
  bridge.freeze();
  const commit = expect(client.query("commit")).rejects.toThrow("Connection terminated");
  await leftUnanswered(1);
  await bridge.recover();
  await commit;
  expect(await notes()).toEqual([]);
});

test("latency delays what follows by just that much", () => {
  vi.useFakeTimers();
  const act = vi.fn();
  const faults = createFaults(25);
  faults.afterLatency(act);
  vi.advanceTimersByTime(24);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledOnce();
  faults.latencyMs = 0;
  faults.afterLatency(act);
  expect(act).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
