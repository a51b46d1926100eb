import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { minutes } from "#app/core/time.ts";
import { root } from "./root.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium that starts: the one CHROMIUM_PATH names, the system's, or Playwright's own; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(":");
  const onPath = [...folders, "/usr/bin"].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return [...onPath, chromium.executablePath(), mac].find((path) => existsSync(path) && starts(path));
}

/** Finds a Chromium or installs one, with Playwright's installer and else, as root, with apt. */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found !== undefined) return found;
  say("No Chromium found. Installing Playwright's …");
  run(process.execPath, [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  const installed = findChromium() ?? installWithApt(say);
  if (installed !== undefined) return installed;
  throw new Error(
    "The browser tests need Chromium and it could not be installed. Install it (Debian: apt-get install chromium) " +
      "or set CHROMIUM_PATH to the executable of a Chromium or Chrome, then run the tests again.",
  );
}

function installWithApt(say: (line: string) => void): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  say("Installing Debian's Chromium …");
  run("apt-get", ["update"]);
  run("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"]);
  return findChromium();
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr, error } = spawnSync(command, args, {
    env,
    timeout: minutes(10),
    encoding: "utf8",
  });
  if (status !== 0)
    console.warn(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr.trim().split("\n").at(-1)}`);
}

function starts(path: string): boolean {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore", timeout: minutes(1) });
    return true;
  } catch {
    return false;
  }
}
