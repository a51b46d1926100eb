import { after, hours, type Instant, minutes } from "../../core/time.ts";
import type { SendOutcome } from "../ports.ts";

/**
 * How long to wait after each attempt that had no conclusive answer. Together they stay below the 12 hours for which
 * a provider of SMS remembers a key, and the 24 of e-mail, so that no retry can become a second message.
 */
const LADDER_MS = [minutes(1), minutes(5), minutes(15), hours(1), hours(2), hours(3), hours(4)];

/** The first attempt, and one after each wait. */
export const ATTEMPTS_AT_MOST = LADDER_MS.length + 1;

/** What becomes of a message. `failed` is for a person to look at; `next` is when to send again. */
export type Settlement =
  | { status: "sent"; next: null; note: "sent"; providerId: string }
  | { status: "failed"; next: null; note: string; providerId: null }
  | { status: "unknown"; next: Instant; note: string; providerId: null };

/** Decides after the attempt numbered `attempt`, from 1. */
export function settlementOf(outcome: SendOutcome, attempt: number, at: Instant): Settlement {
  switch (outcome.status) {
    case "sent":
      return { status: "sent", next: null, note: "sent", providerId: outcome.id };
    case "refused":
      return failed(outcome.reason);
    case "unknown": {
      const wait = LADDER_MS[attempt - 1];
      if (wait === undefined) return failed(outcome.reason);
      return { status: "unknown", next: after(at, wait), note: outcome.reason, providerId: null };
    }
  }
}

/** Why a message that is due is not to be sent any more; null when it is. */
export function reasonNotToSend(message: { attempts: number; expiresAt: Instant | null }, at: Instant): string | null {
  if (message.expiresAt && message.expiresAt <= at) return "expired";
  return message.attempts > ATTEMPTS_AT_MOST ? "senders_lost" : null;
}

function failed(note: string): Settlement {
  return { status: "failed", next: null, note, providerId: null };
}
