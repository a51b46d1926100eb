import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, terminatePostgres } from "#db/local/postgres.ts";

const HOLDER = fileURLToPath(new URL("./postgres-holder.ts", import.meta.url));
const TEST_MS = 30_000;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asante-postgres-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (name: string, persistent = true, durable = false) =>
  startPostgres({ dataDir: join(folder, name), port: 0, persistent, durable });

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = await connected(url);
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  await client.end();
  return rows;
}

test("a persistent cluster keeps its data over a restart, another leaves nothing behind", {
  timeout: TEST_MS,
}, async () => {
  const first = await start("kept");
  await query(first.superuserUrl, "create table kept as select 1 as n");
  await first.stop();
  const second = await startPostgres({
    dataDir: join(folder, "kept"),
    port: 0,
    persistent: false,
  });
  expect(await query(second.superuserUrl, "select n from kept")).toEqual([[1]]);
  await second.stop();
  expect(existsSync(join(folder, "kept"))).toBe(false);
});

test("a data directory in use is refused, and its cluster goes on", {
  timeout: TEST_MS,
}, async () => {
  const first = await start("used", false);
  await expect(start("used")).rejects.toThrow(`in use by process ${process.pid}`);
  expect(await query(first.superuserUrl, "select 1")).toEqual([[1]]);
  await first.stop();
});

test("a port in use is reported, and nothing stays running", {
  timeout: TEST_MS,
}, async () => {
  const first = await start("port", false);
  const dataDir = join(folder, "no-port");
  const second = startPostgres({
    dataDir,
    port: first.port,
    persistent: false,
  });
  await expect(second).rejects.toThrow("Address already in use");
  expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
  await first.stop();
});

test("a cluster ends when the process that started it is killed", {
  timeout: TEST_MS,
}, async () => {
  const dataDir = join(folder, "orphan");
  const holder = spawn(process.execPath, ["--import", "tsx", HOLDER, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(holder.stdout, "data");
  const client = await connected(String(url));
  const ended = new Promise<void>((done) => client.once("end", done));
  holder.kill("SIGKILL");
  await ended;
  await terminatePostgres(dataDir);
  const next = await start("orphan");
  expect(await query(next.superuserUrl, "select 1")).toEqual([[1]]);
  await next.stop();
});

test("a cluster whose postmaster was killed starts again with all that was committed", {
  timeout: TEST_MS,
}, async () => {
  const first = await start("crash", true, true);
  await query(first.superuserUrl, "create table kept as select 1 as n");
  const busy = await connected(first.superuserUrl);
  const loop = busy.query("do $$ begin loop end loop; end $$").catch(() => "cut off");
  process.kill(first.pid, "SIGKILL");
  await first.exited;
  const second = await start("crash", false);
  expect(await loop).toBe("cut off");
  expect(await query(second.superuserUrl, "select n from kept")).toEqual([[1]]);
  await second.stop();
});

test("a role is who its password proves", { timeout: TEST_MS }, async () => {
  const cluster = await start("roles", false);
  await query(cluster.superuserUrl, "create role clerk login password 'clerk'");
  expect(await query(cluster.url("clerk", "postgres"), "select current_user")).toEqual([["clerk"]]);
  const impostor = connected(cluster.url("clerk", "postgres", "guess"));
  await expect(impostor).rejects.toMatchObject({ code: "28P01" });
  await cluster.stop();
});
