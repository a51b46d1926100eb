import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff } from "../../permissions.ts";
import { PRINTED_AT_MOST, PRINTED_AT_ONCE, type PrintSelection, printOrder, printSelection } from "../input.ts";
import { loadListed, loadPrintable } from "../load.ts";
import { bundleOf, codesAStep, type PrintedFile, printBatch } from "./batch.ts";
import { manifestOf } from "./manifest.ts";
import { folderOf, type PrintRequest } from "./rules.ts";
import { ACTIVE_CODE, guardsOf, IN_ORDER } from "./selection.ts";
import { unreadableAlert } from "./unreadable.ts";

export type CreatePrintOutcome =
  /** The file is ready. */
  | { status: "printed"; jobId: string }
  /** It is made in the background. */
  | { status: "queued"; jobId: string }
  /** Nobody of the selection has an active code. */
  | { status: "nobody" }
  | { status: "too_many" }
  /** The codes with these serials could not be read back: nothing is handed out, and an alert was raised. */
  | { status: "unreadable"; serials: string[] };

/**
 * Prints the codes of active guards: a few at once, more as a job that the queue wakes and the sweep finishes. A file is
 * kept only when every code was read back out of it. Throws FORBIDDEN, INVALID_INPUT.
 */
export async function createPrint(
  ctx: Ctx,
  input: { selection: PrintSelection; order: unknown },
): Promise<CreatePrintOutcome> {
  const { organisationId, userId } = requireStaff(ctx.actor, "prints.write", ctx.clock.now());
  const selection = parseInput(printSelection, input.selection);
  const order = parseInput(printOrder, input.order);
  const found = await query<{ id: string }>(ctx.db, codesOf(organisationId, selection));
  if (found.length === 0) return { status: "nobody" };
  if (found.length > PRINTED_AT_MOST) return { status: "too_many" };
  const jobId = newId("prn", ctx.clock.now(), ctx.randomness);
  const request: PrintRequest = { ...order, codes: found.map(({ id }) => id) };
  if (found.length <= Math.min(PRINTED_AT_ONCE, codesAStep(order))) {
    return printNow(ctx, { jobId, organisationId, userId, request });
  }
  await query(ctx.db, jobInsert({ jobId, organisationId, userId, request }, null, ctx));
  await ctx.wake([{ kind: "print_job" }]);
  return { status: "queued", jobId };
}

interface NewJob {
  jobId: string;
  organisationId: string;
  userId: string;
  request: PrintRequest;
}

async function printNow(ctx: Ctx, job: NewJob): Promise<CreatePrintOutcome> {
  const { jobId, organisationId, request } = job;
  const codes = await loadPrintable(ctx, organisationId, request.codes);
  const batch = await printBatch(ctx.press, codes, request, 0);
  if (batch.status === "unreadable") {
    await query(ctx.db, unreadableAlert({ organisationId, subject: jobId, serials: batch.serials }, ctx));
    return batch;
  }
  if (batch.files.length === 0) return { status: "nobody" };
  const listed = batch.files.length > 1 ? await loadListed(ctx, organisationId, request.codes) : [];
  const files: PrintedFile[] =
    listed.length > 0 ? [...batch.files, manifestOf(listed, ctx.settings.appUrl)] : batch.files;
  const file = await bundleOf(ctx.press, files, ctx.clock.now());
  const key = `${folderOf(jobId)}/${file.name}`;
  await ctx.files.put(key, file.bytes, { httpMetadata: { contentType: file.contentType } });
  await query(ctx.db, jobInsert(job, { key, name: file.name, bytes: file.bytes.length }, ctx));
  return { status: "printed", jobId };
}

function codesOf(organisationId: string, selection: PrintSelection): SQL {
  return sql`select c.id from guards g ${ACTIVE_CODE}
    join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
    where ${guardsOf(organisationId, selection)} and c.id is not null ${IN_ORDER} limit ${PRINTED_AT_MOST + 1}`;
}

/** A job that waits or, with its file, one that is done. */
function jobInsert(
  { jobId, organisationId, userId, request }: NewJob,
  file: { key: string; name: string; bytes: number } | null,
  ctx: Ctx,
): SQL {
  const at = ctx.clock.now();
  const { codes, ...order } = request;
  const entry = {
    organisationId,
    action: "codes.printed",
    subject: jobId,
    after: { ...order, codes: codes.length },
  };
  return sql`with created as (
      insert into print_jobs (id, organisation_id, request, status, total, done, file_key, file_name, file_bytes,
        requested_by, created_at, finished_at)
      values (${jobId}, ${organisationId}, ${JSON.stringify(request)}::jsonb, ${file ? "done" : "queued"},
        ${codes.length}, ${file ? codes.length : 0}, ${file?.key ?? null}, ${file?.name ?? null}, ${file?.bytes ?? null},
        ${userId}, ${at}::timestamptz, ${file ? at : null}::timestamptz)
      returning id
    ), audited as (${auditInsert(entry, ctx, sql`created`)})
    select id from created`;
}
