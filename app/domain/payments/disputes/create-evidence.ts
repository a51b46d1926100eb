import { encodeHex } from "../../../core/ids.ts";
import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { printEvidence } from "./evidence.ts";
import { findEvidenceFacts } from "./find-evidence-facts.ts";

/** A pack in object storage: the file, and what it hashes to. */
export interface Evidence {
  key: string;
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Builds the evidence of a dispute out of our own books, as a PDF in object storage, under its hash: what was sent can be shown
 * later. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function createEvidence(ctx: Ctx, disputeId: string): Promise<Evidence> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.write", ctx.clock.now());
  const bytes = await printEvidence(ctx.press, await findEvidenceFacts(ctx, organisationId, disputeId));
  const sha256 = encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  const key = `evidence/${organisationId}/${disputeId}/${sha256}.pdf`;
  await ctx.files.put(key, bytes, { httpMetadata: { contentType: "application/pdf" } });
  return { key, sha256, bytes };
}
