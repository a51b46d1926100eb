import { type SQL, sql } from "drizzle-orm";
import type { CallTrace, Rail, TransferAnswer } from "../ports.ts";
import type { Told } from "./apply-transfer-answers.ts";

/** A reference that failed. */
export interface Failure {
  reference: string;
  /** False when the rail refused it outright, and so does not know it. */
  wasFound: boolean;
}

/** The references of `payoutId` that failed, as JSON. */
export function failuresOf(payoutId: SQL): SQL {
  return sql`(
    select coalesce(json_agg(json_build_object('reference', f.reference, 'wasFound', f.transfer_code is not null)), '[]')
    from payout_attempts f where f.payout_id = ${payoutId} and f.status = 'failed'
  )`;
}

/**
 * Whether the rail, asked now, still calls all of them failed: hours may have gone by since it said so, and a payout that it
 * has paid after all must not go to it again. A success is to be told; no answer, or one that is not final, is no failure.
 */
export async function askWhetherFailed(
  rail: Rail,
  failures: readonly Failure[],
): Promise<{ haveFailed: boolean; told: Told[] }> {
  const told: Told[] = [];
  let haveFailed = true;
  for (const { reference, wasFound } of failures) {
    const answer = await rail.findTransfer(reference);
    const status = answer.status === "found" ? answer.transfer.status : answer.status;
    if (status === "failed" || status === "reversed" || (status === "not_found" && !wasFound)) continue;
    haveFailed = false;
    if (status === "succeeded") told.push(toTold(reference, answer, answer));
  }
  return { haveFailed, told };
}

export function toTold(reference: string, answer: TransferAnswer, { httpStatus, tookMs }: CallTrace): Told {
  return { reference, answer, source: "lookup", trace: { httpStatus, tookMs }, eventId: null };
}
