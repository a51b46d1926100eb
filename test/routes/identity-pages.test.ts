import { createHash, randomBytes } from "node:crypto";
import { createOTP } from "@better-auth/utils/otp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_PASSWORD, demoEmail } from "#db/seed/index.ts";
import { type SignedIn, signInAs } from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const SIGNED_OUT_PAGES = ["sign-in", "forgotten-password", "reset?index", "invitation?index", "email?index"];
const SESSION_PAGES = ["second-factor", "set-up-factor", "account", "sign-out"];

let stack: Stack;
let port: string;

beforeAll(async () => {
  stack = await startTestStack();
  ({ port } = new URL(stack.url));
});
afterAll(async () => {
  await stack?.stop();
});

/** A browser at the staff's host name, from one address, which keeps its cookies. */
function visitor(address = "192.0.2.200") {
  const cookies = new Map<string, string>();
  const site = `http://localhost:${port}`;
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { cookie, "cf-connecting-ip": address, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${site}/admin/${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split(/=(.*)/) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: site }) =>
    send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  const csrfOf = async (path: string) =>
    /name="csrf" value="([^"]+)"/.exec(await (await send(path)).text())?.[1] ?? "no token";
  return { cookies, send, post, csrfOf };
}

describe("a form of the pages outside of any organisation", () => {
  test.each(SIGNED_OUT_PAGES)(
    "is refused at %s without its token, with another browser's, and from another site",
    async (page) => {
      const [browser, other] = [visitor(), visitor()];
      const [csrf, othersCsrf] = [await browser.csrfOf("forgotten-password"), await other.csrfOf("forgotten-password")];
      const answers = [
        await browser.post(page, { email: "ada@example.com" }),
        await browser.post(page, { email: "ada@example.com", csrf: othersCsrf }),
        await browser.post(page, { csrf }, {}),
        await browser.post(page, { csrf }, { origin: "https://elsewhere.example" }),
        await browser.post(page, { csrf }, { origin: "null" }),
        await browser.post(page, { csrf }, { origin: `http://localhost:${port}`, "sec-fetch-site": "cross-site" }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
      const ours = await browser.post(page, { csrf, email: "nobody@example.com", password: "x" });
      expect(ours.status).not.toBe(403);
      expect(ours.headers.get("cache-control")).toBe("no-store");
    },
  );

  test.each(SESSION_PAGES)("is refused at %s without the token of this very session", async (page) => {
    const organisationId = "org-demo-lagos";
    const [person, other] = await Promise.all([
      signInAs(stack, { organisationId, role: "admin" }),
      signInAs(stack, { organisationId, role: "admin" }),
    ]);
    const statuses = [
      await person.post(`/admin/${page}`, { csrf: "" }),
      await person.post(`/admin/${page}`, { csrf: other.csrf }),
      await crossSite(person, `/admin/${page}`),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 403]);
    expect((await person.get("/admin/account")).status).toBe(200);
    expect((await person.post(`/admin/${page}`, { intent: "end-others" })).status).not.toBe(403);
  });
});

function crossSite({ cookie, csrf }: SignedIn, path: string): Promise<Response> {
  const headers = { cookie, origin: "https://elsewhere.example" };
  return fetch(stack.url + path, { method: "POST", body: new URLSearchParams({ csrf }), headers, redirect: "manual" });
}

test("a password that is refused does not come back with the page", async () => {
  const browser = visitor();
  const csrf = await browser.csrfOf("forgotten-password");
  for (const page of ["reset?index", "invitation?index", "sign-in"]) {
    const answer = await browser.post(page, { csrf, name: "Ada", email: "ada@example.com", password: "tooshort" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain("tooshort");
  }
});

describe("a link from an e-mail", () => {
  test("leads to a page without the secret, which is kept in a cookie that no script reads", async () => {
    const browser = visitor();
    const answer = await browser.send("reset/abc123");
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/admin/reset"]);
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-asante_link_reset=.*HttpOnly; Secure; SameSite=Lax/);
    expect(await (await browser.send("reset")).text()).toContain("This link no longer works");
  });

  test("that is opened changes nothing; only the button behind it does", async () => {
    const token = randomBytes(20).toString("hex");
    const hash = createHash("sha256").update(token).digest("hex");
    await rowsOf(
      stack.database.ownerUrl,
      `insert into one_time_links (id, purpose, user_id, token_hash, new_email, created_at, expires_at)
        values ('lnk-test', 'email_change', 'usr-demo-accra-auditor', $1, 'moved@accra.example', now(), now() + interval '1 hour')`,
      [hash],
    );
    const browser = visitor();
    await browser.send(`email/${token}`);
    const email = () =>
      rowsOf(stack.database.ownerUrl, "select email from staff_users where id = 'usr-demo-accra-auditor'");
    const csrf = await browser.csrfOf("email");
    expect(await email()).toEqual([{ email: demoEmail("auditor", "accra") }]);
    expect((await browser.post("email?index", { csrf })).headers.get("location")).toBe("/admin/sign-in");
    expect(await email()).toEqual([{ email: "moved@accra.example" }]);
  });
});

describe("after signing in", () => {
  test.each([
    ["https://elsewhere.example/admin"],
    ["//elsewhere.example/admin"],
    ["/\\elsewhere.example/admin"],
    ["/admin/../g/token"],
    ["/administrator"],
    ["javascript:alert(1)"],
  ])("nobody is led to %s", async (next) => {
    const person = await signInAs(stack, { organisationId: "org-demo-lagos", role: "auditor" });
    const answer = await person.post("/admin/set-up-factor", { intent: "continue", next });
    expect(answer.headers.get("location")).toBe("/admin");
  });

  test("a person is led to the page they asked for", async () => {
    const person = await signInAs(stack, { organisationId: "org-demo-lagos", role: "auditor" });
    const next = "/admin/org-demo-lagos/guards?q=emeka";
    expect((await person.post("/admin/set-up-factor", { intent: "continue", next })).headers.get("location")).toBe(
      next,
    );
  });
});

describe("hundreds of wrong passwords for one account, from many addresses", () => {
  test("are held back, and its owner still gets in from a browser they used before", async () => {
    const email = demoEmail("owner", "nairobi");
    const owner = visitor("198.51.100.1");
    const csrf = await owner.csrfOf("sign-in");
    expect((await owner.post("sign-in", { csrf, email, password: DEMO_PASSWORD })).status).toBe(302);
    const code = await createOTP("ASANTE-DEMO-STAFF").totp();
    await owner.post("second-factor", { csrf: await owner.csrfOf("second-factor"), intent: "totp", code });
    owner.cookies.delete("__Host-asante_session");

    const statuses: number[] = [];
    const strangers = Array.from({ length: 300 }, (_, index) => index);
    while (strangers.length > 0) {
      const batch = strangers.splice(0, 30).map(async (index) => {
        const stranger = visitor(`203.0.113.${index % 100}`);
        const token = await stranger.csrfOf("forgotten-password");
        return (await stranger.post("sign-in", { csrf: token, email, password: `guess number ${index}` })).status;
      });
      statuses.push(...(await Promise.all(batch)));
    }
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(20);

    const stranger = visitor("203.0.113.250");
    const token = await stranger.csrfOf("forgotten-password");
    expect((await stranger.post("sign-in", { csrf: token, email, password: DEMO_PASSWORD })).status).toBe(429);
    const again = await owner.post("sign-in", { csrf: await owner.csrfOf("sign-in"), email, password: DEMO_PASSWORD });
    expect([again.status, again.headers.get("location")]).toEqual([302, "/admin/second-factor?next=%2Fadmin"]);
  });
});
