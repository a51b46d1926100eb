import { vi } from "vitest";

/** Where a process dies: at the nth time that it asks the outside for anything, before that takes effect or after. */
export interface Crash {
  call: number;
  when: "before" | "after";
}

/**
 * Runs work in a process that dies: from then on it hears nothing, does nothing more and tells nobody. The database and the
 * rail are asked by HTTP, so each question to either is a place to die at. True when it died, false when it came to its end.
 */
export async function diesAt({ call, when }: Crash, work: () => Promise<unknown>): Promise<boolean> {
  const ask = globalThis.fetch;
  const never = () => new Promise<Response>(() => undefined);
  let calls = 0;
  let die: (isDead: boolean) => void = () => undefined;
  const death = new Promise<boolean>((resolve) => {
    die = resolve;
  });
  vi.stubGlobal("fetch", async (...request: Parameters<typeof fetch>) => {
    calls += 1;
    if (calls > call) return never();
    if (calls < call) return ask(...request);
    if (when === "after") await ask(...request).catch(() => undefined);
    die(true);
    return never();
  });
  try {
    return await Promise.race([work().then(() => false), death]);
  } finally {
    vi.unstubAllGlobals();
  }
}

/** Every place at which work can die, one after the other, until it gets through alive. Gives how many there were. */
export async function dieEverywhere(trial: (crash: Crash) => Promise<boolean>): Promise<number> {
  for (let call = 1; ; call++) {
    if (!(await trial({ call, when: "before" }))) return call - 1;
    await trial({ call, when: "after" });
  }
}
