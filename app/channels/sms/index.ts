import { seconds } from "../../core/time.ts";
import type { Channel, Message, SendOutcome } from "../../domain/ports.ts";
import { type ClientOptions, post } from "./client.ts";
import { deduplicationId, readOutcome, writeText } from "./translate.ts";

export interface SmsOptions {
  baseUrl: string;
  /** A token of the provider's: `id:secret`. */
  apiKey: string;
  /** Who it is from, at most 11 letters and digits. */
  sender: string;
  /** Milliseconds, for measuring only. */
  now(): number;
}

const SEND_TIMEOUT_MS = seconds(10);
/** Numbers that a message may try when another message has the same one: a third is never seen. */
const NUMBERS_AT_MOST = 3;

/**
 * SMS through an HTTP provider that speaks BulkSMS's API: it delivers to Nigeria, Ghana, Kenya and South Africa, and takes a
 * message once for each deduplication number within 12 hours.
 */
export function smsChannel(options: SmsOptions): Channel {
  const client = { ...options, timeoutMs: SEND_TIMEOUT_MS };
  return { name: "sms", send: (message) => send(client, message, options.sender) };
}

async function send(client: ClientOptions, message: Message, sender: string): Promise<SendOutcome> {
  for (let attempt = 1; attempt <= NUMBERS_AT_MOST; attempt++) {
    const number = await deduplicationId(message.idempotencyKey, attempt);
    const path = `/messages?deduplication-id=${number}&auto-unicode=true`;
    const outcome = readOutcome(await post(client, path, writeText(message, sender)), message);
    if (outcome !== "another") return outcome;
  }
  return { status: "unknown", reason: "deduplicated", httpStatus: null, tookMs: 0 };
}
