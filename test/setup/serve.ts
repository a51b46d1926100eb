import { once } from "node:events";
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
/** Whoever takes in guards by hand looks up more names than Paystack's test mode allows in a day. */
export const LOCAL_PAYSTACK = { settings: { resolveDailyCap: null } } as const;
const say = (line: string) => console.log(line);

/** Starts everything, serves until the signal comes, stops everything; answers with the exit code. */
export async function serveUntil(signal: AbortSignal, { watching }: { watching: boolean }): Promise<number> {
  const lock = await takeLock("stack");
  if (lock !== undefined) return await serve(lock, signal, watching);
  console.error(`Asante is already running from this folder (${await lockHolder("stack")}). Stop that one first.`);
  return 1;
}

async function serve(lock: Lock, signal: AbortSignal, watching: boolean): Promise<number> {
  let stack: Stack | undefined;
  try {
    signal.throwIfAborted();
    const stopped = once(signal, "abort");
    await mkdir(DATA, { recursive: true });
    await rm(STACK_FILE, { force: true });
    stack = await startStack({
      dataDir: DATA,
      ports: ports(),
      crons: true,
      paystack: LOCAL_PAYSTACK,
      onLog: logger(),
      onProgress: say,
      signal,
    });
    await untilReady(stack.url, signal);
    lock.describe(`process ${process.pid}, ${stack.url}`);
    await writeStackFile(stack);
    say(await summary(stack));
    if (watching) await watchSources(stack, signal, say);
    else await stopped;
  } catch (error) {
    if (signal.aborted) return 0;
    console.error(process.env["DEBUG"] ? error : (error as Error).message);
    return 1;
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
    email: port("EMAIL_PORT", 8791),
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
async function untilReady(url: string, signal: AbortSignal): Promise<void> {
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
    email: stack.email.url,
    secrets: { paystackSecretKey: stack.paystack.secretKey },
    demo: { guardPath: stack.demo?.guardPath },
  };
  await writeFile(`${STACK_FILE}.part`, `${JSON.stringify(places, null, 2)}\n`);
  await rename(`${STACK_FILE}.part`, STACK_FILE);
}
