import { availableParallelism } from "node:os";
import { buildOnce } from "#test/setup/build.ts";
import type { Bench, Line } from "./bench.ts";
import { drain } from "./drain.ts";
import { importGuards } from "./import.ts";
import { ledger } from "./ledger.ts";
import { pageHit, pageMiss } from "./page.ts";
import { print } from "./print.ts";
import { startRig } from "./rig.ts";
import { settlement } from "./settlement.ts";
import { table } from "./table.ts";
import { tips } from "./tips.ts";
import { webhook } from "./webhook.ts";

const BENCHES: Readonly<Record<string, Bench>> = {
  page: pageHit,
  miss: pageMiss,
  tips,
  webhook,
  drain,
  ledger,
  print,
  import: importGuards,
  settlement,
};

const NOTES = `
bare   a Worker of a few lines in a workerd of its own, which takes turns with ours under the same load
CPU    of workerd, a request (or a tip, or a transfer: of its PostgreSQL connection)
behind PostgreSQL and the bridge to it, which stands in for Neon's proxy, a request
All of it, the load included, shares this machine: compare ratios, and only those of one run.`;

const names = wanted();
await buildOnce({ onProgress: console.log });
const startedAt = performance.now();
const rig = await startRig();
const lines: Line[] = [];
try {
  for (const name of names) {
    console.log(`${name} …`);
    lines.push(...((await BENCHES[name]?.(rig)) ?? []));
  }
} finally {
  await rig.stop();
}
const seconds = Math.round((performance.now() - startedAt) / 1_000);
console.log(`\n${table(lines)}\n${NOTES}\n${availableParallelism()} cores, Node ${process.version}, ${seconds} s.`);

/** `--only page,webhook` runs only those. */
function wanted(): string[] {
  const all = Object.keys(BENCHES);
  const at = process.argv.indexOf("--only");
  if (at < 0) return all;
  const chosen = (process.argv[at + 1] ?? "").split(",");
  const unknown = chosen.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`there is no benchmark “${unknown.join(", ")}”, only ${all.join(", ")}`);
  return chosen;
}
