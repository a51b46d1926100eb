import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { awaitLock } from "./lock.ts";
import { root } from "./root.ts";

const SOURCES = ["app", "workers", "db", "public"];
const SETTINGS = ["package.json", "package-lock.json", "wrangler.toml", "vite.config.ts", "tsconfig.json"];
/** Rollup's errors end with the list of every file it had read. */
const WATCH_FILES = /,\s*watchFiles: \[[^\]]*\]/;
const OUTPUTS = ["build/client", "build/worker/index.js"];

export type BuildOptions = {
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
};

/**
 * Makes build/client and build/worker with `npm run build`, unless they were made from exactly these sources.
 * Several processes may ask at once: one builds, the others wait and find it done.
 */
export async function buildOnce({ onProgress, signal }: BuildOptions = {}): Promise<"built" | "already built"> {
  const lock = await awaitLock("build", root, signal);
  try {
    const stamp = join(root, "build/sources.sha256");
    const sources = await hashOfSources();
    const madeFrom = await readFile(stamp, "utf8").catch(() => "");
    if (madeFrom === sources && OUTPUTS.every((output) => existsSync(join(root, output)))) return "already built";
    onProgress?.("Building the pages and the Worker …");
    await rm(stamp, { force: true });
    await runBuild(signal);
    await mkdir(join(root, "build"), { recursive: true });
    await writeFile(stamp, sources);
    return "built";
  } finally {
    await lock.release();
  }
}

/** Every file the bundle is made of, relative to the checkout. */
export async function sourceFiles(): Promise<string[]> {
  const files = [...SETTINGS];
  for (const folder of SOURCES) {
    const names = await readdir(join(root, folder), { recursive: true }).catch((): string[] => []);
    files.push(...names.map((name) => join(folder, name)));
  }
  return files.sort();
}

async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await sourceFiles()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(root, file), "latin1").catch(() => ""));
  }
  return hash.digest("hex");
}

/** The build is several processes deep: its own process group lets an interrupted start end them all. */
function runBuild(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
    const child = spawn("npm", ["run", "--silent", "build"], {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => child.pid !== undefined && process.kill(-child.pid, "SIGTERM");
    signal?.addEventListener("abort", stop, { once: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (code === 0) resolve();
      else reject(new Error(`The build failed.\n\n${output.replace(WATCH_FILES, "").trim()}`));
    });
  });
}
