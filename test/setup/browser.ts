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

/** Opens a browser; `args` are what one test needs besides, such as a camera. */
export async function launchBrowser(args: readonly string[] = []): Promise<{
  browser: Browser;
  close(): Promise<void>;
}> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium found: `npm test` installs one, or set CHROMIUM_PATH");
  // Chromium's sandbox refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    args: [...QUIET, ...args, ...(isRoot ? ["--no-sandbox"] : [])],
  });
  return { browser, close: () => browser.close() };
}
