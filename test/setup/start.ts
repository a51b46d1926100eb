import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seconds } from "#app/core/time.ts";
import { type Lock, lockHolder, takeLock } from "./lock.ts";
import { root } from "./root.ts";
import { type Stack, startStack } from "./stack.ts";
import { summary } from "./summary.ts";
import { watchSources } from "./watch.ts";
import type { WorkerLog } from "./worker.ts";

const DATA = join(root, ".data");
const STACK_FILE = join(DATA, "stack.json");
const say = (line: string) => console.log(line);

const stopping = new AbortController();
const stopped = new Promise<void>((done) => stopping.signal.addEventListener("abort", () => done(), { once: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
// A killed npm takes its shell along but not us.
const parent = process.ppid;
setInterval(() => process.env["npm_lifecycle_event"] && process.ppid !== parent && stopping.abort(), 500).unref();

const lock = await takeLock("stack");
if (lock === undefined) {
  console.error(`Asante is already running from this folder (${await lockHolder("stack")}). Stop that one first.`);
  process.exit(1);
}
process.exit(await run(lock, process.argv.includes("--watch")));

/** Starts everything, waits for a signal, stops everything; answers with the exit code. */
async function run(lock: Lock, watching: boolean): Promise<number> {
  let stack: Stack | undefined;
  try {
    await mkdir(DATA, { recursive: true });
    await rm(STACK_FILE, { force: true });
    const { signal } = stopping;
    stack = await startStack({
      dataDir: DATA,
      ports: ports(),
      crons: true,
      onLog: logger(),
      onProgress: say,
      signal,
    });
    await serves(stack.url, signal);
    lock.describe(`process ${process.pid}, ${stack.url}`);
    await writeStackFile(stack);
    say(await summary(stack));
    if (watching) await watchSources(stack, signal, say);
    else await stopped;
  } catch (error) {
    if (!stopping.signal.aborted) {
      console.error((error as Error).message);
      return 1;
    }
  } finally {
    if (stack !== undefined) say("\nStopping …");
    await rm(STACK_FILE, { force: true });
    await stack?.stop();
    await lock.release();
  }
  return 0;
}

function ports() {
  return {
    app: port("PORT", 8787),
    database: port("DATABASE_PORT", 54_329),
    bridge: port("BRIDGE_PORT", 54_330),
    paystack: port("PAYSTACK_PORT", 8790),
  };
}

function port(name: string, usual: number): number {
  const wished = Number(process.env[name] || usual);
  if (!Number.isInteger(wished) || wished < 0 || wished > 65_535)
    throw new Error(`${name} is not a port: ${process.env[name]}`);
  return wished;
}

/** Everything the Worker says goes to .data/worker.log, what is wrong also to the terminal. */
function logger(): (log: WorkerLog) => void {
  const file = createWriteStream(join(DATA, "worker.log"), { flags: "w" });
  return ({ level, message }) => {
    file.write(`${level} ${message}\n`);
    if (level === "error" || level === "warn") console.warn(message);
  };
}

/** Waits until the Worker says that it is ready for people. */
async function serves(url: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + seconds(30);
  for (;;) {
    const response = await fetch(`${url}/health/ready`, { signal }).catch(() => undefined);
    if (response?.ok) return;
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${url}/health/ready answers ${response?.status ?? "nothing"}`);
    await new Promise((tick) => setTimeout(tick, 100));
  }
}

/** Where everything is, for programs. It appears under its name only when complete, and only when everything serves. */
async function writeStackFile(stack: Stack): Promise<void> {
  const places = {
    app: stack.url,
    database: stack.database.url,
    bridge: stack.bridge.url,
    paystack: stack.paystack.url,
    secrets: { paystackSecretKey: stack.paystack.secretKey },
    demo: { guardPath: stack.demo?.guardPath },
  };
  await writeFile(`${STACK_FILE}.part`, `${JSON.stringify(places, null, 2)}\n`);
  await rename(`${STACK_FILE}.part`, STACK_FILE);
}
