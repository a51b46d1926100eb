import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { loadPrintJob } from "../load.ts";
import { contentTypeOf } from "./batch.ts";

export interface PrintFile {
  body: ReadableStream;
  name: string;
  contentType: string;
  bytes: number;
}

/** The file of a print that is done; null when it is not yet, or is no longer kept. Throws FORBIDDEN, NOT_FOUND. */
export async function findPrintFile(ctx: Ctx, jobId: string): Promise<PrintFile | null> {
  const { organisationId } = requireStaff(ctx.actor, "prints.read", ctx.clock.now());
  const { status, fileKey, fileName } = await loadPrintJob(ctx, organisationId, jobId);
  if (status !== "done" || fileKey === null || fileName === null) return null;
  const object = await ctx.files.get(fileKey);
  return object && { body: object.body, name: fileName, contentType: contentTypeOf(fileName), bytes: object.size };
}
