import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import {
  createOrganisation,
  createPolicy,
  findSettings,
  getPolicy,
  listOrganisations,
  updateOrganisation,
  updateSettings,
} from "#app/domain/organisations/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { findCard } from "#app/domain/qr/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const NAIROBI = "org-demo-nairobi";
const FACTS = { name: "Palmgate", timeZone: "Africa/Accra", language: "fr", brandColour: "#112233" } as const;

const opened: TestDatabase[] = [];
let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
  opened.push(database);
  await seed(database);
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

function staff(role: Role, organisationId = LAGOS, secondFactorAt?: null): Ctx {
  const parts = { database, bridgeUrl: database.bridgeUrl };
  return staffWorkerContext(parts, { organisationId, role, ...(secondFactorAt === null ? { secondFactorAt } : {}) });
}

const rows = (text: string) => rowsOf(database.ownerUrl, text);
const audits = () => rows("select organisation_id, action, before, after from audit_log order by sequence");
const outdatedCodes = async () =>
  (await rows("select id from qr_codes where snapshot_at is null order by id")).map(({ id }) => id);

async function freshSnapshots() {
  await rows("update qr_codes set snapshot_at = now()");
}

describe("the facts of an organisation", () => {
  test("change together with their audit row, and make the edge copies of its own codes out of date", async () => {
    await freshSnapshots();
    expect(await updateOrganisation(staff("admin"), FACTS)).toEqual({ status: "updated" });
    const [changed] = await rows(
      `select name, time_zone, language, brand_colour from organisations where id = '${LAGOS}'`,
    );
    expect(changed).toEqual({ name: "Palmgate", time_zone: "Africa/Accra", language: "fr", brand_colour: "#112233" });
    const before = { name: "Palmgate Security", timeZone: "Africa/Lagos", language: "en", brandColour: "#0f766e" };
    expect(await audits()).toEqual([{ organisation_id: LAGOS, action: "organisation.updated", before, after: FACTS }]);
    const codes = await outdatedCodes();
    expect(codes).toContain("code-demo-emeka");
    expect(codes).not.toContain("code-demo-wanjiru");
  });

  test("sent as they are change nothing and record nothing, but confirm that they are right", async () => {
    await freshSnapshots();
    const same = {
      name: "Palmgate Security",
      timeZone: "Africa/Lagos",
      language: "en",
      brandColour: "#0f766e",
    } as const;
    expect(await updateOrganisation(staff("owner"), same)).toEqual({ status: "unchanged" });
    expect(await audits()).toEqual([]);
    expect(await outdatedCodes()).toEqual([]);
    expect(await findSettings(staff("auditor"))).toMatchObject({ "setup.confirmed": true });
  });

  test("of another organisation stay as they are", async () => {
    await updateOrganisation(staff("admin", NAIROBI), FACTS);
    const [lagos] = await rows(`select name from organisations where id = '${LAGOS}'`);
    expect(lagos).toEqual({ name: "Palmgate Security" });
  });

  test.each(["operations", "finance", "auditor"] as const)("are not %s's to change", async (role) => {
    await expect(updateOrganisation(staff(role), FACTS)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(updateSettings(staff(role), { "alerts.silence_days": 3 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await audits()).toEqual([]);
  });
});

describe("settings", () => {
  test("differ only where an organisation said so, and go back to the default without a row", async () => {
    const ctx = staff("admin");
    expect(await findSettings(ctx)).toMatchObject({ "alerts.silence_days": 7, "guards.shown_as": "name" });
    const wanted = { "alerts.silence_days": "14", "guards.shown_as": "badge", "alerts.scan_drop_percent": 60 };
    const outcome = await updateSettings(ctx, wanted);
    expect(outcome).toMatchObject({ status: "updated" });
    expect(await findSettings(ctx)).toMatchObject({ "alerts.silence_days": 14, "guards.shown_as": "badge" });
    expect(await updateSettings(ctx, wanted)).toEqual({ status: "unchanged" });
    await updateSettings(ctx, { "alerts.silence_days": 7 });
    const kept = await rows("select organisation_id, key from organisation_settings");
    expect(kept).toEqual([{ organisation_id: LAGOS, key: "guards.shown_as" }]);
    const recorded = await audits();
    expect(recorded.map(({ before, after }) => ({ before, after }))).toEqual([
      {
        before: { "alerts.silence_days": 7, "guards.shown_as": "name" },
        after: { "alerts.silence_days": 14, "guards.shown_as": "badge" },
      },
      { before: { "alerts.silence_days": 14 }, after: { "alerts.silence_days": 7 } },
    ]);
  });

  test("that are not possible are refused by name, and none of the others is changed", async () => {
    const wrong = updateSettings(staff("admin"), { "alerts.silence_days": 0, "guards.shown_as": "badge" });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "alerts.silence_days" }] });
    expect(await rows("select key from organisation_settings")).toEqual([]);
  });

  test("are true flags where they are, and what patrons meet is read from the code's card at once", async () => {
    await freshSnapshots();
    const [code] = await rows("select token from qr_codes where id = 'code-demo-emeka'");
    const takesMessages = async () => {
      const lookup = await findCard(
        workerContext({ database, bridgeUrl: database.bridgeUrl }),
        String(code?.["token"]),
      );
      return lookup.status === "found" ? lookup.card.organisation.takesMessages : lookup.status;
    };
    expect([(await findSettings(staff("admin")))["patrons.may_write"], await takesMessages()]).toEqual([true, true]);
    await updateSettings(staff("admin"), { "patrons.may_write": "off", "alerts.silence_days": 8 });
    expect([(await findSettings(staff("admin")))["patrons.may_write"], await takesMessages()]).toEqual([false, false]);
    expect(await outdatedCodes()).toContain("code-demo-emeka");
    await expect(updateSettings(staff("admin"), { "patrons.may_write": "perhaps" })).rejects.toMatchObject({
      fields: [{ field: "patrons.may_write", message: "Choose on or off." }],
    });
    await updateSettings(staff("admin"), { "patrons.may_write": "on" });
    expect(await takesMessages()).toBe(true);
  });

  test("of one organisation are not another's", async () => {
    await updateSettings(staff("admin", NAIROBI), { "alerts.silence_days": 30 });
    expect(await findSettings(staff("admin"))).toMatchObject({ "alerts.silence_days": 7 });
  });
});

