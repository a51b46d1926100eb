import { eq, sql } from "drizzle-orm";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { bigint, boolean, customType, integer, jsonb, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningBridge, runBridge } from "./running-bridge.ts";

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (bytes) => Buffer.from(bytes),
  fromDriver: (bytes) => Uint8Array.from(bytes),
});

const things = pgTable("things", {
  id: text().primaryKey(),
  amount: bigint({ mode: "bigint" }),
  small: integer(),
  exact: numeric(),
  isSo: boolean(),
  data: jsonb(),
  happenedAt: timestamp({ withTimezone: true }),
  bytes: bytea(),
  tags: text().array(),
});

const thing = {
  id: "all",
  amount: 9_007_199_254_740_993n,
  small: -7,
  exact: "12.50",
  isSo: true,
  data: { name: "Ọ̀gá “x” \\ ' 🙏", list: [1, null, { deep: true }] },
  happenedAt: new Date("2026-03-01T10:20:30.123Z"),
  bytes: Uint8Array.from([0, 1, 39, 92, 255]),
  tags: ["plain", 'with "quotes", and comma', "", "null"],
};
const nothing = Object.fromEntries(Object.keys(thing).map((name) => [name, null]));

let running: RunningBridge;
let db: NeonHttpDatabase;
beforeAll(async () => {
  running = await runBridge();
  db = drizzle(running.sql);
  await running.sql`create table things (id text primary key, amount bigint, small int, exact numeric, "isSo" boolean,
    data jsonb, "happenedAt" timestamptz, bytes bytea, tags text[])`;
});
afterAll(() => running.stop());

test("every kind of value comes back as it went in", async () => {
  await db.insert(things).values([thing, { id: "none" }]);
  expect(await db.select().from(things).where(eq(things.id, "all"))).toEqual([thing]);
  expect(await db.select().from(things).where(eq(things.id, "none"))).toEqual([{ ...nothing, id: "none" }]);
});

test("a guarded update answers with the row it changed, or with none", async () => {
  await db.insert(things).values({ id: "guarded", amount: 1n });
  const change = () =>
    db.update(things).set({ amount: 2n }).where(sql`${things.id} = 'guarded' and ${things.amount} = 1`).returning();
  expect(await change()).toMatchObject([{ id: "guarded", amount: 2n }]);
  expect(await change()).toEqual([]);
});

test("a batch is atomic, and settings made in it end with it", async () => {
  const [, seen] = await db.batch([
    db.execute(sql`select set_config('app.org', 'org-1', true)`),
    db.execute<{ org: string }>(sql`select current_setting('app.org') as org`),
  ]);
  expect(seen.rows).toEqual([{ org: "org-1" }]);
  const failing = db.batch([db.insert(things).values({ id: "x" }), db.insert(things).values({ id: "x" })]);
  await expect(failing).rejects.toMatchObject({ code: "23505" });
  expect(await db.select().from(things).where(eq(things.id, "x"))).toEqual([]);
});
