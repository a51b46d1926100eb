import { assert } from "../../../core/assert.ts";
import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { printEvidence } from "./evidence.ts";
import { findEvidenceFacts } from "./find-evidence-facts.ts";
import { getOwnDispute } from "./get-own-dispute.ts";

/** The evidence of a dispute, to look at: as it was sent, or else as it would be sent now. */
export interface EvidenceView {
  bytes: Uint8Array<ArrayBuffer>;
  wasSent: boolean;
}

/**
 * The file that the bank was sent, out of object storage; before that the same pack, built of our books as they are now and
 * kept nowhere. Throws FORBIDDEN, NOT_FOUND.
 */
export async function findEvidence(ctx: Ctx, disputeId: string): Promise<EvidenceView> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.read", ctx.clock.now());
  const { evidence_key, status } = await getOwnDispute(ctx, organisationId, disputeId);
  // One that is open again was not taken with the file of then: the next answer has another.
  if (evidence_key === null || status === "open") {
    const facts = await findEvidenceFacts(ctx, organisationId, disputeId);
    return { bytes: await printEvidence(ctx.press, facts), wasSent: false };
  }
  const file = await ctx.files.get(evidence_key);
  assert(file, "the evidence of a defence is in object storage");
  return { bytes: new Uint8Array(await file.arrayBuffer()), wasSent: true };
}
