import type { ColumnDef } from "@tanstack/react-table";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { Steps } from "#app/components/ui/steps.tsx";
import type { PayoutFile, ResultError } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { contentWords, moneyOf, resultWords } from "../admin.$organisation.bank-files/file-words.tsx";
import { Verdict } from "./verdict.tsx";
import type { PlannedRow, ResultsView } from "./view.ts";

/** What the bank's results would post, or what is wrong with them. */
export function ResultsPage({ file, view }: { file: PayoutFile; view: ResultsView | null }) {
  const { id } = useOrganisation();
  const home = `/admin/${id}/bank-files/${file.id}`;
  return (
    <>
      <PageHeader
        title="The bank’s results"
        description={`For the file of ${contentWords({ ...file, payouts: file.lines })}.`}
      />
      <StepUpNotice needs="payouts.write" />
      <div className="grid gap-6">
        <Steps steps={["Choose a file", "Check it", "Done"]} current={1} />
        {view === null ? (
          <Alert
            tone="neutral"
            title="These results are no longer kept"
            action={<LinkButton to={home}>Back to the file</LinkButton>}
          >
            They were posted or dropped. The file’s own page says what is recorded.
          </Alert>
        ) : (
          <Preview view={view} file={file} home={home} />
        )}
      </div>
    </>
  );
}

function Preview({ view, file, home }: { view: ResultsView; file: PayoutFile; home: string }) {
  return (
    <>
      <Verdict view={view} home={home} />
      {view.paidAnyway > 0 ? (
        <Alert tone="danger" title={`${view.paidAnyway} lines were given up, and the bank paid them all the same`}>
          They are posted as paid, since the money has left. A guard whom the payment service paid as well has been paid
          twice: what that costs is taken from what the guard is owed, then from the reserve.
        </Alert>
      ) : null}
      <StatGrid>
        <Stat label="Paid" value={view.paid} />
        <Stat label="Not paid" value={view.failed} />
        {view.returned > 0 ? <Stat label="Came back" value={view.returned} /> : null}
        {view.unchanged > 0 ? <Stat label="Recorded before" value={view.unchanged} /> : null}
        {view.pending > 0 ? <Stat label="No result yet" value={view.pending} /> : null}
        {view.errorTotal > 0 ? <Stat label="Wrong" value={view.errorTotal} /> : null}
      </StatGrid>
      {view.errorTotal > 0 ? (
        <Card
          flush
          title={
            view.errorTotal > view.errors.length
              ? `The first ${view.errors.length} of ${view.errorTotal} wrong rows`
              : "What is wrong"
          }
          description="Row numbers are those of your spreadsheet."
        >
          <DataTable
            caption="Rows that are wrong"
            columns={ERROR_COLUMNS}
            rows={view.errors}
            rowId={({ row }) => String(row)}
          />
        </Card>
      ) : null}
      {view.rows.length > 0 ? (
        <Card flush title={rowsTitle(view)}>
          <DataTable
            caption="Rows of the file"
            columns={rowColumns(file.currency)}
            rows={view.rows}
            rowId={({ row }) => String(row)}
          />
        </Card>
      ) : null}
    </>
  );
}

function rowsTitle({ rows, paid, failed, returned }: ResultsView): string {
  const all = paid + failed + returned;
  return all > rows.length ? `The first ${rows.length} of ${all} that are new` : "What is new";
}

const ERROR_COLUMNS: ColumnDef<ResultError>[] = [
  { header: "Row", accessorKey: "row" },
  { header: "Reference", cell: ({ row }) => <span className="break-all">{row.original.reference || "—"}</span> },
  { header: "Value", cell: ({ row }) => <span className="break-all">{row.original.value || "—"}</span> },
  { header: "What to do", accessorKey: "message" },
];

function rowColumns(currency: string): ColumnDef<PlannedRow>[] {
  return [
    { header: "Reference", cell: ({ row }) => <span className="break-all">{row.original.reference}</span> },
    { header: "Row", accessorKey: "row", meta: { align: "end" } },
    {
      header: "Amount",
      meta: { align: "end" },
      cell: ({ row: { original } }) => <MoneyText money={moneyOf(original.amountMinor, currency)} />,
    },
    { header: "Result", cell: ({ row }) => resultWords(row.original.result) },
    { header: "The bank says", cell: ({ row }) => row.original.words || "—" },
  ];
}
