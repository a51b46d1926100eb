import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDueSettlementRuns, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addOrganisations, type ManyOrganisation, PLACES, type Place } from "#test/factories/many-organisations.ts";
import { type AddedMember, addMany, oweMany } from "#test/factories/many-payees.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { payoutContext } from "#test/factories/payouts.ts";

/** 500 with all tests, 2,000 with `npm run test:simulation`. A failure prints its seed and path: give them back to replay it. */
const SCHEDULES = Number(process.env["SIMULATION_RUNS"] ?? 500);
const SEED = Number(process.env["SIMULATION_SEED"] ?? 20_260_306);
const PATH = process.env["SIMULATION_PATH"];
const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;
const TOWNS: readonly Place[] = ["lagos", "nairobi", "accra"];

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  await world.owner.query("analyze");
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

/** Two weeks over a month's end, of a leap year and of another one, and over a year's. */
const start = fc.constantFrom("2028-02-22", "2026-02-20", "2026-12-24", "2026-04-25", "2027-07-25");
/** Below the next band of transfer fees, so that nothing of it is carried. */
const minor = fc.integer({ min: 100_000, max: 450_000 });
/** Crons that run at one moment, of quarters of an hour near to each other: doubled ones, late ones, the next ones. */
const later = fc.integer({ min: 0, max: 4 });
const crons = fc.oneof(fc.tuple(fc.constant(0)), fc.tuple(later, later), fc.tuple(later, later, later));
const turn = fc.record({
  quarter: fc.integer({ min: 0, max: 14 * 96 }),
  crons,
  /** What each guard is newly owed before it: those who have had nothing yet. */
  owedMinor: fc.array(minor, { minLength: 0, maxLength: 2 }),
});
const schedule = fc.record({ start, turns: fc.array(turn, { minLength: 1, maxLength: 4 }) });
type Turn = { times: Date[]; owedMinor: number[] };

/** The newest business date that is due in a place: its own date from 17:00 on, the day before until then. */
function dueOn(at: Date, place: Place): string {
  const local = new Date(at.getTime() + PLACES[place].hoursAhead * HOUR_MS);
  const day = local.getUTCHours() >= 17 ? local : new Date(local.getTime() - 24 * HOUR_MS);
  return day.toISOString().slice(0, 10);
}

const GUARDS = 3;
/** Schedules that are prepared at once. */
const CROWD = 100;

test("whatever crons are missed, doubled, late, out of order or at once: each business day is settled once and each kobo paid once", {
  timeout: 60_000 + SCHEDULES * 500,
}, async () => {
  let crowd = await addCrowd();
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(schedule, async ({ start: from, turns }) => {
      // A failing schedule is tried again in smaller ones; each has organisations of its own.
      if (tried > 0 && tried % CROWD === 0) crowd = await addCrowd();
      const own = crowd.organisations.slice((tried % CROWD) * TOWNS.length).slice(0, TOWNS.length);
      const ids = own.map(({ organisationId }) => organisationId);
      tried += 1;
      await crowd.only(ids);
      const history = turns.map(({ quarter, crons, owedMinor }) => ({
        times: crons.map((quartersLater) => new Date(Date.parse(from) + (quarter + quartersLater) * QUARTER_MS)),
        owedMinor,
      }));
      const owed = await play(
        history,
        crowd.guards.filter(({ organisationId }) => ids.includes(organisationId)),
      );
      for (const organisation of own) await compare(organisation, history, owed);
    }),
    { numRuns: SCHEDULES, seed: SEED, ...(PATH === undefined ? {} : { path: PATH }) },
  );
});

/** Organisations of all three towns, with guards who are owed nothing yet, for so many schedules. */
async function addCrowd() {
  const { organisations, only } = await addOrganisations(world.owner, Array(CROWD).fill(TOWNS).flat());
  const members = organisations.flatMap((organisation) =>
    Array.from({ length: GUARDS }, () => ({ ...organisation, kind: "bank" as const, owedMinor: 0n })),
  );
  return { organisations, only, guards: await addMany(world.owner, members) };
}

