import type { Message, SendOutcome } from "../../domain/ports.ts";
import type { Answer } from "./client.ts";

const SUPPLIED_ID_CHARACTERS = 20;

/** A message as POST /messages takes it (bulksms.com/developer/json/v1, Send Messages). Braces would be templates there. */
export function writeText({ to, text, idempotencyKey }: Message, sender: string): Record<string, unknown>[] {
  const body = text.replaceAll("{", "(").replaceAll("}", ")");
  return [{ to, from: sender, body, userSuppliedId: suppliedId(idempotencyKey) }];
}

/**
 * The provider's `deduplication-id` for a key, a positive number of 31 bits. Two keys may share one: then the answer is about
 * the other message, and the next `attempt` at a number is taken.
 */
export async function deduplicationId(idempotencyKey: string, attempt: number): Promise<number> {
  const bytes = new TextEncoder().encode(`${attempt}:${idempotencyKey}`);
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  return digest.getUint32(0) & 0x7fffffff;
}

/** What the answer says; `another` when it is about a message that is not ours. */
export function readOutcome({ body, fault, httpStatus, tookMs }: Answer, message: Message): SendOutcome | "another" {
  const trace = { httpStatus, tookMs };
  const unknown = (reason: string): SendOutcome => ({ status: "unknown", reason, ...trace });
  if (httpStatus === null || fault) return unknown(fault ?? "no_answer");
  if (httpStatus >= 200 && httpStatus < 300) {
    const sent = readSent(body);
    if (!sent) return unknown("no_id");
    if (!isOurs(sent, message)) return "another";
    if (sent.type === "FAILED") return { status: "refused", reason: sent.subtype.toLowerCase(), ...trace };
    return sent.type === "UNKNOWN" ? unknown("unknown") : { status: "sent", id: sent.id, ...trace };
  }
  const reason = errorWord(body) ?? `http_${httpStatus}`;
  // Only 400 is about the message; 401 is about our key, 403 about our credits, 429 about the moment.
  return httpStatus === 400 ? { status: "refused", reason, ...trace } : unknown(reason);
}

interface Sent {
  id: string;
  to: string;
  suppliedId: string | null;
  type: string;
  subtype: string;
}

function readSent(body: unknown): Sent | null {
  const [first] = Array.isArray(body) ? body : [];
  const { id, to, userSuppliedId, status } = asRecord(first);
  const { type, subtype } = asRecord(status);
  if (typeof id !== "string" || !/^[\w.-]{1,100}$/.test(id) || typeof to !== "string") return null;
  const suppliedId = typeof userSuppliedId === "string" && userSuppliedId !== "" ? userSuppliedId : null;
  return { id, to, suppliedId, type: wordOf(type), subtype: wordOf(subtype) || "failed" };
}

function isOurs({ to, suppliedId: given }: Sent, message: Message): boolean {
  if (given !== null) return given === suppliedId(message.idempotencyKey);
  return to.replaceAll(/\D/g, "") === message.to.replaceAll(/\D/g, "");
}

function suppliedId(idempotencyKey: string): string {
  return idempotencyKey.slice(-SUPPLIED_ID_CHARACTERS);
}

/** Errors name themselves in the fragment of their `type`. */
function errorWord(body: unknown): string | null {
  const { type } = asRecord(body);
  return (typeof type === "string" && /#([\w-]{1,60})$/.exec(type)?.[1]) || null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value ? (value as Record<string, unknown>) : {};
}

function wordOf(value: unknown): string {
  return typeof value === "string" && /^\w{1,40}$/.test(value) ? value : "";
}
