import { after, hours, type Instant, minutes } from "../../../core/time.ts";
import type { PrintOrder } from "../input.ts";

/** What a job's row remembers: the order, and the codes in the order in which they are printed. */
export interface PrintRequest extends PrintOrder {
  codes: string[];
}

/** A finished file can be fetched for so long; object storage forgets it a day later by a rule of its own (README.md). */
export const FILE_LIFETIME_MS = hours(24);

/** Much longer than a step may take: a worker that has not answered by then is gone. */
export const LEASE_MS = minutes(3);

/** Attempts without any progress, after which a person must look. */
export const ATTEMPTS_AT_MOST = 4;

/** A minute, then two, then four. */
export function nextAttemptAt(attempts: number, at: Instant): Instant {
  return after(at, minutes(2 ** (attempts - 1)));
}

export function isExpired(finishedAt: Instant, at: Instant): boolean {
  return after(finishedAt, FILE_LIFETIME_MS) <= at;
}

/** Everything that a job keeps in object storage lies below this. */
export function folderOf(jobId: string): string {
  return `prints/${jobId}`;
}

/** The part that begins with the nth code. */
export function partKey(jobId: string, first: number): string {
  return `${folderOf(jobId)}/part-${String(first).padStart(5, "0")}.zip`;
}
