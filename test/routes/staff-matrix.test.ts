import type { ServerBuild } from "@remix-run/cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "#app/domain/permissions.ts";
// @ts-expect-error: built by `remix vite:build` before these tests run.
import * as serverBuild from "#build/server/index.js";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { FOREIGN, fill, OWN, STAFF_ROUTES, type StaffRoute } from "./staff-routes.ts";

const { routes } = serverBuild as unknown as ServerBuild;

/** Every staff page and form below an organisation that the build has, whatever its file is called. */
const built = Object.values(routes).flatMap((route) => {
  if (!route?.id.startsWith("routes/admin.$organisation")) return [];
  const { loader, action } = route.module;
  return loader || action ? [{ id: route.id, reads: Boolean(loader), writes: Boolean(action) }] : [];
});
const known = built.flatMap(({ id }) => {
  const route = STAFF_ROUTES[id];
  return route ? [{ id, ...route }] : [];
});
const readable = known.filter(({ read }) => read);
const writable = known.filter(({ write }) => write);

let stack: Stack;
const staff = {} as Record<Role, SignedIn>;
const strangers = {} as Record<Role, SignedIn>;

beforeAll(async () => {
  stack = await startTestStack();
  for (const role of ROLES) {
    staff[role] = await signInAs(stack, { organisationId: OWN.organisation, role });
    strangers[role] = await signInAs(stack, { organisationId: FOREIGN.organisation, role });
  }
});
afterAll(() => stack?.stop());

/** What a door answered, in the terms of the matrix. */
async function verdict(response: Response): Promise<string> {
  const text = await response.text();
  const to = response.headers.get("location") ?? "";
  expect(response.headers.get("cache-control")).toContain("no-store");
  if (to.startsWith("/admin/sign-in")) return "sign in";
  if (to.startsWith("/admin/second-factor")) return "second factor";
  if (response.status === 403) return "forbidden";
  if (response.status === 404) return "not found";
  if (response.status >= 500) return `fault ${response.status}: ${text.slice(0, 200)}`;
  return "in";
}

const asksOf = (route: StaffRoute, key: "read" | "write", role: Role) => (route[key] ?? []).includes(role);

test("every staff route of the build is in the matrix, and says who may read and who may write", () => {
  const said = Object.entries(STAFF_ROUTES).map(([id, route]) => ({
    id,
    reads: route.read !== undefined,
    writes: route.write !== undefined,
  }));
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
  expect(said.sort(byId)).toEqual([...built].sort(byId));
});

describe.each(ROLES)("%s", (role) => {
  test("reads what the role may read in the own organisation, and nothing else", async () => {
    const wrong: string[] = [];
    for (const route of readable) {
      const found = await verdict(await staff[role].get(fill(route.path, OWN)));
      const wanted = asksOf(route, "read", role) ? "in" : "forbidden";
      if (found !== wanted) wrong.push(`${route.id}: ${found} instead of ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  test("writes what the role may write in the own organisation, and nothing else", async () => {
    const wrong: string[] = [];
    for (const route of writable) {
      const found = await verdict(await staff[role].post(fill(route.path, OWN), { intent: "nothing-of-the-kind" }));
      const wanted = asksOf(route, "write", role) ? "in" : "forbidden";
      if (found !== wanted) wrong.push(`${route.id}: ${found} instead of ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  test.runIf(role !== "platform")("finds no page and no form of another organisation", async () => {
    const wrong: string[] = [];
    for (const route of known) {
      const found = await answersTo(strangers[role], route, fill(route.path, OWN));
      if (found.some((each) => each !== "not found")) wrong.push(`${route.id}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  test("finds nothing of another organisation under the address of the own", async () => {
    const wrong: string[] = [];
    for (const route of known.filter(({ path }) => /:(guard|site)\b/.test(path))) {
      const path = fill(route.path, { ...OWN, organisation: FOREIGN.organisation });
      const found = await answersTo(strangers[role], route, path);
      if (found.some((each) => each !== "not found" && each !== "forbidden")) wrong.push(`${route.id}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** What somebody gets who asks for a page and sends its form. */
async function answersTo(person: SignedIn, route: StaffRoute, path: string): Promise<string[]> {
  return [
    ...(route.read ? [await verdict(await person.get(path))] : []),
    ...(route.write ? [await verdict(await person.post(path, { intent: "nothing-of-the-kind" }))] : []),
  ];
}

test("who is not signed in is led to the sign-in, whatever the page or form", async () => {
  for (const route of known) {
    const path = fill(route.path, OWN);
    const origin = new URL(stack.url).origin;
    if (route.read) expect(await verdict(await fetch(stack.url + path, { redirect: "manual" }))).toBe("sign in");
    if (route.write) {
      const body = new URLSearchParams({ intent: "nothing" });
      const asked = fetch(stack.url + path, { method: "POST", redirect: "manual", headers: { origin }, body });
      expect(await verdict(await asked)).toBe("sign in");
    }
  }
});

describe("a form that is not ours is refused by every mutating route", () => {
  const forged: [string, (own: SignedIn, origin: string) => { headers: Record<string, string>; csrf?: string }][] = [
    ["without a token", (own, origin) => ({ headers: { cookie: own.cookie, origin } })],
    [
      "with another session's token",
      (own, origin) => ({ headers: { cookie: own.cookie, origin }, csrf: strangers.owner.csrf }),
    ],
    [
      "from another site",
      (own) => ({ headers: { cookie: own.cookie, origin: "https://evil.example" }, csrf: own.csrf }),
    ],
    ["from an opaque origin", (own) => ({ headers: { cookie: own.cookie, origin: "null" }, csrf: own.csrf })],
    ["without an origin", (own) => ({ headers: { cookie: own.cookie }, csrf: own.csrf })],
    [
      "that the browser calls cross-site",
      (own, origin) => ({ headers: { cookie: own.cookie, origin, "sec-fetch-site": "cross-site" }, csrf: own.csrf }),
    ],
  ];
  test.each(forged)("%s", async (_, forge) => {
    const { headers, csrf } = forge(staff.owner, new URL(stack.url).origin);
    const wrong: string[] = [];
    for (const route of writable) {
      const body = new URLSearchParams({ intent: "nothing", ...(csrf === undefined ? {} : { csrf }) });
      const path = fill(route.path, OWN);
      const response = await fetch(stack.url + path, { method: "POST", redirect: "manual", headers, body });
      const found = await verdict(response);
      if (found !== "forbidden") wrong.push(`${route.id}: ${found}`);
    }
    expect(writable.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
