import { Download, FileText } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import type { DisputeDetails } from "#app/domain/payments/index.ts";

/** The pack, to be read before anybody sends it, and as it was sent. */
export function Evidence({ dispute: { id, status, evidenceSha256 } }: { dispute: DisputeDetails }) {
  const file = `/admin/${useOrganisation().id}/disputes/${id}/evidence`;
  const wasSent = evidenceSha256 !== null && status !== "open";
  // Whoever gave in, or let the deadline pass, sent none.
  if (!wasSent && status !== "open") return null;
  return (
    <Card
      title="Evidence"
      description={
        wasSent
          ? "The file that was sent to the bank, as it was sent."
          : "What Asante’s books show: the payment, the page, its timings, the receipt and how often it was opened, what was given back, and what is not held."
      }
    >
      <div className="flex flex-wrap gap-3">
        <LinkButton to={file} reloadDocument target="_blank" rel="noopener" icon={<FileText aria-hidden="true" />}>
          {wasSent ? "Open it" : "Look at it first"}
        </LinkButton>
        <LinkButton to={`${file}?download`} reloadDocument variant="quiet" icon={<Download aria-hidden="true" />}>
          Download PDF
        </LinkButton>
      </div>
      {wasSent ? (
        <p className="mt-3 break-all text-sm text-soft">SHA-256 {evidenceSha256}</p>
      ) : (
        <p className="mt-3 text-sm text-soft">It is built anew when you send it, and kept under its hash.</p>
      )}
    </Card>
  );
}
