import { simulatorClient } from "#test/simulators/paystack/index.ts";
import { type Bench, type Line, median } from "./bench.ts";
import { compare, type Side } from "./compare.ts";
import { CHARGE_MINOR, ORDER } from "./events.ts";
import { httpRequest } from "./load.ts";
import { railScript } from "./scripts.ts";
import { seedCodes } from "./seed.ts";

const CODES = 50;
const TURNS = 3;
const SECONDS = 1.5;
const SLOW_SECONDS = 3;
const REQUESTS_A_TURN = 1_500;
const CASES = [
  { latencyMs: 0, connections: 1, flushed: true },
  { latencyMs: 0, connections: 1, flushed: false },
  { latencyMs: 0, connections: 4, flushed: false },
  { latencyMs: 150, connections: 4, flushed: true },
  { latencyMs: 150, connections: 4, flushed: false },
] as const;

/** A tip from its request to its checkout, against a Worker that only asks the rail: what we add to the rail's own time. */
export const tips: Bench = async (rig) => {
  const { cancel_action: _ours, ...metadata } = ORDER.metadata;
  const bare = await rig.startBare(railScript(rig.urls.paystack, rig.secretKey, { ...ORDER, metadata }));
  const requests = tipRequests((await seedCodes(rig.sql, rig.signingKeys, CODES)).map(({ token }) => token));
  const simulator = simulatorClient(rig.urls.paystack);
  const lines: Line[] = [];
  for (const { latencyMs, connections, flushed } of CASES) {
    await simulator.settings({ latencyMs });
    await rig.flushCommits(flushed);
    const load = { connections, seconds: latencyMs > 0 ? SLOW_SECONDS : SECONDS, spreadMs: latencyMs };
    const order = () => ({ ...load, requests: requests(), again: false });
    const ours: Side = { url: rig.urls.app, pid: rig.app.pid, status: 201, order };
    const sides = await compare(rig, { ...ours, ...bare }, ours, TURNS);
    lines.push({
      what: `POST /tips, ${connections} at a time, rail ${latencyMs} ms away${flushed ? "" : ", disk not waited for"}`,
      bare: `${sides.bare.p50.toFixed(1)} ms`,
      ours: `${sides.ours.p50.toFixed(1)} ms`,
      ratio: median(sides.delays),
      unit: "ms more",
      target: { most: 5 },
      cpuBare: sides.bare.cpu,
      cpuOurs: sides.ours.cpu,
      cpuBehind: sides.ours.cpuBehind,
    });
  }
  await simulator.settings({ latencyMs: 0 });
  await rig.flushCommits(true);
  await bare.stop();
  return lines;
};

/** Requests with keys that were never used before. */
function tipRequests(tokens: readonly string[]): () => Uint8Array[] {
  let key = 0;
  const headers = { "content-type": "application/json", accept: "application/json" };
  return () =>
    Array.from({ length: REQUESTS_A_TURN }, () => {
      key += 1;
      const amount = { minor: String(CHARGE_MINOR), currency: "NGN" };
      const body = JSON.stringify({ token: tokens[key % tokens.length], amount });
      return httpRequest("POST /tips", { ...headers, "idempotency-key": `bench-${key}` }, body);
    });
}
