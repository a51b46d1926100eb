import { FileSpreadsheet } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { FileCandidates } from "#app/domain/payouts/index.ts";
import { contentWords, kindWords, moneyOf } from "../admin.$organisation.bank-files/file-words.tsx";

/** What waits to be sent, a line for each file that could be made of it. */
export function Candidates({ candidates }: { candidates: readonly FileCandidates[] }) {
  const { id } = useOrganisation();
  return (
    <>
      {candidates.some(({ isStopped }) => isStopped) ? (
        <Alert
          tone="danger"
          title="Payouts are stopped"
          action={<TextLink to={`/admin/${id}/payouts/controls`}>Controls</TextLink>}
        >
          No money leaves by a bank file either, until they are let go on. No money is lost.
        </Alert>
      ) : null}
      <Card
        title="What waits to be sent"
        description="A file takes all of one kind that may go, up to 2,000 at once, the oldest first."
      >
        {candidates.length === 0 ? (
          <p>
            Nothing waits. Payouts appear here when the evening’s settlement has made them and they were not sent yet.
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {candidates.map((one) => (
              <Candidate key={`${one.currency} ${one.kind}`} candidates={one} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function Candidate({ candidates }: { candidates: FileCandidates }) {
  const { permissions } = useOrganisation();
  const { kind, payouts, totalMinor, currency, mayNot, isStopped } = candidates;
  const total = formatMoney(moneyOf(totalMinor, currency));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold">
          {payouts === 0 ? `None to ${kindWords(kind)} may go` : contentWords(candidates)}
        </p>
        {mayNot > 0 && !isStopped ? (
          <p className="text-sm text-soft">
            {mayNot === 1 ? "1 more waits and may not go" : `${mayNot} more wait and may not go`}: to be approved, to an
            account that is being changed, or known to the payment service already.
          </p>
        ) : null}
      </div>
      {payouts > 0 && permissions.includes("payouts.write") ? (
        <MakeFile {...{ currency, kind, title: `Put ${contentWords(candidates)}, into a file?`, total }} />
      ) : null}
    </li>
  );
}

function MakeFile({ currency, kind, title, total }: { currency: string; kind: string; title: string; total: string }) {
  const csrf = useCsrf();
  return (
    <ConfirmDialog
      trigger={{ label: "Make a bank file…", variant: "primary", icon: <FileSpreadsheet aria-hidden="true" /> }}
      title={title}
      description={
        <ul className="grid list-disc gap-1.5 pl-5 text-ink">
          <li>
            The payment service no longer sends them, and nobody can cancel them, until the bank’s results are in or two
            people void the file.
          </li>
          <li>Your bank account must hold {total} and the bank’s fees.</li>
          <li>The file holds whole account numbers. Keep it to yourself, and delete it once it is uploaded.</li>
          <li>Upload it at one bank, once. Uploaded twice, it pays twice.</li>
        </ul>
      }
      confirmLabel="Make the file"
      tone="primary"
      fields={{ csrf, intent: "create", currency, kind }}
    />
  );
}
