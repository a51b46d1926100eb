import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { migrate } from "#db/migrate.ts";
import { buildOnce, sourceFiles } from "./build.ts";
import { root } from "./root.ts";
import type { Stack } from "./stack.ts";

const LOOK_MS = 400;

/**
 * Rebuilds when a source changes and reloads the Worker in place. A build that fails is told, and the old version goes on.
 * It looks at the files now and then: on Linux, Node's own recursive watch loses sight of a file that an editor replaces.
 */
export async function watchSources(stack: Stack, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  let seen = await glance();
  let built = seen;
  for await (const _ of setInterval(LOOK_MS, undefined, { signal })) {
    const before = seen;
    seen = await glance();
    const isSettled = seen === before;
    if (!isSettled || seen === built) continue;
    built = seen;
    await rebuild(stack, signal, say);
  }
}

async function glance(): Promise<string> {
  const look = async (file: string) => {
    const { mtimeMs, size } = await stat(join(root, file)).catch(() => ({
      mtimeMs: 0,
      size: 0,
    }));
    return `${file} ${mtimeMs} ${size}`;
  };
  return (await Promise.all((await sourceFiles()).map(look))).join("\n");
}

async function rebuild(stack: Stack, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  try {
    if ((await buildOnce({ signal })) === "already built") return;
    await migrate(stack.database.ownerUrl);
    await stack.worker.reload();
    say(`Reloaded in ${Math.round((performance.now() - startedAt) / 100) / 10} s`);
  } catch (error) {
    if (!signal.aborted) say(`${(error as Error).message}\n\nThe version before goes on running.`);
  }
}
