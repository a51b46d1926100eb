import type { ServerBuild } from "@remix-run/cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minutes } from "#app/core/time.ts";
import { ROLES, type Role } from "#app/domain/permissions.ts";
// @ts-expect-error: built by `remix vite:build` before these tests run.
import * as serverBuild from "#build/server/index.js";
import { PAYOUT_ROWS } from "#test/factories/payout-rows.ts";
import { RETURN_ROWS } from "#test/factories/return-rows.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import {
  FOREIGN,
  fill,
  IDENTITY_ROUTES,
  OWN,
  OWN_ACCOUNT,
  OWN_MEMBER,
  PLATFORM_ROUTES,
  type Places,
  STAFF_ROUTES,
  type StaffRoute,
} from "./staff-routes.ts";
import { ask, LET_IN, type Tally } from "./staff-verdicts.ts";

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
/** Each form of a page whose forms differ. */
const forms = known.flatMap((route) =>
  Object.entries(route.forms ?? {}).map(([intent, form]) => [route, intent, form] as const),
);

let stack: Stack;
const staff = {} as Record<Role, SignedIn>;
/** The same roles, with a second factor that no longer counts for what moves money. */
const stale = {} as Record<Role, SignedIn>;
const strangers = {} as Record<Role, SignedIn>;
const total: Tally = { asked: 0, wrong: [] };

beforeAll(async () => {
  stack = await startTestStack();
  for (const role of ROLES) {
    staff[role] = await signInAs(stack, { organisationId: OWN.organisation, role });
    stale[role] = await signInAs(stack, { organisationId: OWN.organisation, role, factorAgeMs: minutes(6) });
    strangers[role] = await signInAs(stack, { organisationId: FOREIGN.organisation, role });
  }
  await rowsOf(stack.database.ownerUrl, OWN_THINGS, [OWN.organisation, OWN.guard, OWN_MEMBER, OWN_ACCOUNT]);
  await rowsOf(stack.database.ownerUrl, PAYOUT_ROWS, [OWN.organisation, OWN.guard]);
  await rowsOf(stack.database.ownerUrl, RETURN_ROWS, [OWN.organisation, OWN.guard]);
});
afterAll(async () => {
  await stack?.stop();
  const doors = known.length + platform.length + identity.length;
  console.info(
    `${doors} routes × ${ROLES.length} roles × 2 organisations: ${total.asked} requests, ${total.wrong.length} wrong`,
  );
});

/** A print, an import, a member and a rejected account of the own organisation, so that pages and forms are about something. */
const OWN_THINGS = `with print as (
    insert into print_jobs (id, organisation_id, request, status, total, failure, requested_by)
    values ('job-matrix', $1, '{"kinds": ["a4"], "codes": []}', 'running', 1, null, 'usr-test')
  ), person as (
    insert into staff_users (id, name, email, email_verified, updated_at)
    values ($3, 'Matrix', 'matrix@member.example', true, now()) returning id
  ), member as (
    insert into members (organisation_id, user_id, role, status) select $1, id, 'auditor', 'active' from person
  ), account as (
    insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, status, notice_phones,
      requested_by, requested_at, ended_by, ended_at, end_reason)
    values ($4, $1, $2, 'paystack', 'bank', '058', 'GTBank', 'NGN', 'none', '0000', '{none}', 'Matrix', 'matched', 100,
      'rejected', '{}', 'usr-test', now(), 'usr-test', now(), 'A test')
  )
  insert into guard_imports (id, organisation_id, file_name, file_key, status, rows, rows_with_errors, requested_by)
  values ('imp-matrix', $1, 'guards.csv', 'imports/none', 'discarded', 0, 0, 'usr-test')`;

type Known = StaffRoute & { id: string };

/** Where a route's forms are sent: an index route is named apart from the layout around it. */
function formOf({ id, path }: { id: string; path: string }, places: Places): string {
  return fill(path, places) + (id.endsWith("_index") ? "?index" : "");
}

const NOTHING = { intent: "nothing-of-the-kind" };
const maySend = ({ write = [] }: StaffRoute, role: Role) => write.includes(role);

/** Asks at many doors; none may answer wrongly. */
async function nobodyIsWrong(walk: (tally: Tally) => Promise<void>): Promise<void> {
  const tally: Tally = { asked: 0, wrong: [] };
  await walk(tally);
  total.asked += tally.asked;
  total.wrong.push(...tally.wrong);
  expect(tally.wrong).toEqual([]);
}

test("every staff route of the build is in the matrix, and says who may read and who may write", () => {
  const said = [
    ...known.map(({ id, read, write }) => ({ id, reads: read !== undefined, writes: write !== undefined })),
    ...[...platform, ...identity].map(({ id, reads = true, writes = false }) => ({ id, reads, writes })),
  ];
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
  expect(said.sort(byId)).toEqual([...built].sort(byId));
});

