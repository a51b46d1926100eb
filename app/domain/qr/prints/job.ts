import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { type Instant, parseInstant } from "../../../core/time.ts";
import type { PrintKindName, PrintOrder } from "../input.ts";
import { isExpired } from "./rules.ts";

/** A print as staff watch it. */
export interface PrintJob {
  id: string;
  /** `expired`: it was done, and its file is no longer kept. */
  status: "queued" | "running" | "done" | "failed" | "expired";
  kinds: PrintKindName[];
  layout: PrintOrder["layout"];
  total: number;
  done: number;
  fileKey: string | null;
  fileName: string | null;
  fileBytes: number | null;
  failure: string | null;
  createdAt: string;
  finishedAt: string | null;
}

export type PrintJobRow = Omit<PrintJob, "status"> & { status: Exclude<PrintJob["status"], "expired"> };

/** The columns of a job `j`; its codes may be thousands and stay where they are. */
export const PRINT_JOB = sql`j.id, j.status, j.request->'kinds' as kinds, j.request->>'layout' as layout, j.total, j.done,
  j.file_key as "fileKey", j.file_name as "fileName", j.file_bytes as "fileBytes", j.failure,
  j.created_at as "createdAt", j.finished_at as "finishedAt"`;

export function printJobOf(row: PrintJobRow, at: Instant): PrintJob {
  if (row.status !== "done") return row;
  const finishedAt = parseInstant(row.finishedAt);
  assert(finishedAt, "a print that is done has a time");
  return isExpired(finishedAt, at) ? { ...row, status: "expired" } : row;
}
