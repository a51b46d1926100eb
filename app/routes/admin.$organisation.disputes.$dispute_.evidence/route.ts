import { findEvidence } from "#app/domain/payments/index.ts";
import { staffLoader } from "#app/staff-door.ts";

/** The evidence of a dispute as a PDF: as it was sent, or else as it would be sent now. `?download` keeps it as a file. */
export const loader = staffLoader("disputes.read", async ({ ctx, params, request }) => {
  const disputeId = params["dispute"] ?? "";
  const { bytes } = await findEvidence(ctx, disputeId);
  const disposition = new URL(request.url).searchParams.has("download") ? "attachment" : "inline";
  return new Response(bytes, {
    headers: {
      "content-type": "application/pdf",
      "content-length": String(bytes.byteLength),
      "content-disposition": `${disposition}; filename="evidence-${disputeId.replaceAll(/[^\w-]/g, "")}.pdf"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    },
  });
});