describe.each(ROLES)("%s", (role) => {
  test("reads what the role may read in the own organisation, and nothing else", () =>
    nobodyIsWrong(async (tally) => {
      for (const route of readable) {
        const right = route.read?.includes(role) ? ["in"] : ["forbidden"];
        await ask(tally, route.id, staff[role].get(fill(route.path, OWN)), right);
      }
    }));

  test("writes what the role may write in the own organisation, and nothing else", () =>
    nobodyIsWrong(async (tally) => {
      for (const route of writable) {
        const right = maySend(route, role) ? LET_IN : ["forbidden"];
        await ask(tally, route.id, staff[role].post(formOf(route, OWN), NOTHING), right);
      }
    }));

  test("sends each of a page's forms that the role may send, and no other", () =>
    nobodyIsWrong(async (tally) => {
      for (const [route, intent, { by, fields }] of forms) {
        const right = by.includes(role) ? LET_IN : ["forbidden"];
        await ask(tally, `${route.id} ${intent}`, staff[role].post(formOf(route, OWN), { intent, ...fields }), right);
      }
    }));

  test("is asked for the second factor again by what moves money, and by nothing else", () =>
    nobodyIsWrong(async (tally) => {
      const again = ["second factor"];
      for (const route of readable) {
        const right = !route.read?.includes(role) ? ["forbidden"] : route.fresh === "page" ? again : ["in"];
        await ask(tally, `${route.id} stale`, stale[role].get(fill(route.path, OWN)), right);
      }
      for (const route of writable) {
        const right = !maySend(route, role) ? ["forbidden"] : route.fresh ? again : LET_IN;
        await ask(tally, `${route.id} stale form`, stale[role].post(formOf(route, OWN), NOTHING), right);
      }
      for (const [route, intent, { by, fresh, fields }] of forms) {
        const right = !by.includes(role) ? ["forbidden"] : fresh || route.fresh ? again : LET_IN;
        const form = stale[role].post(formOf(route, OWN), { intent, ...fields });
        await ask(tally, `${route.id} ${intent} stale`, form, right);
      }
    }));

  if (role !== "platform") {
    test("finds no page and no form of another organisation", () =>
      nobodyIsWrong((tally) => askEverything(tally, strangers[role], { routes: known, places: OWN }, ["not found"])));
  }

  test("finds nothing of another organisation under the address of the own", () =>
    nobodyIsWrong((tally) => {
      const routes = known.filter(({ path }) =>
        /:(guard|site|import|job|run|payout|file|tip|refund|dispute)\b/.test(path),
      );
      return askEverything(tally, strangers[role], { routes, places: { ...OWN, ...FOREIGN } }, NOT_LET_IN);
    }));
});

const NOT_LET_IN = ["not found", "forbidden", "refused"];

/** Asks for each page and sends each form. */
async function askEverything(
  tally: Tally,
  person: SignedIn,
  { routes, places }: { routes: readonly Known[]; places: Places },
  right: readonly string[],
): Promise<void> {
  for (const route of routes) {
    if (route.read) await ask(tally, route.id, person.get(fill(route.path, places)), right);
    if (!route.write) continue;
    await ask(tally, `${route.id} form`, person.post(formOf(route, places), NOTHING), right);
    for (const [intent, { fields }] of Object.entries(route.forms ?? {})) {
      await ask(tally, `${route.id} ${intent}`, person.post(formOf(route, places), { intent, ...fields }), right);
    }
  }
}

describe.each(ROLES)("%s at Asante's own pages", (role) => {
  test("is let in as platform administrator, and else finds nothing", () =>
    nobodyIsWrong(async (tally) => {
      const isOurs = role === "platform";
      for (const { id, path, writes, fresh } of platform) {
        const [page, form] = [fresh === "page", fresh !== undefined];
        const sent = formOf({ id, path }, OWN);
        const right = (wanted: string[]) => (isOurs ? wanted : ["not found"]);
        await ask(tally, id, staff[role].get(path), right(["in"]));
        await ask(tally, `${id} stale`, stale[role].get(path), right([page ? "second factor" : "in"]));
        if (!writes) continue;
        await ask(tally, `${id} form`, staff[role].post(sent, { intent: "nothing" }), right(LET_IN));
        const late = stale[role].post(sent, { intent: "nothing" });
        await ask(tally, `${id} stale form`, late, right(form ? ["second factor"] : LET_IN));
      }
    }));
});

test("who is not signed in is led to the sign-in, whatever the page or form", () =>
  nobodyIsWrong(async (tally) => {
    const origin = new URL(stack.url).origin;
    const all = [...known, ...platform.map(({ id, path, writes }) => ({ id, path, read: [], write: writes && [] }))];
    for (const route of all) {
      if (route.read) {
        const page = fetch(stack.url + fill(route.path, OWN), { redirect: "manual" });
        await ask(tally, route.id, page, ["sign in"]);
      }
      if (!route.write) continue;
      const body = new URLSearchParams({ intent: "nothing" });
      const form = fetch(stack.url + formOf(route, OWN), {
        method: "POST",
        redirect: "manual",
        headers: { origin },
        body,
      });
      await ask(tally, `${route.id} form`, form, ["sign in"]);
    }
  }));

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
    const mutating = [
      ...writable,
      ...platform.filter(({ writes }) => writes),
      ...identity.filter(({ writes }) => writes),
    ];
    await nobodyIsWrong(async (tally) => {
      for (const route of mutating) {
        const body = new URLSearchParams({ intent: "nothing", ...(csrf === undefined ? {} : { csrf }) });
        const form = fetch(stack.url + formOf(route, OWN), { method: "POST", redirect: "manual", headers, body });
        await ask(tally, route.id, form, ["forbidden"]);
      }
    });
  });

  test.each(["constructor", "__proto__", "toString", "valueOf"])(
    "knows no form by the name %s, which every object has",
    async (intent) =>
      nobodyIsWrong(async (tally) => {
        for (const route of writable) {
          const path = formOf(route, OWN);
          for (const address of [path, path.replace(/(\?|$)/, ".data$1")]) {
            await ask(tally, `${route.id} ${intent}`, staff.owner.post(address, { intent }), LET_IN);
          }
        }
      }),
  );
});
