import type { Message, SendOutcome } from "../../domain/ports.ts";
import type { Answer } from "./client.ts";

/**
 * Refusals that are about us or about the moment and not about the message: the key, the sending domain or the address
 * of the API is not right (401, 403, 404, 405), or another call with the same key has been made or runs (409), or too
 * many (429). The message may still be sent once that is mended.
 */
const NOT_ABOUT_THE_MESSAGE = new Set([401, 403, 404, 405, 408, 409, 425, 429]);

/** A message as POST /emails takes it (resend.com/docs/api-reference/emails/send-email). */
export function writeEmail(message: Message, from: string): Record<string, unknown> {
  const { attachments = [] } = message;
  return {
    from,
    to: [message.to],
    subject: message.subject ?? "",
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    ...(attachments.length === 0
      ? {}
      : {
          attachments: attachments.map(({ name, contentType, bytes }) => ({
            filename: name,
            content: encodeBase64(bytes),
            content_type: contentType,
          })),
        }),
  };
}

/**
 * What the answer says of the message. Only a 4xx that is about the message, in the provider's own words
 * (`name`, resend.com/docs/api-reference/errors), refuses it; a 2xx without an id says nothing.
 */
export function readOutcome({ body, fault, httpStatus, tookMs }: Answer): SendOutcome {
  const trace = { httpStatus, tookMs };
  const unknown = (reason: string): SendOutcome => ({ status: "unknown", reason, ...trace });
  if (httpStatus === null || fault) return unknown(fault ?? "no_answer");
  const { id, name } = (typeof body === "object" && body ? body : {}) as Record<string, unknown>;
  if (httpStatus >= 200 && httpStatus < 300) {
    return isWord(id) ? { status: "sent", id, ...trace } : unknown("no_id");
  }
  const reason = isWord(name) ? name : `http_${httpStatus}`;
  const isConclusive = httpStatus >= 400 && httpStatus < 500 && !NOT_ABOUT_THE_MESSAGE.has(httpStatus);
  return isConclusive && isWord(name) ? { status: "refused", reason, ...trace } : unknown(reason);
}

/** A name or an id as the provider writes them; what is none is neither stored nor logged. */
function isWord(value: unknown): value is string {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value);
}

/** In pieces, since a call takes only so many arguments; of three bytes each, so that the texts can be joined. */
function encodeBase64(bytes: Uint8Array): string {
  const piece = 3 * 8_192;
  let text = "";
  for (let start = 0; start < bytes.length; start += piece) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + piece)));
  }
  return text;
}
