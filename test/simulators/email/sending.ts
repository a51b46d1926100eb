import { z } from "zod";
import { failure, json, type Reply } from "./reply.ts";
import type { Email, Store } from "./store.ts";

const address = z.string().regex(/^(?:[^<>]*<[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)$/);
const emailInput = z.object({
  from: address,
  to: z.union([address.transform((one) => [one]), z.array(address).min(1).max(50)]),
  subject: z.string().min(1),
  text: z.string().optional(),
  html: z.string().optional(),
  attachments: z
    .array(
      z.object({
        filename: z.string().min(1),
        content: z.base64(),
        content_type: z.string().default("application/octet-stream"),
      }),
    )
    .default([]),
});

/** POST /emails: takes a message, once for each idempotency key. */
export function takeEmail(store: Store, fields: unknown, idempotencyKey: string | null): Reply {
  if (idempotencyKey !== null && !/^.{1,256}$/.test(idempotencyKey)) {
    return failure(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
  }
  const parsed = emailInput.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") ?? "";
    if (field.startsWith("attachments")) return failure(422, "invalid_attachment", `Attachment is not valid: ${field}`);
    if (issue?.code === "invalid_type") return failure(422, "missing_required_field", `Missing \`${field}\` field.`);
    return failure(422, "validation_error", `Invalid \`${field}\` field.`);
  }
  if (parsed.data.text === undefined && parsed.data.html === undefined) {
    return failure(422, "missing_required_field", "Missing `html` or `text` field.");
  }
  const taken = store.accept(toEmail(parsed.data), idempotencyKey);
  if (taken.kind === "accepted") return json(200, { id: taken.id });
  return failure(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.");
}

function toEmail({ from, to, subject, text, html, attachments }: z.infer<typeof emailInput>): Email {
  return {
    from,
    to,
    subject,
    text: text ?? null,
    html: html ?? null,
    attachments: attachments.map(({ filename, content, content_type }) => ({
      name: filename,
      contentType: content_type,
      content,
    })),
  };
}
