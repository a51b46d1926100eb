import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardPath } from "./demo.ts";
import { type Stack, startStack } from "./stack.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import { startTestStack } from "./test-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

test("a stack is ready when it has started, with a page for each guard of each demo organisation", async () => {
  expect((await fetch(`${stack.url}/health/ready`)).status).toBe(200);
  const tokens = stack.demo?.organisations.flatMap(({ guards }) => guards.map(({ token }) => token)) ?? [];
  const answers = await Promise.all(tokens.map((token) => fetch(stack.url + guardPath(token))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test("the Worker is the application's role to the database, never the owner of its tables", () => {
  expect(new URL(stack.database.url).username).toBe("asante_app");
});

test("a reload keeps what is stored", async () => {
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  await files.put("kept", "yes");
  await stack.worker.reload();
  expect((await fetch(`${stack.url}/health/ready`)).status).toBe(200);
  const kept = await (await stack.worker.miniflare.getR2Bucket("FILES")).get("kept");
  expect(await kept?.text()).toBe("yes");
});

test("when one part does not start, those that did are stopped", async () => {
  const dataDir = await makeTemporaryFolder();
  const start = startStack({ dataDir, build: false, durable: false, paystack: { host: "256.256.256.256" } });
  await expect(start).rejects.toThrow("256.256.256.256");
  expect(existsSync(join(dataDir, "postgres/postmaster.pid"))).toBe(false);
  await rm(dataDir, { recursive: true });
});