describe("a policy", () => {
  test("changes as a new version, leaves the old one as it was, and makes its edge copies out of date", async () => {
    await freshSnapshots();
    const wishes = { presetsMinor: [30_000n, 60_000n], settlementCadence: "weekly", settlementWeekday: 5 } as const;
    expect(await createPolicy(staff("finance"), { basedOn: 1, wishes })).toEqual({ status: "created", version: 2 });
    const versions = await rows(
      `select version, presets_minor::text, settlement_cadence, settlement_weekday, minimum_minor::text
       from organisation_policies where organisation_id = '${LAGOS}' order by version`,
    );
    expect(versions).toEqual([
      {
        version: 1,
        presets_minor: "{20000,50000,100000,200000}",
        settlement_cadence: "daily",
        settlement_weekday: null,
        minimum_minor: "10000",
      },
      {
        version: 2,
        presets_minor: "{30000,60000}",
        settlement_cadence: "weekly",
        settlement_weekday: 5,
        minimum_minor: "10000",
      },
    ]);
    expect(await outdatedCodes()).not.toContain("code-demo-wanjiru");
    expect(await outdatedCodes()).toContain("code-demo-emeka");
    expect((await getPolicy(staff("auditor"))).version).toBe(2);
    expect((await audits())[0]).toMatchObject({
      action: "policy.created",
      before: { presetsMinor: ["20000", "50000", "100000", "200000"] },
      after: { presetsMinor: ["30000", "60000"] },
    });
  });

  test("wanted by two at once comes once: the other hears that it is superseded", async () => {
    const wish = (minor: bigint) =>
      createPolicy(staff("owner"), { basedOn: 1, wishes: { presetsMinor: [minor, 100_000n] } });
    const outcomes = await Promise.all([30_000n, 40_000n, 50_000n, 60_000n].map(wish));
    expect(outcomes.filter(({ status }) => status === "created")).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === "superseded")).toHaveLength(3);
    expect(await audits()).toHaveLength(1);
  });

  test("sent as it stands makes no version", async () => {
    expect(await createPolicy(staff("owner"), { basedOn: 1, wishes: {} })).toEqual({ status: "unchanged" });
  });

  test("that would offer an amount in the dead zone is refused, with the amount named", async () => {
    const wrong = createPolicy(staff("owner"), { basedOn: 1, wishes: { presetsMinor: [20_000n, 250_000n] } });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "presets[1]" }] });
    expect(await audits()).toEqual([]);
  });

  test("has a platform fee that only Asante's own people change", async () => {
    const input = { basedOn: 1, wishes: { platformFeeBps: 200 } };
    await expect(createPolicy(staff("owner"), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await createPolicy(staff("platform"), input)).toEqual({ status: "created", version: 2 });
  });

  test("keeps of that fee what only Asante's own people say", async () => {
    const input = { basedOn: 1, wishes: { reserveBps: 3_000 } };
    await expect(createPolicy(staff("owner"), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await createPolicy(staff("platform"), input)).toEqual({ status: "created", version: 2 });
    expect((await getPolicy(staff("auditor"))).terms.reserveBps).toBe(3_000);
  });

  test("frees no refunds of a second person on the word of anybody who could give them alone", async () => {
    const limit = (minor: bigint, basedOn: number) => ({ basedOn, wishes: { refundCheckAboveMinor: minor } });
    expect(await createPolicy(staff("platform"), limit(50_000n, 1))).toEqual({ status: "created", version: 2 });
    for (const role of ["owner", "finance"] as const) {
      await expect(createPolicy(staff(role), limit(50_001n, 2))).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await createPolicy(staff("finance"), limit(40_000n, 2))).toEqual({ status: "created", version: 3 });
  });

  test("says who bears the fees of payouts and of refunds", async () => {
    const wishes = { transferFeeBearer: "guard", refundFeeBearer: "organisation" } as const;
    expect(await createPolicy(staff("finance"), { basedOn: 1, wishes })).toEqual({ status: "created", version: 2 });
    expect((await getPolicy(staff("auditor"))).terms).toMatchObject(wishes);
    expect((await audits())[0]).toMatchObject({ after: wishes });
  });

  test("wants a fresh second factor, and somebody who may", async () => {
    const input = { basedOn: 1, wishes: { presetsMinor: [30_000n] } };
    await expect(createPolicy(staff("owner", LAGOS, null), input)).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    for (const role of ["admin", "operations", "auditor"] as const) {
      await expect(createPolicy(staff(role), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

test("all organisations are listed for Asante's own people alone", async () => {
  const ctx = staff("platform");
  expect(await listOrganisations(ctx, "usr-nobody")).toEqual([]);
  const [platform] = await rowsOf(database.ownerUrl, "select user_id from platform_administrators limit 1");
  expect((await listOrganisations(ctx, String(platform?.["user_id"]))).length).toBeGreaterThan(2);
});

describe("a new organisation", () => {
  const input = {
    name: "Übermacht & Söhne",
    country: "KE",
    timeZone: "Africa/Nairobi",
    ownerEmail: "ama@example.com",
  } as const;

  test("comes with the terms of its currency, and only by Asante's own people", async () => {
    const platform = {
      ...workerContext({ database, bridgeUrl: database.bridgeUrl }),
      actor: staff("platform", "org-platform").actor,
    };
    const { organisationId } = await createOrganisation(platform, input);
    const policy = await getPolicy(staff("owner", organisationId));
    expect(policy).toMatchObject({ version: 1, currency: "KES", terms: { reserveBps: 2_000 } });
    expect(policy.fees.length).toBeGreaterThan(0);
    expect(await audits()).toMatchObject([{ organisation_id: organisationId, action: "organisation.created" }]);
    await expect(createOrganisation(staff("owner"), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createOrganisation(platform, { ...input, timeZone: "Mars/Base" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});
