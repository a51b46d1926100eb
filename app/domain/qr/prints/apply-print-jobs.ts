import { type SQL, sql } from "drizzle-orm";
import { describeFault } from "../../../core/errors.ts";
import { after, days, type Instant, parseInstant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { loadListed, loadPrintable } from "../load.ts";
import { codesAStep, printBatch } from "./batch.ts";
import { manifestOf } from "./manifest.ts";
import { ATTEMPTS_AT_MOST, folderOf, LEASE_MS, nextAttemptAt, type PrintRequest, partKey } from "./rules.ts";
import { storeParts } from "./store-parts.ts";
import { unreadableAlert, unreadableWords } from "./unreadable.ts";

const TURN_MS = days(1);

interface ClaimedJob {
  id: string;
  organisationId: string;
  request: PrintRequest;
  total: number;
  done: number;
  attempts: number;
  /** Names this claim: whoever claims later has another. */
  claimedUntil: string;
}

/**
 * Takes one step of the print that has waited longest, of the organisation for which the fewest codes were printed in the last
 * day: whoever wants many keeps nobody waiting. It prints its next codes into a part or, when all are printed, makes
 * the file of the parts. A step is claimed by compare-and-set until a time, does its work outside of any transaction,
 * writes the same part whoever does it, and is counted against that same claim: a worker that died is overtaken, and one
 * that was overtaken changes nothing. Moves: queued, running → running → done | failed. Returns how many steps were taken.
 */
export async function applyPrintJobs(ctx: Ctx): Promise<number> {
  const [job] = await query<ClaimedJob>(ctx.db, claim(ctx.clock.now()));
  if (!job) return 0;
  try {
    if (job.attempts > ATTEMPTS_AT_MOST) await fail(ctx, job, "It was tried several times and never came to an end.");
    else if (job.done < job.total) await printPart(ctx, job);
    else await finish(ctx, job);
  } catch (error) {
    ctx.log.error("print_job.step_failed", { job: job.id, done: job.done, ...describeFault(error) });
    if (job.attempts >= ATTEMPTS_AT_MOST) await fail(ctx, job, "Something went wrong on our side, several times.");
    else await settle(ctx, job, sql`claimed_until = ${nextAttemptAt(job.attempts, ctx.clock.now())}::timestamptz`);
  }
  return 1;
}

function claim(at: Instant): SQL {
  return sql`update print_jobs j
    set status = 'running', attempts = j.attempts + 1, claimed_until = ${after(at, LEASE_MS)}::timestamptz
    where j.id = (
      select o.id from print_jobs o
      where o.status in ('queued', 'running') and (o.claimed_until is null or o.claimed_until <= ${at}::timestamptz)
      order by (
        select sum(s.done) from print_jobs s
        where s.organisation_id = o.organisation_id and s.created_at > ${after(at, -TURN_MS)}::timestamptz
      ) nulls first, o.created_at limit 1 for update of o skip locked
    )
    returning j.id, j.organisation_id as "organisationId", j.request, j.total, j.done, j.attempts,
      j.claimed_until as "claimedUntil"`;
}

async function printPart(ctx: Ctx, job: ClaimedJob): Promise<void> {
  const { organisationId, request, done } = job;
  const wanted = request.codes.slice(done, done + codesAStep(request));
  const codes = await loadPrintable(ctx, organisationId, wanted);
  const batch = await printBatch(ctx.press, codes, request, done);
  if (batch.status === "unreadable") {
    await failUnreadable(ctx, job, batch.serials);
    return;
  }
  await ctx.files.put(partKey(job.id, done), await ctx.press.zip(batch.files, ctx.clock.now()));
  await settle(ctx, job, sql`done = ${done + wanted.length}, attempts = 0, claimed_until = null`);
}

async function finish(ctx: Ctx, job: ClaimedJob): Promise<void> {
  const at = ctx.clock.now();
  const listed = await loadListed(ctx, job.organisationId, job.request.codes);
  const manifest = await ctx.press.zip([manifestOf(listed, ctx.settings.appUrl)], at);
  const manifestKey = `${folderOf(job.id)}/manifest.zip`;
  await ctx.files.put(manifestKey, manifest);
  const step = codesAStep(job.request);
  const parts = Array.from({ length: Math.ceil(job.total / step) }, (_, n) => partKey(job.id, n * step));
  const key = `${folderOf(job.id)}/codes.zip`;
  const bytes = await storeParts(ctx.files, [...parts, manifestKey], key);
  const isDone = await settle(
    ctx,
    job,
    sql`status = 'done', file_key = ${key}, file_name = 'codes.zip', file_bytes = ${bytes}, failure = null,
      finished_at = ${at}::timestamptz, claimed_until = null`,
  );
  // Only now: until the file is recorded, the next worker may need them again.
  if (isDone) await ctx.files.delete([...parts, manifestKey]);
}

function fail(ctx: Ctx, job: ClaimedJob, failure: string): Promise<boolean> {
  return settle(ctx, job, failed(failure, ctx.clock.now()));
}

/** It will be no better the next time: nothing is handed out, and somebody is told. */
async function failUnreadable(ctx: Ctx, job: ClaimedJob, serials: readonly string[]): Promise<void> {
  const alert = { organisationId: job.organisationId, subject: job.id, serials };
  const failure = `The code ${unreadableWords(serials)}.`;
  await query(
    ctx.db,
    sql`with changed as (${change(job, failed(failure, ctx.clock.now()))})
      ${unreadableAlert(alert, ctx, sql`changed`)}`,
  );
}

function failed(failure: string, at: Instant): SQL {
  return sql`status = 'failed', failure = ${failure}, finished_at = ${at}::timestamptz, claimed_until = null`;
}

/** False when the claim was lost meanwhile: another worker has the job now. */
async function settle(ctx: Ctx, job: ClaimedJob, changes: SQL): Promise<boolean> {
  return (await query(ctx.db, change(job, changes))).length > 0;
}

function change({ id, claimedUntil }: ClaimedJob, changes: SQL): SQL {
  const until = parseInstant(claimedUntil);
  return sql`update print_jobs set ${changes}
    where id = ${id} and status = 'running' and claimed_until = ${until}::timestamptz returning id`;
}
