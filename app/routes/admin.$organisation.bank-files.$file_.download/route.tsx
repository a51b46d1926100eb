import { redirect } from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import { deliverPayoutFile } from "#app/domain/payouts/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

const REFUSED = {
  ended: "This file has ended, and is no longer kept.",
  being_voided: "Somebody asked to void this file. It is not given out meanwhile, so that nobody uploads it.",
  stopped: "Payouts are stopped. No money leaves by a bank file either, until they are let go on.",
};

/** The file itself, for finance alone. It holds whole account numbers: nothing keeps it on the way. */
export const loader = staffLoader("payouts.read", async ({ ctx, params, organisationId }) => {
  const fileId = params["file"] ?? "";
  const page = `/admin/${organisationId}/bank-files/${fileId}`;
  const outcome = await deliverPayoutFile(ctx, fileId).catch((error) => {
    // Back on the file's page: a download that follows a form is lost to the browser.
    if (!(error instanceof AppError) || error.code !== "STEP_UP_REQUIRED") throw error;
    throw redirect(`/admin/second-factor?next=${encodeURIComponent(page)}`);
  });
  if (outcome.status !== "delivered") {
    return redirectWithFlash(page, { message: REFUSED[outcome.status], tone: "warning" }, ctx.clock.now());
  }
  return new Response(outcome.bytes, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${outcome.name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
