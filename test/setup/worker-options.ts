import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import type { WorkerOptions } from "miniflare";
import { root } from "./root.ts";
import { withoutSignalHandlers } from "./signals.ts";

/** How the modules that wrangler writes beside the entry are loaded, by their ending. */
const MODULE_TYPES = {
  ".js": "ESModule",
  ".mjs": "ESModule",
  ".wasm": "CompiledWasm",
  ".bin": "Data",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
} as const;

/**
 * The Worker as wrangler.toml describes it (bindings, queues, Durable Objects, assets, compatibility), running the bundle that is deployed.
 * Only the variables of wrangler.toml and those given are bound: a developer's `.env` never reaches a test.
 */
export async function workerOptions(bindings: Record<string, string>, folder = root): Promise<WorkerOptions> {
  const { unstable_getMiniflareWorkerOptions, config } = await readWranglerToml(folder);
  const modulesRoot = join(folder, "build/worker");
  return {
    ...unstable_getMiniflareWorkerOptions(config).workerOptions,
    name: config.name ?? "worker",
    bindings: { ...(config.vars as Record<string, string>), ...bindings },
    modules: bundleModules(modulesRoot),
    modulesRoot,
  } as WorkerOptions;
}

/** The cron triggers of wrangler.toml. */
export async function workerCrons(folder = root): Promise<string[]> {
  return (await readWranglerToml(folder)).config.triggers.crons ?? [];
}

async function readWranglerToml(folder: string) {
  const wrangler = await withoutSignalHandlers(() => import("wrangler"));
  const config = wrangler.unstable_readConfig({ config: join(folder, "wrangler.toml") }, { hideWarnings: true });
  return { ...wrangler, config };
}

function bundleModules(folder: string) {
  const names = readdirSync(folder, {
    recursive: true,
    encoding: "utf8",
  }).filter((name) => extname(name) in MODULE_TYPES);
  // Miniflare takes the first module for the entry.
  names.sort((one, other) => Number(other === "index.js") - Number(one === "index.js") || one.localeCompare(other));
  return names.map((name) => ({
    type: MODULE_TYPES[extname(name) as keyof typeof MODULE_TYPES],
    path: join(folder, name),
  }));
}
