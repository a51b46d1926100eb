import { isbot } from "isbot";
import { describeFault } from "#app/core/errors.ts";
import { minutes, seconds, systemClock } from "#app/core/time.ts";
import { createScanCounts } from "#app/domain/analytics/index.ts";
import { systemContext } from "../context.ts";
import { readEnv } from "../env.ts";

/** What was counted waits so long for more, and goes to the database together. */
const GATHER_MS = seconds(5);
/** A request that was to write and never did was ended by the platform; then another may. */
const LOST_AFTER_MS = minutes(1);
const QUARTER_MS = minutes(15);
/** While the database is down, what cannot be kept is not counted. */
const KEPT_AT_MOST = 20_000;
const BROWSERS_AT_MOST = 1_000;

/** Views by quarter of an hour and token: nothing of who looked. */
const counted = new Map<number, Map<string, number>>();
let kept = 0;
let nobodyWritesUntil = 0;

/** The little that counting needs of a request's surroundings. */
interface Surroundings {
  bindings: unknown;
  waitUntil(work: Promise<unknown>): void;
}

/**
 * Counts one view of a guard page, under its page key. It costs a request a few lookups in memory; one request in a while
 * stays, after its answer, to write what was counted meanwhile.
 */
export function countView(request: Request, key: string, now: number, surroundings: () => Surroundings): void {
  if (kept >= KEPT_AT_MOST || !isView(request.headers)) return;
  add(now - (now % QUARTER_MS), key.slice(key.lastIndexOf("/") + 1), 1);
  if (now < nobodyWritesUntil) return;
  nobodyWritesUntil = now + LOST_AFTER_MS;
  const { bindings, waitUntil } = surroundings();
  waitUntil(writeLater(bindings));
}

function add(quarter: number, token: string, scans: number): void {
  let byToken = counted.get(quarter);
  if (!byToken) {
    byToken = new Map();
    counted.set(quarter, byToken);
  }
  const before = byToken.get(token);
  if (before === undefined) kept += 1;
  byToken.set(token, (before ?? 0) + scans);
}

/** Figures, not money: a write whose answer was lost is made again, and may then count twice rather than not at all. */
async function writeLater(bindings: unknown): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  const counts = [...counted].flatMap(([quarter, byToken]) =>
    [...byToken].map(([token, scans]) => ({ quarter, token, scans })),
  );
  counted.clear();
  kept = 0;
  nobodyWritesUntil = 0;
  const ctx = systemContext(readEnv(bindings), "scans");
  try {
    await createScanCounts(
      ctx,
      counts.map(({ quarter, ...count }) => ({ ...count, at: new Date(quarter) })),
    );
  } catch (error) {
    for (const { quarter, token, scans } of counts) add(quarter, token, scans);
    ctx.log.info("scans.not_written", { codes: counts.length, ...describeFault(error) });
    // Whoever looks next tries again; the time keeps a database that is down from being asked by each of them.
    nobodyWritesUntil = systemClock.now().getTime() + GATHER_MS;
  }
}

const browsers = new Map<string, boolean>();

/** A person who looks: not a program, and not a browser that fetches ahead what may never be looked at. */
function isView(headers: Headers): boolean {
  const browser = headers.get("user-agent");
  if (browser === null || headers.has("sec-purpose") || headers.has("purpose")) return false;
  let isPerson = browsers.get(browser);
  if (isPerson === undefined) {
    isPerson = !isbot(browser);
    if (browsers.size >= BROWSERS_AT_MOST) browsers.clear();
    browsers.set(browser, isPerson);
  }
  return isPerson;
}
