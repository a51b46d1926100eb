import { Link } from "@remix-run/react";
import { BellOff, CircleCheck, Search } from "lucide-react";
import { Badge } from "#app/components/ui/badge.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { useCsrf } from "./csrf-field.tsx";

/** Something a person must look at, or has looked at. */
export interface ShownAlert {
  id: string;
  kind: string;
  /** What it is about and where that is; null where there is no page of it. */
  about: { name: string; to: string } | null;
  detail: string;
  /** False where it is for others to see to. */
  mayResolve?: boolean;
  raisedAt: string;
  resolvedAt: string | null;
}

interface AlertListProps {
  alerts: readonly ShownAlert[];
  timeZone: string;
  mayResolve: boolean;
  state: "open" | "resolved";
  /** A search has left some out. */
  isNarrowed?: boolean;
}

/** Alerts, newest first; an open one can be resolved with a word on what was done. */
export function AlertList({ alerts, timeZone, mayResolve, state, isNarrowed = false }: AlertListProps) {
  if (alerts.length === 0 && isNarrowed) {
    return (
      <EmptyState icon={Search} title="No alert matches">
        Try fewer words, or look among the {state === "open" ? "resolved" : "open"} ones.
      </EmptyState>
    );
  }
  if (alerts.length === 0) {
    return state === "open" ? (
      <EmptyState icon={CircleCheck} title="Nothing needs you">
        When a code falls silent, a payout fails or somebody reports pressure, it is told here.
      </EmptyState>
    ) : (
      <EmptyState icon={BellOff} title="No alert was resolved yet" />
    );
  }
  return (
    <ul className="divide-y divide-line">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
          <div className="min-w-0 flex-1 basis-72">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{kindWords(alert.kind)}</span>
              <Badge tone={alert.resolvedAt === null ? "warning" : "success"}>
                {alert.resolvedAt === null ? "Open" : "Resolved"}
              </Badge>
            </p>
            <p className="wrap-anywhere text-pretty">{capital(alert.detail)}</p>
            <p className="text-sm text-soft">
              {alert.about === null ? null : (
                <>
                  <Link to={alert.about.to} className="font-medium text-ink underline underline-offset-4">
                    {alert.about.name}
                  </Link>
                  {" · "}
                </>
              )}
              raised <DateTime at={alert.raisedAt} timeZone={timeZone} />
              {alert.resolvedAt === null ? null : (
                <>
                  {" "}
                  · resolved <DateTime at={alert.resolvedAt} timeZone={timeZone} />
                </>
              )}
            </p>
          </div>
          {alert.resolvedAt === null && mayResolve && alert.mayResolve !== false ? <Resolve alert={alert} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Resolve({ alert }: { alert: ShownAlert }) {
  const csrf = useCsrf();
  return (
    <ConfirmDialog
      trigger={{ label: "Resolve", size: "sm" }}
      title={`Resolve “${kindWords(alert.kind)}”?`}
      description="It leaves the list for everybody. Who resolved it, and what you write, is kept in the audit log."
      confirmLabel="Resolve"
      tone="primary"
      fields={{ csrf, alertId: alert.id }}
    >
      <Field label="What was done" id={`note-${alert.id}`} name="note" optional>
        {(control) => <Input {...control} maxLength={300} />}
      </Field>
    </ConfirmDialog>
  );
}

const KINDS: Readonly<Record<string, string>> = {
  silent_code: "A code has gone silent",
  scan_drop: "A code is scanned far less",
  sticker_swap: "A strange sticker was found",
  "print.unreadable": "A print could not be read back",
  "message.failed": "A message was not sent",
  "payout_account.tampered": "A payout account was tampered with",
  "staff.wrong_codes": "Many wrong codes were given for somebody's account",
  "payout.in_doubt": "A payout is in doubt",
  "dispute.open": "A tip is disputed",
  "dispute.answer_refused": "The answer to a dispute was refused",
};

/** What happened, in words; `queue.dead_letter` without any of its own becomes “Queue dead letter”. */
function kindWords(kind: string): string {
  return KINDS[kind] ?? capital(kind.replaceAll(/[._]/g, " "));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
