import { setMaxListeners } from "node:events";
import { clearTimeout, setTimeout } from "node:timers";
import type { Agenda } from "./agenda.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./records.ts";
import { attemptDelivery, nextRetryAtMs } from "./webhook-attempt.ts";
import type { WebhookPolicy } from "./webhook-policy.ts";

/** The dispatch desk: what is on its way, what waits, and where it goes. */
export interface Desk {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly policy: WebhookPolicy;
  target: string | (() => string) | null;
  /** To be sent as soon as there is room. */
  queue: Delivery[];
  /** Collected for a moment, then sent newest first. */
  shuffled: Delivery[];
  shuffleTimer: NodeJS.Timeout | null;
  inFlight: number;
  waiters: (() => void)[];
  closing: AbortController;
  changed(): void;
}

const concurrency = 32;
const reorderWindowMs = 1_000;

export function urlOf(desk: Desk): string | null {
  return (typeof desk.target === "function" ? desk.target() : desk.target) || null;
}

export function isBusy(desk: Desk): boolean {
  return desk.inFlight > 0 || desk.queue.length > 0 || desk.shuffled.length > 0;
}

/** Whatever has just ended made room, also where it was sent past the queue. */
function settle(desk: Desk): void {
  drain(desk);
  desk.changed();
  if (isBusy(desk)) return;
  for (const wake of desk.waiters.splice(0)) wake();
}

/** One attempt and its consequence: delivered, tried again by the plan, or held until asked for. Never throws. */
export async function attempt(desk: Desk, delivery: Delivery): Promise<number | null> {
  const { clock, policy } = desk;
  const { signal } = desk.closing;
  desk.inFlight += 1;
  delivery.firstAttemptAtMs ??= clock.nowMs();
  delivery.nextAttemptAtMs = null;
  try {
    const { status, error } = await attemptDelivery(urlOf(desk), delivery, policy.timeoutMs, signal);
    // An attempt cut short by closing counts for nothing: the delivery stays pending and is taken up after a restart.
    if (signal.aborted) return null;
    delivery.attempts.push({ at: clock.nowIso(), status, error });
    if (status === 200) delivery.state = "delivered";
    else if (delivery.state !== "delivered") planRetry(desk, delivery);
    return status;
  } finally {
    desk.inFlight -= 1;
    settle(desk);
  }
}

function planRetry(desk: Desk, delivery: Delivery): void {
  if (desk.policy.mode === "hold") {
    delivery.state = "held";
    return;
  }
  const dueAtMs = nextRetryAtMs(delivery, desk.clock.nowMs());
  delivery.state = dueAtMs === null ? "given_up" : "pending";
  if (dueAtMs !== null) sendLater(desk, delivery, dueAtMs);
}

export function sendLater(desk: Desk, delivery: Delivery, dueAtMs: number): void {
  delivery.nextAttemptAtMs = dueAtMs;
  desk.agenda.schedule(dueAtMs, async () => {
    if (delivery.state === "pending" && delivery.nextAttemptAtMs === dueAtMs) await attempt(desk, delivery);
  });
}

function drain(desk: Desk): void {
  while (desk.inFlight < concurrency) {
    const next = desk.queue.shift();
    if (!next) return;
    void attempt(desk, next);
  }
}

export async function flushShuffled(desk: Desk): Promise<void> {
  if (desk.shuffleTimer) clearTimeout(desk.shuffleTimer);
  desk.shuffleTimer = null;
  const batch = desk.shuffled.reverse();
  desk.shuffled = [];
  desk.inFlight += 1;
  for (const delivery of batch) await attempt(desk, delivery);
  desk.inFlight -= 1;
  settle(desk);
}

/** Decides what becomes of a new delivery under the policy of the moment. */
export function dispatch(desk: Desk, delivery: Delivery): void {
  const { mode, delayMs, reorder } = desk.policy;
  if (mode === "drop") delivery.state = "dropped";
  else if (mode === "hold" || urlOf(desk) === null) delivery.state = "held";
  else if (delayMs > 0) sendLater(desk, delivery, desk.clock.nowMs() + delayMs);
  else if (reorder) {
    desk.shuffled.push(delivery);
    desk.shuffleTimer ??= setTimeout(() => void flushShuffled(desk), reorderWindowMs);
  } else {
    desk.queue.push(delivery);
    drain(desk);
  }
}

/** Cuts every attempt short. One listener for each attempt on its way is no leak. */
export function closingSwitch(): AbortController {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  return closing;
}

/** Stops everything on its way; what was not delivered stays pending. */
export function stop(desk: Desk): void {
  desk.closing.abort();
  if (desk.shuffleTimer) clearTimeout(desk.shuffleTimer);
  desk.shuffleTimer = null;
  desk.queue = [];
  desk.shuffled = [];
}
