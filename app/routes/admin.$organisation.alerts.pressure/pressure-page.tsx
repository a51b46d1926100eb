import { Link, useParams } from "@remix-run/react";
import { HandHeart } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "#app/components/ui/alert.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime, Day } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";

interface Count {
  id: string;
  name: string;
  reports: number;
}

interface Report {
  id: string;
  kind: "asked_for_money" | "entry_refused" | "wrong_person" | "other";
  details: string | null;
  guardId: string;
  guardName: string;
  siteName: string;
  at: string;
}

interface PressurePageProps {
  rows: readonly Report[];
  newer: string | null;
  older: string | null;
  counts: {
    total: number;
    guards: readonly Count[];
    sites: readonly Count[];
    days: readonly { day: string; reports: number }[];
  };
  timeZone: string;
}

const KINDS: Record<Report["kind"], string> = {
  asked_for_money: "Was asked for money",
  entry_refused: "Was refused entry without a tip",
  wrong_person: "Another person than on the page",
  other: "Something else",
};

/** What patrons reported, and where it gathers. */
export function PressurePage({ rows, newer, older, counts, timeZone }: PressurePageProps) {
  const { organisation } = useParams();
  if (rows.length === 0 && newer === null) {
    return (
      <Card>
        <EmptyState icon={HandHeart} title="Nobody reported pressure">
          Each guard’s page lets patrons report it without saying who they are.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid gap-6">
      <Alert tone="neutral">
        Reports are anonymous: nothing here can name the patron. One report alone proves nothing.
      </Alert>
      <div className="grid gap-4 md:grid-cols-3">
        <Counts title="By guard" rows={counts.guards} />
        <Counts title="By site" rows={counts.sites} />
        <Counts
          title="By day"
          rows={counts.days.map(({ day, reports }) => ({ id: day, name: <Day day={day} />, reports }))}
        />
      </div>
      <Card title="Reports" description={`${counts.total} in the last 30 days`} flush>
        <ul className="divide-y divide-line">
          {rows.map((report) => (
            <li key={report.id} className="px-4 py-4 sm:px-6">
              <p>
                <span className="font-semibold">{KINDS[report.kind]}</span> ·{" "}
                <Link to={`/admin/${organisation}/guards/${report.guardId}`} className="underline underline-offset-4">
                  {report.guardName}
                </Link>
              </p>
              {report.details === null ? null : <p className="whitespace-pre-line break-words">{report.details}</p>}
              <p className="text-sm text-soft">
                {report.siteName} · <DateTime at={report.at} timeZone={timeZone} />
              </p>
            </li>
          ))}
        </ul>
      </Card>
      <Pagination newer={newer} older={older} />
    </div>
  );
}

function Counts({ title, rows }: { title: string; rows: readonly (Omit<Count, "name"> & { name: ReactNode })[] }) {
  return (
    <Card title={title} description="Last 30 days">
      {rows.length === 0 ? (
        <p className="text-soft">None.</p>
      ) : (
        <ul className="grid gap-1">
          {rows.map(({ id, name, reports }) => (
            <li key={id} className="flex justify-between gap-4">
              <span className="min-w-0 truncate">{name}</span>
              <span className="font-semibold">{reports}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
