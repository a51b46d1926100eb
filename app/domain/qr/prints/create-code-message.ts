import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { hours } from "../../../core/time.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { messageInsert } from "../../messages/index.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff } from "../../permissions.ts";
import { type CodeMessage, codeMessage } from "../input.ts";
import { loadPrintable, type PrintableCode } from "../load.ts";
import { type PrintedFile, printBatch } from "./batch.ts";
import { ACTIVE_CODE, guardsOf, IN_ORDER } from "./selection.ts";
import { unreadableAlert } from "./unreadable.ts";

export type CreateCodeMessageOutcome =
  | { status: "queued"; codes: number }
  | { status: "nobody" }
  /** More than one message should carry: the print shop makes files of any size. */
  | { status: "too_many" }
  | { status: "limited"; retryAfterSeconds: number }
  | { status: "unreadable"; serials: string[] };

const CODES_AT_MOST = 50;
/** Enough for an afternoon's work, and too few to trouble strangers with. */
const MESSAGES_AN_HOUR = 20;

/**
 * Queues an e-mail with the codes of some guards or of a site as a PDF, such as for a supervisor who hangs them. The file is
 * read back before it is sent, and goes away a while after. Throws FORBIDDEN, INVALID_INPUT.
 */
export async function createCodeMessage(ctx: Ctx, input: unknown): Promise<CreateCodeMessageOutcome> {
  const { organisationId, userId } = requireStaff(ctx.actor, "prints.write", ctx.clock.now());
  const order = parseInput(codeMessage, input);
  const selection = { guardIds: order.guardIds, siteId: order.siteId, search: "" };
  const found = await query<{ id: string }>(
    ctx.db,
    sql`select c.id from guards g ${ACTIVE_CODE}
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      where ${guardsOf(organisationId, selection)} and c.id is not null ${IN_ORDER} limit ${CODES_AT_MOST + 1}`,
  );
  if (found.length > CODES_AT_MOST) return { status: "too_many" };
  const ids = found.map(({ id }) => id);
  const codes = await loadPrintable(ctx, organisationId, ids);
  if (codes.length === 0) return { status: "nobody" };
  const taken = await ctx.limits.take([
    { key: `code-mail:staff:${userId}`, limit: MESSAGES_AN_HOUR, windowMs: hours(1), whenUnreachable: "refuse" },
  ]);
  if (!taken.allowed) return { status: "limited", retryAfterSeconds: taken.retryAfterSeconds };
  const printing = { kinds: [order.kind], layout: "together" as const, fillsSheets: false, cropMarks: false };
  const batch = await printBatch(ctx.press, codes, printing, 0);
  if (batch.status === "unreadable") {
    const subject = codes[0]?.id ?? "";
    await query(ctx.db, unreadableAlert({ organisationId, subject, serials: batch.serials }, ctx));
    return batch;
  }
  const [file] = batch.files;
  if (!file) throw new AppError("NOT_FOUND", "There is nothing to send.");
  await send(ctx, organisationId, order, { codes, file });
  return { status: "queued", codes: codes.length };
}

async function send(
  ctx: Ctx,
  organisationId: string,
  order: CodeMessage,
  { codes, file }: { codes: readonly PrintableCode[]; file: PrintedFile },
): Promise<void> {
  const key = `prints/${newId("mail", ctx.clock.now(), ctx.randomness)}/${file.name}`;
  await ctx.files.put(key, file.bytes, { httpMetadata: { contentType: "application/pdf" } });
  await query(ctx.db, messageStatement(ctx, organisationId, order, { codes, key, name: file.name }));
  await ctx.wake([{ kind: "message" }]);
}

function messageStatement(
  ctx: Ctx,
  organisationId: string,
  { address, guardIds, siteId, kind }: CodeMessage,
  { codes, key, name }: { codes: readonly PrintableCode[]; key: string; name: string },
): SQL {
  const entry = {
    organisationId,
    action: "codes.mailed",
    subject: siteId ?? (guardIds.length === 1 ? guardIds[0] : null) ?? organisationId,
    after: { address, kind, serials: codes.map(({ card }) => card.serial) },
  };
  const message = {
    organisationId,
    purpose: "codes",
    recipient: address,
    ...wordsOf(codes),
    attachment: { key, name, contentType: "application/pdf" },
  };
  return sql`with ordered as (select 1 as one),
    message as (${messageInsert(message, ctx)}),
    audited as (${auditInsert(entry, ctx, sql`ordered`)})
    select one from ordered`;
}

/** What a supervisor must know to hang the right thing, and to notice a wrong one. */
function wordsOf(codes: readonly PrintableCode[]): { subject: string; text: string } {
  const organisation = codes[0]?.card.organisationName ?? "";
  const lines = codes.map(({ card }) => `- ${card.name}, ${card.siteName}: code ${card.serial}`);
  const many = codes.length > 1;
  return {
    subject: many
      ? `${codes.length} QR codes to print, from ${organisation}`
      : `A QR code to print: ${codes[0]?.card.name}`,
    text: [
      `${organisation} sends you ${many ? "the QR codes" : "the QR code"} of:`,
      lines.join("\n"),
      "Print the attached PDF in its actual size, without “fit to page”, and hang or hand out each code where its guard stands.",
      "Compare the serial on each with the list above. If a code in place has another serial, take it down and tell the office.",
    ].join("\n\n"),
  };
}
