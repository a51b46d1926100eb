import { type Bench, type Line, median, perSecond, TURNS, WARM_UPS } from "./bench.ts";
import { compare, type Side } from "./compare.ts";
import { chargeEvents, webhookRequest } from "./events.ts";
import type { Rig } from "./rig.ts";
import { bareScript } from "./scripts.ts";

const CONNECTIONS = 32;
const SECONDS = 1.5;
const EVENTS_A_TURN = 6_000;

/** A webhook verified, recorded in PostgreSQL and answered, against a bare Worker that answers 200 and reads nothing. */
export const webhook: Bench = async (rig) => {
  const waiting = await acknowledge(rig, "webhook acknowledged", "flushed");
  await rig.flushCommits(false);
  const hasty = await acknowledge(rig, "webhook acknowledged, disk not waited for", "unflushed");
  await rig.flushCommits(true);
  return [waiting, hasty];
};

async function acknowledge(rig: Rig, what: string, prefix: string): Promise<Line> {
  const events = await chargeEvents(rig, prefix, EVENTS_A_TURN * (TURNS + WARM_UPS));
  const requests = events.map(({ body }) => webhookRequest(body, rig.secretKey));
  const bare = await rig.startBare(bareScript(new Uint8Array(), {}));
  const load = { connections: CONNECTIONS, seconds: SECONDS };
  const recorded = await countEvents(rig);
  let at = 0;
  const ours: Side = {
    ...{ url: rig.urls.app, pid: rig.app.pid, status: 200 },
    order() {
      at += EVENTS_A_TURN;
      return { ...load, requests: requests.slice(at - EVENTS_A_TURN, at), again: false };
    },
  };
  const order = () => ({ ...load, requests: requests.slice(0, EVENTS_A_TURN), again: true });
  const { rates, ...sides } = await compare(rig, { ...ours, ...bare, order }, ours);
  await bare.stop();
  const kept = (await countEvents(rig)) - recorded;
  if (kept !== sides.ours.answered) throw new Error(`${sides.ours.answered} answered, but ${kept} recorded`);
  return {
    what,
    bare: perSecond(sides.bare.perSecond),
    ours: perSecond(sides.ours.perSecond),
    ratio: median(rates),
    target: { least: 0.15 },
    cpuBare: sides.bare.cpu,
    cpuOurs: sides.ours.cpu,
    cpuBehind: sides.ours.cpuBehind,
  };
}

async function countEvents(rig: Rig): Promise<number> {
  const { rows } = await rig.sql.query<{ count: number }>("select count(*)::int as count from rail_events");
  return rows[0]?.count ?? 0;
}
