import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { createSession } from "#app/domain/identity/index.ts";
import {
  addPerson,
  countingHashes,
  drivenClock,
  enterPassword,
  identityContext,
  newBrowser,
  signInFirst,
} from "#test/factories/staff.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { counterLimits } from "#workers/limits.ts";

const TRIES = 500;
const ADDRESSES = 100;

let stack: Stack;
let ctx: Ctx;

beforeAll(async () => {
  stack = await startTestStack();
  const counters = await stack.worker.miniflare.getDurableObjectNamespace("COUNTERS");
  const database = { ...stack.database, bridgeUrl: stack.bridge.url, close: async () => undefined };
  const parts = identityContext(database, drivenClock());
  ctx = { ...parts, limits: counterLimits(counters as unknown as Parameters<typeof counterLimits>[0], parts.log) };
});
afterAll(() => stack?.stop());

test("the Worker's own counters let at most twenty of 500 wrong passwords at once reach the hash, and the owner in", async () => {
  const email = "owner@palmgate.example";
  const database = { ...stack.database, bridgeUrl: stack.bridge.url, close: async () => undefined };
  await addPerson(database, ctx, { email, organisationId: "org-demo-lagos" });
  const { browser } = await signInFirst(ctx, email);
  const counted = countingHashes(ctx);
  const answers = await Promise.allSettled(
    Array.from({ length: TRIES }, (_, i) => {
      const from = { ...counted.ctx, address: `198.51.100.${i % ADDRESSES}` };
      return createSession(from, { visit: newBrowser().visit, email, password: `guess-number-${i}` });
    }),
  );
  expect(counted.count()).toBeGreaterThan(0);
  expect(counted.count()).toBeLessThanOrEqual(20);
  expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(TRIES - counted.count());
  expect(await enterPassword(ctx, browser, email)).toBe("second_factor");
});
