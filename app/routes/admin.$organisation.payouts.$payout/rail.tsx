import type { ColumnDef } from "@tanstack/react-table";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutEvent, PayoutTry } from "#app/domain/payouts/index.ts";
import { railWords } from "../admin.$organisation.payouts/payout-words.ts";
import { outcomeWords, TRIES } from "./story-words.ts";

const TONES: Record<PayoutTry["status"], Tone> = {
  sending: "info",
  held_back: "warning",
  unknown: "warning",
  submitted: "info",
  exported: "info",
  succeeded: "success",
  failed: "danger",
  reversed: "danger",
};

/** Each reference it was sent under, and what the rail said of it. */
export function Attempts({ tries, rail }: { tries: readonly PayoutTry[]; rail: string }) {
  return (
    <Card
      title="Attempts"
      description={`Each has a reference of its own at ${railWords(rail)}; a next one comes only after a final no.`}
    >
      {tries.length === 0 ? (
        <p className="text-soft">It was not sent yet.</p>
      ) : (
        <ol className="grid gap-6">
          {tries.map((one, index) => (
            <li key={one.reference} className="grid gap-2">
              <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
                Attempt {index + 1} <Badge tone={TONES[one.status]}>{TRIES[one.status]}</Badge>
              </h3>
              <Attempt one={one} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Attempt({ one }: { one: PayoutTry }) {
  const { timeZone } = useOrganisation();
  const { calls, inDoubt, answeredAt, nextCheckAt, httpStatus, tookMs, transferCode, fee } = one;
  const technical = [httpStatus === null ? "" : `HTTP ${httpStatus}`, tookMs === null ? "" : `${tookMs} ms`].filter(
    Boolean,
  );
  return (
    <DefinitionList
      items={[
        { term: "Reference", value: <span className="wrap-anywhere font-mono text-sm">{one.reference}</span> },
        {
          term: "Sent",
          value: (
            <>
              <DateTime at={one.at} timeZone={timeZone} />
              {calls > 1 ? `, ${calls} times with the same reference` : ""}
            </>
          ),
        },
        {
          term: "Last answer",
          value: [
            outcomeWords(one.outcome),
            ...technical,
            ...(inDoubt ? ["one call was never answered, so only asking proves anything"] : []),
          ].join(" · "),
        },
        ...(answeredAt === null ? [] : [{ term: "Heard", value: <DateTime at={answeredAt} timeZone={timeZone} /> }]),
        ...(transferCode === null
          ? []
          : [
              { term: "Transfer code", value: <span className="wrap-anywhere font-mono text-sm">{transferCode}</span> },
            ]),
        ...(fee === null ? [] : [{ term: "Fee charged", value: formatMoney(fee) }]),
        ...(nextCheckAt === null
          ? []
          : [{ term: "Asked about again", value: <DateTime at={nextCheckAt} timeZone={timeZone} /> }]),
      ]}
    />
  );
}

const EVENT_STATUSES: Record<string, string> = {
  received: "Waits to be applied",
  applied: "Applied",
  suspended: "Set aside for a person",
  stuck: "Could not be applied yet",
  not_handled: "Changes nothing",
};

/** What the rail told by itself. */
export function Events({ events, rail }: { events: PayoutEvent[]; rail: string }) {
  if (events.length === 0) return null;
  return (
    <Card title={`What ${railWords(rail)} told by itself`} flush>
      <DataTable caption="Webhooks" columns={EVENT_COLUMNS} rows={events} rowId={({ id }) => id} />
    </Card>
  );
}

const EVENT_COLUMNS: ColumnDef<PayoutEvent>[] = [
  { header: "Received", cell: ({ row }) => <When at={row.original.receivedAt} /> },
  { header: "Event", cell: ({ row }) => <span className="font-mono text-sm">{row.original.event}</span> },
  { header: "Attempt", cell: ({ row }) => /-(\d+)$/.exec(row.original.reference)?.[1] ?? "" },
  {
    header: "What became of it",
    cell: ({ row: { original: event } }) =>
      [EVENT_STATUSES[event.status] ?? event.status, event.note ? outcomeWords(event.note) : ""]
        .filter(Boolean)
        .join(": "),
  },
];

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
