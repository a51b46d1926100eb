import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { NO_LIMITS } from "#test/factories/tips.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";
import { play, type Stage } from "./play.ts";
import { type Schedule, schedules } from "./schedule.ts";
import { add, type Balances, tally } from "./tally.ts";

/** 200 with all tests, 2,000 with `npm run test:simulation`. A failure prints its seed and path: give them back to replay it. */
const RUNS = Number(process.env["SIMULATION_RUNS"] ?? 200);
const SEED = process.env["SIMULATION_SEED"];
const PATH = process.env["SIMULATION_PATH"];
const RUNS_BETWEEN_CHECKS = 50;
const MINUTE_MS = 60_000;

let stage: Stage;

beforeAll(async () => {
  const stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  const simulator = simulatorClient(stack.paystack.url);
  await simulator.webhooks.policy({ mode: "drop" });
  stage = { stack, simulator, books: new pg.Pool({ connectionString: stack.database.ownerUrl, max: 4 }) };
});

afterAll(async () => {
  await stage?.books.end();
  await stage?.stack.stop();
});

const sorted = (balances: Balances) => Object.fromEntries([...balances].sort());

test("whatever webhooks, returns and sweeps do, the books equal an independent tally and every tip counts once", {
  timeout: 2 * MINUTE_MS + RUNS * 1_000,
}, async () => {
  const total: Balances = new Map();
  let runs = 0;
  const law = async (schedule: Schedule) => {
    const played = await play(stage, schedule);
    const expected = tally(schedule, played.tips);
    expect(sorted(played.balances)).toEqual(sorted(expected.balances));
    expect(played.counted.sort()).toEqual(expected.counted.sort());
    expect(played.wrongAnswers).toEqual([]);
    expect(played.recorded).toBe(played.signed);
    for (const [key, minor] of expected.balances) add(total, key, minor);
    runs += 1;
    if (runs % RUNS_BETWEEN_CHECKS === 0) expect(await checkBooks(stage.stack.database.ownerUrl)).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(schedules, law), {
    numRuns: RUNS,
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    ...(PATH === undefined ? {} : { path: PATH }),
  });
  expect(await checkBooks(stage.stack.database.ownerUrl)).toEqual([]);
  expect(sorted(await accountBalances())).toEqual(sorted(total));
});

/** What the accounts' own totals say. */
async function accountBalances(): Promise<Balances> {
  const { rows } = await stage.books.query<{ key: string; minor: string }>(
    `select organisation_id || ' ' || currency || ' ' || code as key, (credits_posted - debits_posted)::text as minor
     from ledger_accounts`,
  );
  const balances: Balances = new Map();
  for (const { key, minor } of rows) add(balances, key, Number(minor));
  return balances;
}
