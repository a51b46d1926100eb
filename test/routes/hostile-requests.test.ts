import { Agent, type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const ORGANISATION = "org-demo-lagos";

let stack: Stack;
let owner: SignedIn;
let platform: SignedIn;

beforeAll(async () => {
  stack = await startTestStack();
  owner = await signInAs(stack, { organisationId: ORGANISATION, role: "owner" });
  platform = await signInAs(stack, { organisationId: ORGANISATION, role: "platform" });
});
afterAll(() => stack?.stop());

describe("a staff page, however its address is spelt,", () => {
  test.each(["admin", "Admin", "ADMIN", "%61dmin", "a%44min"])(
    "is kept nowhere and runs only scripts of its own rendering: /%s",
    async (spelling) => {
      for (const path of [`/${spelling}/${ORGANISATION}/guards`, `/${spelling}/${ORGANISATION}/guards.data`]) {
        const answer = await owner.get(path);
        const body = await answer.text();
        expect([path, answer.headers.get("cache-control")]).toEqual([path, "no-store"]);
        if (body.startsWith("<!DOCTYPE")) {
          expect(answer.headers.get("content-security-policy")).toMatch(/script-src 'self' 'nonce-[\w+/=]+'/);
        } else expect(path).toMatch(/\.data$/);
      }
    },
  );
});

describe("a form with a NUL, which no database can hold,", () => {
  test.each([
    [`/admin/${ORGANISATION}/members`, { intent: "remove", id: "usr\0" }],
    [`/admin/${ORGANISATION}/members`, { intent: "release", id: "\0" }],
    ["/admin/account", { intent: "end-session", session: "\0" }],
    ["/admin/account", { intent: "remove-passkey", passkey: "\0" }],
  ])("is refused as unreadable at %s %o", async (path, fields) => {
    expect((await owner.post(path, fields)).status).toBe(400);
  });

  test("is refused as unreadable at the platform's own pages", async () => {
    expect((await platform.post("/admin/platform/dead-letters", { id: "\0" })).status).toBe(400);
  });
});

test("a form whose referrer is no address leads to the second factor like any other", async () => {
  const stale = await signInAs(stack, { organisationId: ORGANISATION, role: "owner", factorAgeMs: 600_000 });
  const answer = await fetch(`${stack.url}/admin/${ORGANISATION}/settings/tips`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: stale.cookie, origin: new URL(stack.url).origin, referer: "no address" },
    body: new URLSearchParams({ csrf: stale.csrf }),
  });
  expect([answer.status, answer.headers.get("location")?.split("?")[0]]).toEqual([302, "/admin/second-factor"]);
});

describe("a refusal that reads nothing of its form", () => {
  test.each([
    ["from another site", "POST", "/tips", { origin: "https://evil.example" }, 403],
    ["to a page that takes none", "POST", "/docs", {}, 405],
    ["to a door that takes no such method", "PUT", "/webhooks/paystack", {}, 405],
  ])("leaves the connection to the browser's next request: %s", async (_, method, path, headers, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (verb: string, address: string, body: string) =>
      new Promise<{ status: number | undefined; isSameConnection: boolean }>((resolve, reject) => {
        const asking = request(`${stack.url}${address}`, {
          ...{ method: verb, agent },
          headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        });
        asking.once("error", reject).once("response", (answer: IncomingMessage) => {
          answer.resume().once("end", () => {
            resolve({ status: answer.statusCode, isSameConnection: asking.reusedSocket });
          });
        });
        asking.end(body);
      });
    expect((await send(method, path, "x=1&".repeat(200_000))).status).toBe(status);
    expect(await send("GET", "/health/live", "")).toEqual({ status: 200, isSameConnection: true });
    agent.destroy();
  });
});
