import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./chromium.ts";

/** Chromium as a stranger's phone would find us, and asking nobody else on the network for anything. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launchBrowser(): Promise<{
  browser: Browser;
  close(): Promise<void>;
}> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium found: `npm test` installs one, or set CHROMIUM_PATH");
  // Chromium's sandbox refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    args: [...QUIET, ...(isRoot ? ["--no-sandbox"] : [])],
  });
  return { browser, close: () => browser.close() };
}
