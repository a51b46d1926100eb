import { seconds } from "../../core/time.ts";
import type { Channel } from "../../domain/ports.ts";
import { post } from "./client.ts";
import { readOutcome, writeEmail } from "./translate.ts";

export interface EmailOptions {
  baseUrl: string;
  apiKey: string;
  /** The sender, as `Name <address>`. */
  from: string;
  /** Milliseconds, for measuring only. */
  now(): number;
}

/** Nobody waits on it; attachments take their time. */
const SEND_TIMEOUT_MS = seconds(10);

/**
 * E-mail through an HTTP provider that speaks Resend's API. A key that was used within the last 24 hours gives the
 * first answer again and sends nothing.
 */
export function emailChannel(options: EmailOptions): Channel {
  const client = { ...options, timeoutMs: SEND_TIMEOUT_MS };
  return {
    name: "email",
    send: async (message) =>
      readOutcome(await post(client, "/emails", writeEmail(message, options.from), message.idempotencyKey)),
  };
}
