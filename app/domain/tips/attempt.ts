import { encodeHex } from "../../core/ids.ts";
import { minutes } from "../../core/time.ts";
import type { Ctx } from "../context.ts";
import type { TakenIntent } from "../payments/index.ts";
import type { StartTip } from "./input.ts";

/** What tells one attempt from another: the key, and a fingerprint of what was asked with it. */
export interface Attempt {
  keyHash: string;
  fingerprint: string;
}

/**
 * An API key names one request for ever, so another body under it is an error. A page's key lives as long as the page,
 * so there the choice made belongs to the key: the same choice again is the same attempt, another choice is another.
 */
export async function attemptOf(input: StartTip, door: "api" | "page"): Promise<Attempt> {
  const { token, amountMinor, currency, coversFee, message, email } = input;
  const fingerprint = await sha256(JSON.stringify([token, String(amountMinor), currency, coversFee, message, email]));
  const keyHash = await sha256(door === "api" ? `api:${input.key}` : `page:${input.key}:${fingerprint}`);
  return { keyHash, fingerprint };
}

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return encodeHex(digest);
}

/** What the first request with a key was answered, kept for ever as JSON. Amounts in minor units, as strings. */
export type StoredAnswer =
  | {
      status: "started";
      tipId: string;
      checkoutUrl: string;
      amountMinor: string;
      chargeMinor: string;
      currency: string;
      createdAt: string;
    }
  | { status: "rail_unavailable"; tipId: string };

/** A key that was used before: its answer, or that the first request is still running, or that it asked something else. */
export type Replay =
  | { status: "replayed"; answer: StoredAnswer }
  | { status: "in_progress"; tipId: string }
  | { status: "key_reused" };

export function replayOf(
  attempt: Attempt,
  first: { fingerprint: string; tipId: string; answer: StoredAnswer | null },
): Replay {
  if (first.fingerprint !== attempt.fingerprint) return { status: "key_reused" };
  return first.answer ? { status: "replayed", answer: first.answer } : { status: "in_progress", tipId: first.tipId };
}

/** The first request with a key, as the spool keeps it. */
export function spooledFirst({ intent, fingerprint, answer }: TakenIntent) {
  return {
    fingerprint: fingerprint ?? "",
    tipId: intent.tipId,
    answer: (answer?.body as StoredAnswer | undefined) ?? null,
  };
}

/** Counts this attempt against its address and its code. */
export function tipLimits(token: string, { address, settings }: Pick<Ctx, "address" | "settings">) {
  const { tipsPerAddressPerMinute, tipsPerCodePerMinute } = settings;
  return [
    {
      key: `tips:address:${address}`,
      limit: tipsPerAddressPerMinute,
      windowMs: minutes(1),
    },
    {
      key: `tips:code:${token}`,
      limit: tipsPerCodePerMinute,
      windowMs: minutes(1),
    },
  ];
}
