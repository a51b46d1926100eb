import { z } from "zod";
import { json, type Reply } from "#test/simulators/email/reply.ts";
import type { Store } from "#test/simulators/email/store.ts";

export const smsApiKey = "sms-simulator:0123456789abcdef";

const textInput = z
  .array(
    z.object({
      to: z.string().regex(/^\+?[1-9]\d{6,14}$/),
      from: z.string().min(1).max(15),
      body: z.string().min(1).max(480),
      userSuppliedId: z.string().max(20).default(""),
    }),
  )
  .length(1);

interface Call {
  authorization: string | undefined;
  deduplicationId: string | null;
  fields: unknown;
}

/**
 * BulkSMS's POST /messages (developer.bulksms.com/json/v1): takes one text, once for each deduplication number, and puts it
 * into the inbox that e-mail goes to.
 */
export function createTexts(store: Store) {
  const known = new Map<string, object>();
  return {
    take({ authorization, deduplicationId, fields }: Call): Reply {
      if (authorization !== `Basic ${btoa(smsApiKey)}`) return refusal(401, "not-authenticated", "Not authenticated");
      const parsed = textInput.safeParse(fields);
      const [text] = parsed.data ?? [];
      if (!text) return refusal(400, "bad-request", parsed.error?.issues[0]?.path.join(".") ?? "");
      const before = deduplicationId === null ? undefined : known.get(deduplicationId);
      if (before) return json(201, [before]);
      const { to, from, body } = text;
      const kept = store.accept({ from, to: [to], subject: body, text: body, html: null, attachments: [] }, null);
      const status = { id: "ACCEPTED.null", type: "ACCEPTED", subtype: null };
      const message = { ...text, id: kept.kind === "accepted" ? kept.id : "", type: "SENT", encoding: "TEXT", status };
      if (deduplicationId !== null) known.set(deduplicationId, message);
      return json(201, [message]);
    },
    clear: () => known.clear(),
  };
}

export type Texts = ReturnType<typeof createTexts>;

function refusal(status: number, word: string, detail: string): Reply {
  return json(status, { type: `https://developer.bulksms.com/json/v1/errors#${word}`, title: word, status, detail });
}
