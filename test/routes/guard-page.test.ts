import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archiveCode } from "#app/domain/qr/index.ts";
import { postTip, tipFor } from "#test/factories/tips.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

let stack: Stack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.stop());

const open = async (token: string) => (await fetch(`${stack.url}/g/${token}`)).status;

describe("a guard page", () => {
  test("of a forged code is refused before any storage is asked", async () => {
    stack.bridge.freeze();
    try {
      expect(await open("0000000000000000AAAAAAAAAA")).toBe(400);
      expect(stack.bridge.unanswered()).toBe(0);
    } finally {
      await stack.bridge.recover();
    }
  });

  test("is kept for a while after its code is revoked, and takes no tip from that moment", async () => {
    const tip = tipFor(stack, 0, 1);
    expect(await open(tip.token)).toBe(200);
    const guard = stack.demo?.organisations[0]?.guards.find(({ token }) => token === tip.token);
    const files = await stack.worker.miniflare.getR2Bucket("FILES");
    const parts = { database: stack.database, bridgeUrl: stack.bridge.url, files };
    const ctx = staffWorkerContext(parts, { organisationId: "org-demo-lagos", role: "operations" });
    await archiveCode(ctx, { codeId: guard?.codeId ?? "" });
    expect(await open(tip.token)).toBe(200);
    expect(await postTip(stack, tip)).toMatchObject({ status: 410, body: { code: "CODE_UNKNOWN" } });
  });

  test("of a revoked code says so kindly, and is no 404", async () => {
    const tip = tipFor(stack, 0, 2);
    const guard = stack.demo?.organisations[0]?.guards.find(({ token }) => token === tip.token);
    const files = await stack.worker.miniflare.getR2Bucket("FILES");
    const parts = { database: stack.database, bridgeUrl: stack.bridge.url, files };
    const ctx = staffWorkerContext(parts, { organisationId: "org-demo-lagos", role: "operations" });
    await archiveCode(ctx, { codeId: guard?.codeId ?? "" });
    const response = await fetch(`${stack.url}/g/${tip.token}`);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain("No money was taken");
  });
});
