import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { paint, toJpeg } from "#test/factories/pictures.ts";
import { type SignedIn, signInAs } from "#test/factories/staff.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const LAGOS = "org-demo-lagos";
const HOME = `/admin/${LAGOS}`;
const FACTS = { name: "Palmgate Guards", timeZone: "Africa/Lagos", language: "en", brandColour: "#123456" };
const TERMS = { basedOn: "1", minimum: "100", maximum: "100,000", railFeeBearer: "guard", patronMayCoverFee: "on" };

let stack: Stack;
let books: pg.Pool;
let owner: SignedIn;
let auditor: SignedIn;
let foreigner: SignedIn;

beforeAll(async () => {
  stack = await startTestStack({ onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  owner = await signInAs(stack, { organisationId: LAGOS, role: "owner", name: "Ama Boateng" });
  auditor = await signInAs(stack, { organisationId: LAGOS, role: "auditor" });
  foreigner = await signInAs(stack, { organisationId: "org-demo-nairobi", role: "owner" });
});
afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

async function pageOf(who: SignedIn, path: string): Promise<{ status: number; html: string }> {
  const response = await who.get(path);
  return { status: response.status, html: (await response.text()).replaceAll("<!-- -->", "") };
}

describe("every page of an organisation's own", () => {
  test.each([
    ["", "From here to your first code"],
    ["/settings", "Brand colour"],
    ["/settings/tips", "The guard gets ₦"],
    ["/settings/payouts", "The transfer fee is borne by"],
    ["/settings/refunds", "Two people for refunds above"],
    ["/settings/features", "Alert when a code is silent for"],
    ["/members", "Ama Boateng"],
    ["/audit", "Audit log"],
    ["/alerts", "Nothing needs you"],
    ["/alerts?state=resolved", "No alert was resolved yet"],
    ["/alerts/pressure", "Nobody reported pressure"],
    ["/audit?after=nonsense&from=never&actor=%00", "Audit log"],
  ])("is shown to who may look, and is not there for another organisation: %s", async (path, words) => {
    const { status, html } = await pageOf(auditor, HOME + path);
    expect(status).toBe(200);
    expect(html).toContain(words);
    expect((await foreigner.get(HOME + path)).status).toBe(404);
  });
});

describe("settings", () => {
  test("are saved with a word on it, refused with the field named, and not an auditor's", async () => {
    const saved = await owner.post(`${HOME}/settings?index`, FACTS);
    expect([saved.status, saved.headers.get("location")]).toEqual([302, `${HOME}/settings`]);
    expect((await pageOf(owner, `${HOME}/settings`)).html).toContain('value="Palmgate Guards"');
    const wrong = await owner.post(`${HOME}/settings?index`, { ...FACTS, brandColour: "teal" });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain("Write the colour as # and six digits");
    expect((await auditor.post(`${HOME}/settings?index`, FACTS)).status).toBe(403);
    expect((await foreigner.post(`${HOME}/settings?index`, FACTS)).status).toBe(404);
    expect((await owner.post(`${HOME}/settings?index`, { ...FACTS, csrf: "forged" })).status).toBe(403);
  });

  test("have a logo, which is refused with words when it is no picture", async () => {
    const send = (logo: Blob) => owner.post(`${HOME}/settings?index`, { intent: "logo", logo });
    const wrong = await send(new Blob(["not a picture"], { type: "image/png" }));
    expect([wrong.status, (await wrong.text()).includes("aria-invalid")]).toEqual([400, true]);
    expect((await send(new Blob([]))).status).toBe(400);
    const logo = new Blob([toJpeg(paint(200, 120, () => [20, 90, 80]))], { type: "image/jpeg" });
    expect((await send(logo)).status).toBe(302);
    const { rows } = await books.query("select logo_key from organisations where id = $1", [LAGOS]);
    const served = await fetch(`${stack.url}/photos/${rows[0].logo_key}`);
    expect([served.status, served.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect((await owner.post(`${HOME}/settings?index`, { intent: "remove_logo" })).status).toBe(302);
    expect((await pageOf(owner, `${HOME}/settings`)).html).not.toContain("/photos/");
  });

  test("of tips refuse an amount in the dead zone by its place in the form, and come into force otherwise", async () => {
    const send = (presets: string[]) =>
      owner.post(`${HOME}/settings/tips`, {
        ...TERMS,
        ...Object.fromEntries(presets.map((amount, i) => [`presets[${i}]`, amount])),
      });
    const wrong = await send(["200", "", "2,500", ""]);
    expect(wrong.status).toBe(400);
    const html = await wrong.text();
    expect(html).toContain("a smaller tip gives more. Choose another.");
    expect(html).toMatch(/aria-invalid="true"[^>]*name="presets\[2\]"|name="presets\[2\]"[^>]*aria-invalid="true"/);
    expect((await send(["200", "", "2,400", ""])).status).toBe(302);
    expect((await send(["300", "", "", ""])).status).toBe(409);
    const { rows } = await books.query(
      "select version, presets_minor::text from organisation_policies where organisation_id = $1 order by version",
      [LAGOS],
    );
    expect(rows[1]).toEqual({ version: 2, presets_minor: "{20000,240000}" });
  });

  test("of tips and payouts ask for a fresh second factor", async () => {
    const stale = await signInAs(stack, { organisationId: LAGOS, role: "finance", factorAgeMs: 6 * 60_000 });
    const sent = await stale.post(`${HOME}/settings/payouts`, { basedOn: "2", cadence: "weekly", weekday: "5" });
    expect(sent.headers.get("location")).toMatch(/^\/admin\/second-factor\?next=/);
    const fresh = await signInAs(stack, { organisationId: LAGOS, role: "finance" });
    const noDay = await fresh.post(`${HOME}/settings/payouts`, { basedOn: "2", cadence: "weekly" });
    expect([noDay.status, (await noDay.text()).includes("Choose the day of the week.")]).toEqual([400, true]);
    const good = await fresh.post(`${HOME}/settings/payouts`, { basedOn: "2", cadence: "weekly", weekday: "5" });
    expect(good.status).toBe(302);
  });

  test("of payouts keep the last kobo of the amount: what the form shows, sent again, changes nothing", async () => {
    const path = `${HOME}/settings/payouts`;
    const basedOn = async () => /name="basedOn" value="(\d+)"/.exec((await pageOf(owner, path)).html)?.[1] ?? "";
    const terms = { cadence: "threshold", threshold: "500.50", transferFeeBearer: "guard" };
    const old = await basedOn();
    expect((await owner.post(path, { ...terms, basedOn: old })).status).toBe(302);
    const { html } = await pageOf(owner, path);
    const shown = /name="threshold"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="threshold"/.exec(html);
    const threshold = shown?.[1] ?? shown?.[2] ?? "";
    expect(html).toContain("Every day at 17:00, but only guards who are owed the amount below or more.");
    expect((await owner.post(path, { ...terms, threshold, basedOn: await basedOn() })).status).toBe(302);
    const { rows } = await books.query(
      `select settlement_threshold_minor::int as minor, transfer_fee_bearer as bearer from organisation_policies
       where organisation_id = $1 and version > $2 order by version`,
      [LAGOS, old],
    );
    expect(rows).toEqual([{ minor: 50_050, bearer: "guard" }]);
  });

  test("of refunds are set by finance but for who agrees, and the reserve by Asante alone", async () => {
    const path = `${HOME}/settings/refunds`;
    const finance = await signInAs(stack, { organisationId: LAGOS, role: "finance" });
    const platform = await signInAs(stack, { organisationId: LAGOS, role: "platform" });
    const basedOn = async () => /name="basedOn" value="(\d+)"/.exec((await pageOf(owner, path)).html)?.[1] ?? "";
    const terms = { checkAbove: "750.25", refundFeeBearer: "organisation" };
    expect((await platform.post(path, { ...terms, basedOn: await basedOn() })).status).toBe(302);
    for (const person of [finance, owner]) {
      const higher = await person.post(path, { ...terms, checkAbove: "751", basedOn: await basedOn() });
      expect([higher.status, (await higher.text()).includes("Only Asante lets larger refunds")]).toEqual([400, true]);
    }
    expect((await finance.post(path, { ...terms, checkAbove: "700", basedOn: await basedOn() })).status).toBe(302);
    const reserve = { ...terms, checkAbove: "700", reserveBps: "2500" };
    expect((await owner.post(path, { ...reserve, basedOn: await basedOn() })).status).toBe(403);
    expect((await platform.post(path, { ...reserve, basedOn: await basedOn() })).status).toBe(302);
    expect((await pageOf(owner, path)).html).toContain("25.00 % of Asante’s fee is kept.");
  });

  test("say what the guard would get of each amount before anything is saved", async () => {
    const response = await owner.get(`${HOME}/settings/net?presets=1000&presets=2500&presets=x&railFeeBearer=guard`);
    const text = await response.text();
    expect(text).toContain("₦985");
    expect(text).toContain("₦2,362.50");
  });

  test("of features switch patrons' messages off, and their pages have no field for one", async () => {
    const guard = stack.demo?.organisations[0]?.guards[0];
    const page = `${stack.url}/g/${guard?.token}`;
    const sent = await owner.post(`${HOME}/settings/features`, { "patrons.may_write": ["off"] });
    expect(sent.status).toBe(302);
    const off = await (await fetch(page)).text();
    expect([off.includes('name="message"'), off.includes('name="email"')]).toEqual([false, true]);
    const both = await owner.post(`${HOME}/settings/features`, { "patrons.may_write": ["off", "on"] });
    expect(both.status).toBe(302);
    const other = stack.demo?.organisations[0]?.guards[1];
    expect(await (await fetch(`${stack.url}/g/${other?.token}`)).text()).toContain('name="message"');
  });

  test("and the search finds a code by what is printed on it", async () => {
    const { rows } = await books.query("select serial from qr_codes where id = 'code-demo-emeka'");
    const found = await owner.get(`${HOME}/search?q=${encodeURIComponent(rows[0].serial)}`);
    expect(await found.text()).toContain("Code of Emeka Okafor");
  });

  test("of features keep what was typed when it is refused", async () => {
    const wrong = await owner.post(`${HOME}/settings/features`, { "alerts.silence_days": "900" });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('value="900"');
    expect((await owner.post(`${HOME}/settings/features`, { "alerts.silence_days": "9" })).status).toBe(302);
    expect((await pageOf(auditor, `${HOME}/settings/features`)).html).toContain('value="9"');
  });
});

describe("members", () => {
  const members = `${HOME}/members`;

  test("are invited; an owner or admin only when a second person agrees, who is not the first", async () => {
    expect((await owner.post(members, { intent: "invite", email: "ops@example.com", role: "auditor" })).status).toBe(
      302,
    );
    expect((await owner.post(members, { intent: "invite", email: "boss@example.com", role: "owner" })).status).toBe(
      302,
    );
    const { html } = await pageOf(owner, members);
    expect(html).toContain("ops@example.com");
    expect(html).toContain("Waits for a second person");
    await owner.post(members, { intent: "invite", email: "lead@example.com", role: "admin" });
    const checked = "from invitations where email in ('boss@example.com', 'lead@example.com')";
    const { rows } = await books.query(`select id ${checked}`);
    const states = async () => (await books.query(`select status ${checked}`)).rows.map(({ status }) => status);
    for (const { id } of rows) await owner.post(members, { intent: "release", id });
    expect(await states()).toEqual(["requested", "requested"]);
    const second = await signInAs(stack, { organisationId: LAGOS, role: "owner" });
    for (const { id } of rows) await second.post(members, { intent: "release", id });
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("change roles and leave; forms that make no sense are refused with words", async () => {
    const person = await signInAs(stack, { organisationId: LAGOS, role: "operations" });
    await owner.post(members, { intent: "role", id: person.userId, role: "auditor" });
    const role = async () =>
      (await books.query("select role, status from members where user_id = $1", [person.userId])).rows[0];
    expect(await role()).toEqual({ role: "auditor", status: "active" });
    await owner.post(members, { intent: "remove", id: person.userId });
    expect(await role()).toMatchObject({ status: "removed" });
    for (const fields of [{ intent: "invite", email: "nobody", role: "owner" }, { intent: "nonsense" }]) {
      expect((await owner.post(members, fields)).status).toBe(400);
    }
    expect((await auditor.post(members, { intent: "remove", id: owner.userId })).status).toBe(403);
    const operations = await signInAs(stack, { organisationId: LAGOS, role: "operations" });
    expect((await operations.get(members)).status).toBe(403);
  });
});

describe("alerts and the audit log", () => {
  test("an alert is resolved once, and the log shows who did it and what was said", async () => {
    await books.query(
      `insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
       values ('alt-1', $1, 'code.silent', 'code-1', 'Nobody scanned it for a week.', now())`,
      [LAGOS],
    );
    expect((await auditor.post(`${HOME}/alerts?index`, { alertId: "alt-1" })).status).toBe(403);
    expect((await foreigner.post("/admin/org-demo-nairobi/alerts?index", { alertId: "alt-1" })).status).toBe(404);
    const answer = await owner.post(`${HOME}/alerts?index`, { alertId: "alt-1", note: "Poster replaced." });
    expect(answer.status).toBe(302);
    const { html } = await pageOf(auditor, `${HOME}/audit?action=alert.`);
    expect(html).toContain("Alert resolved");
    expect(html).toContain("Ama Boateng");
    expect(html).not.toContain("Organisation updated");
  });

  test("the log is exported as it is filtered, and what looks like a formula is text", async () => {
    await books.query(
      `insert into audit_log (organisation_id, actor, action, subject, request_id, at)
       values ($1, 'staff:nobody', 'organisation.updated', '=1+1', 'req', now())`,
      [LAGOS],
    );
    const response = await auditor.get(`${HOME}/audit/export?action=organisation.updated`);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toContain(`audit-${LAGOS}-`);
    const lines = (await response.text()).trimEnd().split("\r\n");
    expect(lines[0]).toBe("number,at,actor,actorName,action,subject,before,after,address,requestId");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`,"'=1+1",`);
    expect(lines[2]).toContain("Ama Boateng");
    expect((await foreigner.get(`${HOME}/audit/export`)).status).toBe(404);
  });

  test("the chain is whole after all of this", async () => {
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });
});