/** Lets every turn happen; gives at which turn each guard was owed what. */
async function play(history: readonly Turn[], guards: readonly AddedMember[]) {
  const owed = new Map<string, { turn: number; minor: bigint }>();
  for (const [turn, { times, owedMinor }] of history.entries()) {
    const now = TOWNS.flatMap((_, town) =>
      owedMinor.flatMap((minor, index) => {
        const had = guards.slice(town * GUARDS, (town + 1) * GUARDS).filter(({ guardId }) => !owed.has(guardId));
        const guard = had[index];
        return guard ? [{ ...guard, owedMinor: BigInt(minor) }] : [];
      }),
    );
    for (const { guardId, owedMinor: minor } of now) owed.set(guardId, { turn, minor });
    if (now.length > 0) await oweMany(world.owner, now);
    await Promise.all(times.map(cron));
  }
  return owed;
}

async function cron(at: Date): Promise<void> {
  const ctx = payoutContext(world.database, world.paystack, { at });
  await createDueSettlementRuns(ctx);
  while ((await settleGuards(ctx)) > 0);
}

interface Books {
  runs: { day: string; at: string }[];
  payouts: Record<string, string[]>;
  left: Record<string, string>;
}

/** Against a plain account of the same turns: which days are due, and which guards a run found something for. */
async function compare(
  { organisationId, place }: ManyOrganisation,
  history: readonly Turn[],
  owed: ReadonlyMap<string, { turn: number; minor: bigint }>,
): Promise<void> {
  const { rows } = await world.owner.query<Books>(
    `select
       (select jsonb_agg(jsonb_build_object('day', business_date, 'at', created_at) order by business_date)
        from settlement_runs where organisation_id = $1) as runs,
       (select coalesce(jsonb_object_agg(guard_id, minors), '{}') from (
          select guard_id, jsonb_agg(amount_minor::text) as minors from payouts where organisation_id = $1 group by guard_id
        ) p) as payouts,
       (select coalesce(jsonb_object_agg(substr(code, strpos(code, ':') + 1), (credits_posted - debits_posted)::text), '{}')
        from ledger_accounts where organisation_id = $1 and kind = 'guard_payable') as left`,
    [organisationId],
  );
  const { runs, payouts, left } = rows[0] as Books;
  const newest = history.map(
    ({ times }) =>
      times
        .map((at) => dueOn(at, place))
        .sort()
        .at(-1) ?? "",
  );
  expect(runs.at(-1)?.day).toBe([...newest].sort().at(-1));
  for (const [index, { day, at }] of runs.entries()) {
    expect(dueOn(new Date(at), place) >= day).toBe(true);
    const before = runs[index - 1];
    if (before) expect(Date.parse(day) - Date.parse(before.day)).toBe(24 * HOUR_MS);
  }
  for (const [guardId, minor] of Object.entries(left)) {
    const { turn, minor: all } = owed.get(guardId) ?? { turn: 0, minor: 0n };
    const hasRun = newest.some((day, at) => at >= turn && newest.slice(0, at).every((earlier) => earlier < day));
    expect({ paid: payouts[guardId] ?? [], left: minor }).toEqual(
      hasRun ? { paid: [String(all)], left: "0" } : { paid: [], left: String(all) },
    );
  }
}

test("a weekly settlement runs on its own day only, and a missed one with the next cron", async () => {
  await world.owner.query("update organisations set status = 'active' where id = 'org-demo-accra'");
  await world.owner.query(
    "update organisation_policies set settlement_cadence = 'weekly', settlement_weekday = 5 where organisation_id = 'org-demo-accra'",
  );
  const days = async (at: string) => {
    await createDueSettlementRuns(payoutContext(world.database, world.paystack, { at: new Date(at) }));
    const { rows } = await world.owner.query(
      "select business_date::text as day from settlement_runs where organisation_id = 'org-demo-accra' and business_date > '2029-01-01' order by 1",
    );
    return rows.map(({ day }) => day);
  };
  await world.owner.query(
    "insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer, finished_at) values ('run-before', 'org-demo-accra', '2029-03-02', 'GHS', 'weekly', 'created', 0, 'organisation', now())",
  );
  expect(await days("2029-03-09T16:59:00Z")).toEqual(["2029-03-02"]);
  expect(await days("2029-03-12T09:00:00Z")).toEqual(["2029-03-02", "2029-03-09"]);
  expect(await days("2029-03-30T18:00:00Z")).toEqual([
    "2029-03-02",
    "2029-03-09",
    "2029-03-16",
    "2029-03-23",
    "2029-03-30",
  ]);
  const { rows } = await world.owner.query(
    "select business_date::text as day from settlement_runs where status = 'covered' and organisation_id = 'org-demo-accra' and business_date > '2029-03-09' order by 1",
  );
  expect(rows.map(({ day }) => day)).toEqual(["2029-03-16", "2029-03-23"]);
});
