import type { ServerBuild } from "@remix-run/cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "#app/domain/permissions.ts";
// @ts-expect-error: built by `remix vite:build` before these tests run.
import * as serverBuild from "#build/server/index.js";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import {
  FOREIGN,
  fill,
  IDENTITY_ROUTES,
  OWN,
  PLATFORM_ROUTES,
  type Places,
  STAFF_ROUTES,
  type StaffRoute,
} from "./staff-routes.ts";

const { routes } = serverBuild as unknown as ServerBuild;

/** Every route of the build that answers below /admin, whatever its file is called. */
const built = Object.values(routes).flatMap((route) => {
  if (!route?.id.startsWith("routes/admin")) return [];
  const { loader, action } = route.module;
  return loader || action ? [{ id: route.id, reads: Boolean(loader), writes: Boolean(action) }] : [];
});

const named = <Route extends object>(prefix: string, table: Record<string, Route>) =>
  Object.entries(table).map(([rest, route]) => ({ id: `routes/admin${prefix}${rest}`, ...route }));

const known = named(".$organisation", STAFF_ROUTES);
const platform = named(".platform", PLATFORM_ROUTES);
const identity = named("", IDENTITY_ROUTES);
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
  await rowsOf(stack.database.ownerUrl, PRINT_AND_IMPORT, [OWN.organisation]);
});
afterAll(() => stack?.stop());

/** A print and an import of the own organisation, so that their pages are there. */
const PRINT_AND_IMPORT = `with print as (
    insert into print_jobs (id, organisation_id, request, status, total, failure, requested_by)
    values ('job-matrix', $1, '{"kinds": ["a4"], "codes": []}', 'running', 1, null, 'usr-test')
  )
  insert into guard_imports (id, organisation_id, file_name, file_key, status, rows, rows_with_errors, requested_by)
  values ('imp-matrix', $1, 'guards.csv', 'imports/none', 'discarded', 0, 0, 'usr-test')`;

/** What a door answered, in the terms of the matrix. */
async function verdict(response: Response): Promise<string> {
  const text = await response.text();
  const to = response.headers.get("location") ?? "";
  expect(response.headers.get("cache-control")).toContain("no-store");
  if (to.startsWith("/admin/sign-in")) return "sign in";
  if (to.startsWith("/admin/second-factor")) return "second factor";
  if (response.status === 403) return "forbidden";
  if (response.status === 404) return "not found";
  if (response.status >= 500 || response.status === 405) return `fault ${response.status}: ${text.slice(0, 200)}`;
  return response.status >= 400 ? "refused" : "in";
}

type Known = StaffRoute & { id: string };

/** Where a route's forms are sent: an index route is named apart from the layout around it. */
function formOf({ id, path }: { id: string; path: string }, places: Places): string {
  return fill(path, places) + (id.endsWith("_index") ? "?index" : "");
}

const asksOf = (route: StaffRoute, key: "read" | "write", role: Role) => (route[key] ?? []).includes(role);

test("every staff route of the build is in the matrix, and says who may read and who may write", () => {
  const said = [
    ...known.map(({ id, read, write }) => ({ id, reads: read !== undefined, writes: write !== undefined })),
    ...[...platform, ...identity].map(({ id, reads = true, writes = false }) => ({ id, reads, writes })),
  ];
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
      const found = await verdict(await staff[role].post(formOf(route, OWN), { intent: "nothing-of-the-kind" }));
      // A form about nothing in particular is refused as such, once it is let in.
      const wanted = asksOf(route, "write", role) ? ["in", "refused", "not found"] : ["forbidden"];
      if (!wanted.includes(found)) wrong.push(`${route.id}: ${found} instead of ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  test.runIf(role !== "platform")("finds no page and no form of another organisation", async () => {
    const wrong: string[] = [];
    for (const route of known) {
      const found = await answersTo(strangers[role], route, OWN);
      if (found.some((each) => each !== "not found")) wrong.push(`${route.id}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  test("finds nothing of another organisation under the address of the own", async () => {
    const wrong: string[] = [];
    for (const route of known.filter(({ path }) => /:(guard|site|import|job)\b/.test(path))) {
      const found = await answersTo(strangers[role], route, { ...OWN, ...FOREIGN });
      if (found.includes("in") || found.some((each) => each.startsWith("fault"))) wrong.push(`${route.id}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** What somebody gets who asks for a page and sends its form. */
async function answersTo(person: SignedIn, route: Known, places: Places): Promise<string[]> {
  return [
    ...(route.read ? [await verdict(await person.get(fill(route.path, places)))] : []),
    ...(route.write
      ? [await verdict(await person.post(formOf(route, places), { intent: "nothing-of-the-kind" }))]
      : []),
  ];
}

describe.each(ROLES)("%s at Asante's own pages", (role) => {
  test("is let in as platform administrator, and else finds nothing", async () => {
    const wanted = role === "platform" ? "in" : "not found";
    for (const { id, path, writes } of platform) {
      expect([id, await verdict(await staff[role].get(path))]).toEqual([id, wanted]);
      if (!writes) continue;
      const found = await verdict(await staff[role].post(path, { intent: "nothing" }));
      if (role !== "platform") expect([id, found]).toEqual([id, "not found"]);
      else expect(["in", "refused", "not found"]).toContain(found);
    }
  });
});

test("who is not signed in is led to the sign-in, whatever the page or form", async () => {
  const all = [...known, ...platform.map(({ id, path, writes }) => ({ id, path, read: [], write: writes && [] }))];
  for (const route of all) {
    const origin = new URL(stack.url).origin;
    if (route.read) {
      const page = await fetch(stack.url + fill(route.path, OWN), { redirect: "manual" });
      expect([route.id, await verdict(page)]).toEqual([route.id, "sign in"]);
    }
    if (route.write) {
      const body = new URLSearchParams({ intent: "nothing" });
      const form = stack.url + formOf(route, OWN);
      const answer = await fetch(form, { method: "POST", redirect: "manual", headers: { origin }, body });
      expect([route.id, await verdict(answer)]).toEqual([route.id, "sign in"]);
    }
  }
});

describe("every mutating route", () => {
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
  test.each(forged)("refuses a form %s", async (_, forge) => {
    const { headers, csrf } = forge(staff.owner, new URL(stack.url).origin);
    const wrong: string[] = [];
    const mutating = [
      ...writable,
      ...platform.filter(({ writes }) => writes),
      ...identity.filter(({ writes }) => writes),
    ];
    for (const route of mutating) {
      const body = new URLSearchParams({ intent: "nothing", ...(csrf === undefined ? {} : { csrf }) });
      const response = await fetch(stack.url + formOf(route, OWN), {
        method: "POST",
        redirect: "manual",
        headers,
        body,
      });
      const found = await verdict(response);
      if (found !== "forbidden") wrong.push(`${route.id}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});
