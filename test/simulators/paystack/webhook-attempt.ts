import { clearTimeout, setTimeout } from "node:timers";
import type { Delivery } from "./records.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const quickRetries = 4;
const quickRetryMs = 3 * minuteMs;
const givesUpAfterMs = 72 * hourMs;

/**
 * The live plan: four retries three minutes apart, then hourly, for 72 hours after the first attempt. Null: given up.
 * Planned from the first attempt, so that slow answers do not shift what follows.
 */
export function nextRetryAtMs(delivery: Delivery, nowMs: number): number | null {
  const elapsed = nowMs - (delivery.firstAttemptAtMs ?? nowMs);
  const quickPart = quickRetries * quickRetryMs;
  const offset =
    elapsed < quickPart
      ? (Math.floor(elapsed / quickRetryMs) + 1) * quickRetryMs
      : quickPart + (Math.floor((elapsed - quickPart) / hourMs) + 1) * hourMs;
  return offset > givesUpAfterMs ? null : nowMs - elapsed + offset;
}

/** Posts the raw body and reports the HTTP status, or why none came. Never throws. */
export async function attemptDelivery(
  url: string | null,
  message: { body: string; signature: string | null },
  timeoutMs: number,
  closing: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  if (url === null) return { status: null, error: "no webhook URL is set" };
  if (closing.aborted) return { status: null, error: "the simulator is closing" };
  const cut = new AbortController();
  const close = (): void => cut.abort(new Error("the simulator is closing"));
  const timer = setTimeout(() => cut.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  closing.addEventListener("abort", close);
  try {
    return { status: await post(url, message, cut.signal), error: null };
  } catch (error) {
    return { status: null, error: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", close);
  }
}

async function post(url: string, message: { body: string; signature: string | null }, signal: AbortSignal) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(message.signature === null ? {} : { "x-paystack-signature": message.signature }),
    },
    body: message.body,
    redirect: "manual",
    signal,
  });
  await response.arrayBuffer();
  return response.status;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
