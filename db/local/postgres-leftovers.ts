import { execFileSync } from "node:child_process";
import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const SHUTDOWN_MS = 5000;
const POLL_MS = 50;

/** What the data directory says about its postmaster; NaN when it says nothing. The process may be long dead. */
export async function postmasterPid(dataDir: string): Promise<number> {
  const text = await readFile(`${dataDir}/postmaster.pid`, "utf8").catch(() => "");
  return Number.parseInt(text, 10);
}

/** Shuts down a cluster whose owner has died; kills what does not go by itself. Refuses while the owner lives. */
export async function endLeftovers(dataDir: string, owner: number): Promise<void> {
  const left = await clusterPids(dataDir);
  if (left.length === 0) return;
  const postmaster = await postmasterPid(dataDir);
  if (left.includes(postmaster)) {
    if (owner > 0 && send(owner, 0)) throw new Error(`${dataDir} is in use by process ${owner}: stop that one first`);
    send(postmaster, "SIGINT");
    if (await isGone(dataDir)) return;
  }
  await killCluster(dataDir);
  if (!(await isGone(dataDir))) throw new Error(`PostgreSQL on ${dataDir} cannot be stopped`);
}

/** Kills every process of the cluster at once, as a power cut would; the next start recovers. */
export async function killCluster(dataDir: string): Promise<void> {
  for (const pid of await clusterPids(dataDir)) send(pid, "SIGKILL");
}

async function isGone(dataDir: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < SHUTDOWN_MS; waitedMs += POLL_MS) {
    if ((await clusterPids(dataDir)).length === 0) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** The processes that work in this directory. Without /proc only the postmaster can be told, by its command line. */
async function clusterPids(dataDir: string): Promise<number[]> {
  const home = await realpath(dataDir).catch(() => dataDir);
  const entries = await readdir("/proc").catch(() => []);
  if (entries.length === 0) return postmasterOnly(dataDir);
  const numbers = entries.map(Number).filter((pid) => pid > 0);
  const homes = await Promise.all(numbers.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return numbers.filter((_, place) => homes[place] === home);
}

async function postmasterOnly(dataDir: string): Promise<number[]> {
  const pid = await postmasterPid(dataDir);
  if (Number.isNaN(pid)) return [];
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
    }).includes(dataDir)
      ? [pid]
      : [];
  } catch {
    return [];
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
