import { Download } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import type { PayoutFile, PayoutFileLine } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { contentWords, FileBadge, moneyOf } from "../admin.$organisation.bank-files/file-words.tsx";
import { Lines } from "./lines.tsx";
import { ResultsForm } from "./results-form.tsx";
import { AskVoid, VoidAsked } from "./voiding.tsx";

interface FilePageProps {
  file: PayoutFile;
  lines: { rows: PayoutFileLine[]; newer: string | null; older: string | null };
  /** What was wrong with the results that were uploaded. */
  error: string | undefined;
}

/** One file: what is in it, what the bank said so far, and what can be done. */
export function FilePage({ file, lines, error }: FilePageProps) {
  const { id, permissions } = useOrganisation();
  const mayWrite = permissions.includes("payouts.write");
  const isOpen = file.status === "exported";
  return (
    <>
      <PageHeader
        title={contentWords({ ...file, payouts: file.lines })}
        badge={<FileBadge file={file} />}
        description={descriptionOf(file)}
        actions={
          mayWrite && isOpen && !file.isVoidAsked ? (
            <LinkButton
              to={`/admin/${id}/bank-files/${file.id}/download`}
              reloadDocument
              variant={hasBegun(file) ? "secondary" : "primary"}
              icon={<Download aria-hidden="true" />}
            >
              {hasBegun(file) ? "Download again" : "Download the file"}
            </LinkButton>
          ) : undefined
        }
      />
      <StepUpNotice needs="payouts.write" />
      <div className="grid gap-6">
        {file.isVoidAsked ? <VoidAsked file={file} mayWrite={mayWrite} /> : null}
        <Figures file={file} />
        {mayWrite ? <ResultsForm isOpen={isOpen} error={error} /> : null}
        <Facts file={file} />
        <Lines lines={lines} file={file} />
        {mayWrite && isOpen && !file.isVoidAsked ? <AskVoid /> : null}
      </div>
    </>
  );
}

/** The bank has it: a second upload would pay twice. */
function hasBegun({ paid, failed }: PayoutFile): boolean {
  return paid + failed > 0;
}

function descriptionOf(file: PayoutFile): string {
  if (file.status === "closed") return "The bank has said what became of every line. The file itself is deleted.";
  if (file.status === "voided") {
    return "Two people gave this file up. Lines without a result were freed, and the file itself is deleted.";
  }
  if (file.isVoidAsked) return "Do not upload it: somebody asked to give it up.";
  return hasBegun(file)
    ? "Your bank has begun with it. Do not upload it again, or guards are paid twice."
    : "Upload it at your bank as it is, once. A spreadsheet would drop the zeros that account numbers begin with.";
}

function Figures({ file }: { file: PayoutFile }) {
  const open = file.lines - file.paid - file.failed - file.released;
  const done = file.lines - open;
  return (
    <>
      <StatGrid>
        <Stat label="Amount" value={<MoneyText money={moneyOf(file.totalMinor, file.currency)} />} />
        <Stat label="Paid" value={file.paid} />
        <Stat label="Not paid, or came back" value={file.failed} />
        {file.status === "voided" ? (
          <Stat label="Given up" value={file.released} />
        ) : (
          <Stat label="Without a result" value={open} />
        )}
      </StatGrid>
      {file.status === "exported" ? (
        <Progress
          label="Results from the bank"
          value={done}
          max={file.lines}
          detail={`${done} of ${file.lines} lines`}
        />
      ) : null}
    </>
  );
}

function Facts({ file }: { file: PayoutFile }) {
  const { timeZone } = useOrganisation();
  const made = (
    <>
      <DateTime at={file.createdAt} timeZone={timeZone} /> by {file.createdByName}
    </>
  );
  const ended = (
    <>
      <DateTime at={file.endedAt ?? file.createdAt} timeZone={timeZone} />
      {file.status === "voided" ? `, asked for by ${file.voidAskedByName}, confirmed by ${file.voidedByName}` : ""}
    </>
  );
  return (
    <Card title="About this file">
      <DefinitionList
        items={[
          { term: "Made", value: made },
          ...(file.endedAt === null ? [] : [{ term: file.status === "voided" ? "Voided" : "Done", value: ended }]),
          ...(file.status === "voided" ? [{ term: "Why", value: `“${file.voidReason}”` }] : []),
          { term: "Id", value: <code className="wrap-anywhere text-sm">{file.id}</code> },
          {
            term: "SHA-256",
            value: <code className="wrap-anywhere text-sm">{file.sha256 ?? "Made when it is downloaded"}</code>,
          },
        ]}
      />
    </Card>
  );
}
