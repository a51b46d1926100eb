import { findPrintFile } from "#app/domain/qr/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

/** The file of a print, straight out of object storage. */
export const loader = staffLoader("prints.read", async ({ ctx, params, organisationId }) => {
  const jobId = params["job"] ?? "";
  const file = await findPrintFile(ctx, jobId);
  if (!file) {
    const message = "The file is not ready, or is no longer kept.";
    return redirectWithFlash(`/admin/${organisationId}/prints/${jobId}`, { message, tone: "warning" }, ctx.clock.now());
  }
  return new Response(file.body, {
    headers: {
      "content-type": file.contentType,
      "content-length": String(file.bytes),
      "content-disposition": `attachment; filename="${file.name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
