import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Part } from "./behind-child.ts";

export type Behind = { url: string; pid: number; stop(): void };

/** Starts the bridge or Paystack's stand-in in a process of its own, so that neither shares its event loop with the load. */
export function startBehind(part: Part): Promise<Behind> {
  const child = fork(fileURLToPath(new URL("./behind-child.ts", import.meta.url)), [JSON.stringify(part)]);
  return new Promise((resolve, reject) => {
    child.once("message", (url) => resolve({ url: String(url), pid: child.pid ?? 0, stop: () => child.disconnect() }));
    child.once("exit", (code) => reject(new Error(`the ${part.part} ended with ${code}`)));
  });
}
