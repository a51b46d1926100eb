import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { type GuardList, listGuardExport, listGuards } from "#app/domain/guards/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const GUARDS = 160;
const ALL: GuardList = {
  search: "",
  siteId: null,
  status: null,
  hasPhoto: null,
  hasPayoutAccount: null,
  sort: null,
  after: null,
  before: null,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  await rowsOf(
    database.ownerUrl,
    `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id,
        badge_number, phone, photo_key, created_at)
      select 'grd-' || i, $1, case when i % 3 = 0 then 'site-demo-ikeja-mall' else 'site-demo-banana-island' end,
        case when i % 4 = 0 then 'suspended' else 'active' end, 'First' || i % 7, 'Last' || i % 5, 'x', 'E' || i,
        'B_' || i, '+23480300000' || lpad(i::text, 2, '0'), case when i % 2 = 0 then 'key' end,
        '2026-02-01'::timestamptz + (i % 10) * interval '1 microsecond'
      from generate_series(1, ${GUARDS}) as i`,
    [LAGOS],
  );
});
afterAll(() => database?.close());

const as = (role: Role = "auditor", organisationId = LAGOS): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role });
const found = async (filters: Partial<GuardList>) =>
  (await listGuards(as(), { ...ALL, ...filters })).rows.map(({ id }) => id);

describe("the list of guards", () => {
  test.each(["name", "-name", "site", "-site", "created", "-created", "status", "-status", null, "nonsense"])(
    "sorted by %s is walked both ways without a gap or a repetition",
    async (sort) => {
      const pages = [await listGuards(as(), { ...ALL, sort })];
      for (let page = pages[0]; page?.older; page = pages.at(-1)) {
        pages.push(await listGuards(as(), { ...ALL, sort, after: page.older }));
      }
      expect(pages.flatMap(({ rows }) => rows)).toHaveLength(GUARDS + 5);
      expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(GUARDS + 5);
      for (let i = pages.length - 1; i > 0; i--) {
        const back = await listGuards(as(), { ...ALL, sort, before: pages[i]?.newer ?? null });
        expect(back.rows).toEqual(pages[i - 1]?.rows);
      }
    },
  );

  test("is in the order that it says", async () => {
    const { rows } = await listGuards(as(), { ...ALL, sort: "-name" });
    const names = rows.map(({ lastName, firstName }) => `${lastName} ${firstName}`);
    expect(names).toEqual([...names].sort().reverse());
  });

  test("finds by name, badge, employee id and phone, as it is dialled at home too", async () => {
    expect(await found({ search: "okafor EMEKA" })).toEqual(["guard-demo-emeka"]);
    expect(await found({ search: "b_77" })).toEqual(["grd-77"]);
    expect(await found({ search: "_77" })).toEqual(["grd-77"]);
    expect(await found({ search: "0803 000 0042" })).toEqual(["grd-42"]);
    expect(await found({ search: "+234 803 0000042" })).toEqual(["grd-42"]);
    expect(await found({ search: "100%" })).toEqual([]);
    expect(await found({ search: "\0\uD800" })).toHaveLength(50);
  });

  test("is narrowed by site, status, photo and payout account, and counted", async () => {
    const narrowed = { siteId: "site-demo-ikeja-mall", status: "suspended" as const, hasPhoto: true };
    const { rows, total } = await listGuards(as(), { ...ALL, ...narrowed, hasPayoutAccount: false });
    expect(total).toBe(rows.length);
    expect(rows.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: GUARDS }, (_, i) => i + 1)
        .filter((i) => i % 12 === 0)
        .map((i) => `grd-${i}`)
        .sort(),
    );
    expect(await found({ hasPayoutAccount: true })).toEqual([]);
  });

  test("of another organisation holds nobody of this one", async () => {
    const { rows } = await listGuards(as("auditor", "org-demo-accra"), ALL);
    expect(rows.map(({ id }) => id)).toEqual(["guard-demo-kofi"]);
  });

  test("goes to a file for those who may export it", async () => {
    const page = await listGuardExport(as("finance"), ALL);
    expect([page.rows.length, page.older]).toEqual([GUARDS + 5, null]);
  });
});
