import { clearTimeout, setTimeout } from "node:timers";
import type { Clock } from "./clock.ts";

interface Appointment {
  atMs: number;
  /** Told when it was due, which may be a little before now. */
  run: (dueAtMs: number) => void | Promise<void>;
}

/** Things that happen later on the simulator's clock: webhook retries, transfers that settle. */
export interface Agenda {
  schedule(atMs: number, run: Appointment["run"]): void;
  /** Turns the clock to `targetMs`, running everything due on the way, each at its own instant. Returns how many ran. */
  advanceTo(targetMs: number, settle: () => Promise<void>): Promise<number>;
  clear(): void;
  close(): void;
}

const longestTimerMs = 2 ** 31 - 1;

export function createAgenda(clock: Clock): Agenda {
  let appointments: Appointment[] = [];
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  function runFirst(): void {
    const first = appointments.shift();
    if (first) void first.run(first.atMs);
  }

  function wake(): void {
    timer = null;
    const now = clock.nowMs();
    while (appointments[0] && appointments[0].atMs <= now) runFirst();
    arm();
  }

  function arm(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const next = appointments[0];
    if (closed || !next) return;
    timer = setTimeout(wake, Math.min(Math.max(next.atMs - clock.nowMs(), 0), longestTimerMs));
    timer.unref();
  }

  return {
    schedule(atMs, run) {
      let index = appointments.length;
      while (index > 0 && (appointments[index - 1]?.atMs ?? 0) > atMs) index -= 1;
      appointments.splice(index, 0, { atMs, run });
      if (index === 0) arm();
    },
    async advanceTo(targetMs, settle) {
      let ran = 0;
      for (let next = appointments[0]; next && next.atMs <= targetMs; next = appointments[0]) {
        appointments.shift();
        clock.turnTo(next.atMs);
        await next.run(next.atMs);
        await settle();
        ran += 1;
      }
      clock.turnTo(targetMs);
      arm();
      return ran;
    },
    clear() {
      appointments = [];
      arm();
    },
    close() {
      closed = true;
      arm();
    },
  };
}
