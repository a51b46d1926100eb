import { Link } from "@remix-run/react";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { type AuditChange, actionWords, actorWords, changesOf } from "./audit-words.ts";

/** One thing that was done, as the audit log has it. */
export interface ShownAuditRow {
  number: string;
  actor: string;
  actorName: string | null;
  action: string;
  subject: string;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  address: string | null;
  at: string;
}

interface AuditRowsProps {
  rows: readonly ShownAuditRow[];
  timeZone: string;
  /** Where the rows of one subject are; left out where all rows are of one. */
  subjectHref?: ((subject: string) => string) | undefined;
}

/** Who did what, when and from where, with what changed; newest first, as given. */
export function AuditRows({ rows, timeZone, subjectHref }: AuditRowsProps) {
  return (
    <ol className="divide-y divide-line">
      {rows.map((row) => (
        <li key={row.number} className="grid gap-x-6 gap-y-2 px-4 py-4 sm:px-6 md:grid-cols-[12rem_1fr]">
          <div className="text-sm text-soft">
            <DateTime at={row.at} timeZone={timeZone} />
            <p>No. {row.number}</p>
          </div>
          <div className="min-w-0">
            <p>
              <span className="font-semibold">{actionWords(row.action)}</span> by {actorWords(row.actor, row.actorName)}
            </p>
            <p className="wrap-anywhere text-sm text-soft">
              {subjectHref === undefined ? null : (
                <>
                  <Link to={subjectHref(row.subject)} className="underline underline-offset-4">
                    {row.subject}
                  </Link>
                  {row.address === null ? null : " · "}
                </>
              )}
              {row.address === null ? null : `from ${row.address}`}
            </p>
            <Changes changes={changesOf(row.before, row.after)} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** More than this is opened on demand. */
const SHOWN_AT_ONCE = 4;

function Changes({ changes }: { changes: readonly AuditChange[] }) {
  if (changes.length === 0) return null;
  if (changes.length <= SHOWN_AT_ONCE) return <ChangeList changes={changes} />;
  return (
    <details className="mt-2">
      <summary className="cursor-pointer py-2 font-medium text-accent">{changes.length} changes</summary>
      <ChangeList changes={changes} />
    </details>
  );
}

function ChangeList({ changes }: { changes: readonly AuditChange[] }) {
  return (
    <dl className="mt-2 grid gap-1 rounded-lg bg-sunken px-3 py-2 text-sm">
      {changes.map(({ label, before, after }) => (
        <div key={label} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
          <dt className="text-soft">{label}</dt>
          <dd className="min-w-0 break-words">
            {before === null ? null : <del className="text-wrong decoration-wrong/60">{before}</del>}
            {before === null || after === null ? null : <span aria-hidden="true"> → </span>}
            {after === null ? null : <ins className="text-good no-underline">{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
