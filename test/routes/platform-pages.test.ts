import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signInAs } from "#test/factories/staff.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const NEW = { name: "Sentinel Cape", country: "ZA", timeZone: "Africa/Johannesburg", ownerEmail: "thandi@example.com" };

let stack: Stack;
let books: pg.Pool;
let platform: SignedIn;
let owner: SignedIn;

beforeAll(async () => {
  stack = await startTestStack({ onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  platform = await signInAs(stack, { organisationId: "org-platform", role: "platform" });
  owner = await signInAs(stack, { organisationId: "org-demo-lagos", role: "owner" });
});
afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

const PAGES = ["", "/alerts", "/dead-letters", "/dead-letters?state=replayed", "/audit", "/organisations/new"];

describe("the pages of Asante's own people", () => {
  test.each(PAGES)("are theirs alone: /admin/platform%s", async (path) => {
    expect((await platform.get(`/admin/platform${path}`)).status).toBe(200);
    expect((await owner.get(`/admin/platform${path}`)).status).toBe(404);
    const stranger = await fetch(`${stack.url}/admin/platform${path}`, { redirect: "manual" });
    expect(stranger.headers.get("location")).toMatch(/^\/admin\/sign-in\?next=/);
  });

  test("take in an organisation, whose first owner waits for a second of Asante's people", async () => {
    const path = "/admin/platform/organisations/new";
    const wrong = await platform.post(path, { ...NEW, ownerEmail: "thandi" });
    expect([wrong.status, (await wrong.text()).includes("Write an e-mail address")]).toEqual([400, true]);
    expect((await owner.post(path, NEW)).status).toBe(404);
    expect((await platform.post(path, { ...NEW, csrf: "forged" })).status).toBe(403);
    const stale = await signInAs(stack, { organisationId: "org-platform", role: "platform", factorAgeMs: 6 * 60_000 });
    expect((await stale.post(path, NEW)).headers.get("location")).toMatch(/^\/admin\/second-factor/);
    const made = await platform.post(path, NEW);
    expect(made.status).toBe(302);
    const { rows } = await books.query(
      `select o.currency, i.status, i.email, o.id from organisations o join invitations i on i.organisation_id = o.id
       where o.name = 'Sentinel Cape'`,
    );
    expect(rows).toMatchObject([{ currency: "ZAR", status: "requested", email: "thandi@example.com" }]);
    expect(made.headers.get("location")).toBe(`/admin/${rows[0].id}/members`);
    const { rows: audits } = await books.query(
      "select action from audit_log where organisation_id = $1 order by chain_number",
      [rows[0].id],
    );
    expect(audits[0]).toEqual({ action: "organisation.created" });
    expect(await (await platform.get("/admin/platform")).text()).toContain("Sentinel Cape");
  });

  test("are linked from where an organisation is chosen and from the user's menu, for them alone", async () => {
    const member = await signInAs(stack, { organisationId: "org-demo-lagos", role: "admin" });
    const linksIn = async (person: SignedIn, path: string) => {
      const html = await (await person.get(path)).text();
      return html.includes('href="/admin/platform"');
    };
    expect(await linksIn(platform, "/admin")).toBe(true);
    expect(await linksIn(platform, "/admin/org-demo-lagos")).toBe(true);
    expect(await linksIn(member, "/admin/org-demo-lagos")).toBe(false);
    expect((await member.get("/admin")).headers.get("location")).toBe("/admin/org-demo-lagos");
  });

  test("replay a dead letter and resolve an alert of Asante's, once", async () => {
    await books.query(
      `insert into dead_letters (id, queue, body, received_at)
       values ('ded-1', 'asante-rail-events-dead', '{"kind": "rail_event", "id": "evt-none"}', now())`,
    );
    await books.query(
      `insert into alerts (id, kind, subject, detail, raised_at) values ('alt-p', 'queue.dead_letter', 'q', 'd', now())`,
    );
    expect((await owner.post("/admin/platform/dead-letters", { id: "ded-1" })).status).toBe(404);
    for (const _ of [1, 2]) {
      expect((await platform.post("/admin/platform/dead-letters", { id: "ded-1" })).status).toBe(302);
      expect((await platform.post("/admin/platform/alerts", { alertId: "alt-p", note: "" })).status).toBe(302);
    }
    const { rows } = await books.query(
      "select action from audit_log where organisation_id = 'org-platform' order by chain_number",
    );
    expect(rows.map(({ action }) => action)).toEqual(["dead_letter.replayed", "alert.resolved"]);
    expect(await (await platform.get("/admin/platform/audit")).text()).toContain("Dead letter replayed");
  });

  test("suspend a tenant, whose own people are told so kindly, and take it back", async () => {
    const home = "/admin/org-demo-accra";
    const member = await signInAs(stack, { organisationId: "org-demo-accra", role: "owner" });
    const send = (intent: string, reason = "Unpaid bill") =>
      platform.post("/admin/platform?index", { intent, organisation: "org-demo-accra", reason });
    expect((await owner.post("/admin/platform?index", { intent: "suspend" })).status).toBe(404);
    expect((await send("suspend", "")).status).toBe(302);
    expect((await member.get(home)).status).toBe(200);
    expect((await send("suspend")).status).toBe(302);
    const shown = await member.get(`${home}/guards`);
    expect([shown.status, (await shown.text()).includes("Asante has suspended this organisation")]).toEqual([
      403,
      true,
    ]);
    expect((await member.post(`${home}/sites?index`, { name: "Gate", kind: "gate" })).status).toBe(403);
    expect((await platform.get(home)).status).toBe(200);
    expect(await (await platform.get("/admin/platform")).text()).toContain("Reinstate");
    expect((await send("reinstate")).status).toBe(302);
    expect((await member.get(home)).status).toBe(200);
  });
});
