import { type SQL, sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after, minutes, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { Channel, Message, SendOutcome } from "../ports.ts";
import { reasonNotToSend, type Settlement, settlementOf } from "./rules.ts";

/** A Worker has six connections at once, and all of a batch are sent together. */
const BATCH_SIZE = 5;
/** Much longer than a batch may take: a sender that has not answered by then is gone. */
const LEASE_MS = minutes(3);
const LARGEST_ATTACHMENT_BYTES = 10 * 1024 * 1024;

interface ClaimedMessage {
  id: string;
  channel: string;
  recipient: string;
  subject: string | null;
  text: string;
  html: string | null;
  attachmentKey: string | null;
  attachmentName: string;
  attachmentType: string;
  attempts: number;
  expiresAt: string | null;
}

type Settled = Settlement & { id: string; attempt: number };

/**
 * Sends messages that are due, a batch a call, the longest due first. Record first: a message is claimed by
 * compare-and-set, sent outside of any transaction under its own id as the idempotency key, and its end is recorded
 * against that same claim, so two senders never tell it twice. Moves: queued, unknown, or a lost sender's sending →
 * sending → sent | failed | unknown. An end takes the body with it, and a failed one raises an alert.
 * Returns how many came to an end: a caller goes on while some do, and stops when the provider does not answer.
 */
export async function sendMessages(ctx: Ctx): Promise<number> {
  const claimed = await query<ClaimedMessage>(ctx.db, claim(ctx));
  if (claimed.length === 0) return 0;
  const settled = await Promise.all(claimed.map((message) => settle(message, ctx)));
  await query(ctx.db, recordEnds(settled, ctx));
  return settled.filter(({ next }) => next === null).length;
}

function claim({ clock }: Ctx): SQL {
  const at = clock.now();
  return sql`with due as (
      select id from messages where next_attempt_at <= ${at}
      order by next_attempt_at limit ${BATCH_SIZE} for update skip locked
    )
    update messages m set status = 'sending', attempts = m.attempts + 1, next_attempt_at = ${after(at, LEASE_MS)}
    from due where m.id = due.id
    returning m.id, m.channel, m.recipient, m.subject, m.body_text as text, m.body_html as html,
      m.attachment_key as "attachmentKey", m.attachment_name as "attachmentName",
      m.attachment_type as "attachmentType", m.attempts, m.expires_at as "expiresAt"`;
}

async function settle(message: ClaimedMessage, ctx: Ctx): Promise<Settled> {
  const { id, attempts } = message;
  const at = ctx.clock.now();
  const reason = reasonNotToSend({ attempts, expiresAt: parseInstant(message.expiresAt) }, at);
  const outcome: SendOutcome = reason
    ? { status: "refused", reason, httpStatus: null, tookMs: 0 }
    : await deliver(message, ctx);
  ctx.log.info("message.attempted", { message: id, attempt: attempts, ...outcome });
  return { id, attempt: attempts, ...settlementOf(outcome, attempts, at) };
}

/**
 * Files are outside too: a store that does not answer leaves the message for later. One of a channel that is not
 * connected has failed at once, so that a person may tell its reader; sent on the day it is, it would be old news.
 */
async function deliver(message: ClaimedMessage, ctx: Ctx): Promise<SendOutcome> {
  const unsent = { httpStatus: null, tookMs: 0 };
  const channel = (ctx.channels as Readonly<Partial<Record<string, Channel>>>)[message.channel];
  if (!channel) return { status: "refused", reason: "channel_not_connected", ...unsent };
  try {
    const attachments = await readAttachments(message, ctx);
    if (typeof attachments === "string") return { status: "refused", reason: attachments, ...unsent };
    return await channel.send({
      to: message.recipient,
      text: message.text,
      idempotencyKey: message.id,
      ...(message.subject === null ? {} : { subject: message.subject }),
      ...(message.html === null ? {} : { html: message.html }),
      attachments,
    });
  } catch (error) {
    ctx.log.error("message.not_sent", { message: message.id, ...describeFault(error) });
    return { status: "unknown", reason: "fault", ...unsent };
  }
}

async function readAttachments(
  message: ClaimedMessage,
  ctx: Ctx,
): Promise<NonNullable<Message["attachments"]> | "attachment_missing" | "attachment_too_large"> {
  if (message.attachmentKey === null) return [];
  const file = await ctx.files.get(message.attachmentKey);
  if (!file) return "attachment_missing";
  if (file.size > LARGEST_ATTACHMENT_BYTES) {
    await file.body.cancel();
    return "attachment_too_large";
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return [{ name: message.attachmentName, contentType: message.attachmentType, bytes }];
}

/** A claim that was lost to another sender meanwhile, by its attempt's number, changes nothing. */
function recordEnds(settled: readonly Settled[], { clock, randomness }: Ctx): SQL {
  const at = clock.now();
  const rows = settled.map((row) => ({ ...row, alertId: newId("alt", at, randomness) }));
  return sql`with ends as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as e (id text, attempt int, status text, next timestamptz, note text, "providerId" text, "alertId" text)
    ),
    ended as (
      update messages m set status = e.status, next_attempt_at = e.next, note = e.note, provider_id = e."providerId",
        sent_at = case when e.status = 'sent' then ${at}::timestamptz end,
        body_text = case when e.next is not null then m.body_text end,
        body_html = case when e.next is not null then m.body_html end
      from ends e where m.id = e.id and m.status = 'sending' and m.attempts = e.attempt
      returning m.id, m.organisation_id, m.channel, m.status, m.purpose, e.note, e."alertId"
    )
    insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
    select "alertId", organisation_id, 'message.failed', id,
      'the ' || channel || ' message (' || purpose || ') was not sent: ' || note, ${at}::timestamptz
    from ended where status = 'failed'
    on conflict do nothing`;
}
