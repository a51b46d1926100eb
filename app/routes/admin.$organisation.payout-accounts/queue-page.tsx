import { Form, Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { ClipboardCheck, Download } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { BulkBar } from "#app/components/ui/bulk-bar.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { countText } from "#app/components/ui/number-text.ts";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { PayoutAccountRequest } from "#app/domain/guards/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { maskedAccount, NameMatch, SharedBadge } from "./account-facts.tsx";
import { StopDialog } from "./stop-dialog.tsx";

interface QueuePageProps {
  rows: PayoutAccountRequest[];
  newer: string | null;
  older: string | null;
  total: number;
  mayDecide: boolean;
  mayRequest: boolean;
  isNarrowed: boolean;
}

const FORM = "requests-selected";
const FILTERS = [
  {
    name: "status",
    label: "Status",
    options: [
      { value: "requested", label: "To decide" },
      { value: "held", label: "On hold" },
    ],
  },
  {
    name: "name",
    label: "Name",
    options: [
      { value: "matched", label: "Matches" },
      { value: "differs", label: "Another name" },
      { value: "not_offered", label: "Bank not asked" },
    ],
  },
  {
    name: "kind",
    label: "Kind",
    options: [
      { value: "first", label: "First account" },
      { value: "change", label: "Change" },
    ],
  },
];

/** What waits for a second person, the oldest first, and the changes that are on hold. */
export function QueuePage({ rows, newer, older, total, mayDecide, mayRequest, isNarrowed }: QueuePageProps) {
  const { id } = useOrganisation();
  const { search } = useLocation();
  const here = `/admin/${id}/payout-accounts`;
  const simple = rows.filter(({ isSimple }) => isSimple).length;
  return (
    <>
      <PageHeader
        title="Payout accounts"
        description="Where guards' tips are paid to. One person asks, another approves; a change then waits 72 hours."
        actions={
          <LinkButton to={`${here}.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        }
      />
      <StepUpNotice needs="payout-accounts.decide" />
      <div className="mb-4">
        <FilterBar
          searchLabel="Search requests"
          searchPlaceholder="Guard, employee id, holder or bank"
          filters={FILTERS}
        />
      </div>
      <Card flush>
        <DataTable
          caption="Requests for payout accounts"
          columns={columnsOf({ home: `/admin/${id}/guards`, mayDecide, mayRequest, action: `${here}${search}` })}
          rows={rows}
          rowId={(row) => row.id}
          selection={mayDecide && simple > 0 ? { formId: FORM, label: ({ guardName }) => guardName } : undefined}
          empty={<NoRequests isNarrowed={isNarrowed} here={here} guards={`/admin/${id}/guards`} />}
        />
        {mayDecide && simple > 0 ? (
          <BulkBar formId={FORM} action={`${here}${search}`} noun={["request", "requests"]}>
            <CsrfField />
            <p className="text-soft text-sm">Only first accounts in the guard's own name are approved together.</p>
            <SubmitButton name="intent" value="approve_selected" pendingLabel="Asking the payment service…">
              Approve selected
            </SubmitButton>
          </BulkBar>
        ) : null}
        <Pagination newer={newer} older={older} summary={countText(total, ["request", "requests"])} />
      </Card>
    </>
  );
}

function NoRequests({ isNarrowed, here, guards }: { isNarrowed: boolean; here: string; guards: string }) {
  if (isNarrowed) {
    return (
      <EmptyState icon={ClipboardCheck} title="No request matches" action={<LinkButton to={here}>Show all</LinkButton>}>
        Try fewer words, or clear a filter.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ClipboardCheck} title="Nothing waits" action={<LinkButton to={guards}>Go to guards</LinkButton>}>
      An account is asked for on the guard's own page. It then waits here for a second person.
    </EmptyState>
  );
}

interface Place {
  home: string;
  action: string;
  mayDecide: boolean;
  mayRequest: boolean;
}

function columnsOf(place: Place): ColumnDef<PayoutAccountRequest>[] {
  return [
    {
      header: "Guard",
      cell: ({ row: { original: request } }) => (
        <span>
          <Link
            to={`${place.home}/${request.guardId}/payout-account`}
            className="inline-flex min-h-6 items-center text-ink"
          >
            {request.guardName}
          </Link>
          <span className="block font-normal text-soft text-sm">
            {request.guardHasPhone ? "" : "No phone: nobody can be told"}
          </span>
        </span>
      ),
    },
    { header: "Account", cell: ({ row }) => <Account request={row.original} /> },
    { header: "Holder", cell: ({ row }) => <Holder request={row.original} /> },
    { header: "Asked for", cell: ({ row }) => <Asked request={row.original} /> },
    { header: "Decide", cell: ({ row }) => <Decide request={row.original} {...place} /> },
  ];
}

function Account({ request }: { request: PayoutAccountRequest }) {
  return (
    <span className="grid gap-1">
      <span>{maskedAccount(request)}</span>
      {request.current === null ? (
        <span className="text-soft text-sm">First account</span>
      ) : (
        <span className="text-sm">
          <Badge tone="warning">Change</Badge> from {maskedAccount(request.current)}
        </span>
      )}
    </span>
  );
}

function Holder({ request }: { request: PayoutAccountRequest }) {
  const { reason } = request;
  return (
    <span className="grid gap-1">
      <NameMatch {...request} />
      <SharedBadge {...request} />
      {reason === null ? null : <span className="wrap-anywhere text-sm">“{reason}”</span>}
    </span>
  );
}

function Asked({ request }: { request: PayoutAccountRequest }) {
  const { timeZone } = useOrganisation();
  return (
    <span className="grid gap-0.5">
      <DateTime at={request.requestedAt} timeZone={timeZone} />
      <span className="text-soft text-sm">by {request.isOwn ? "you" : request.requestedByName}</span>
    </span>
  );
}

function Decide({ request, mayDecide, mayRequest, action }: { request: PayoutAccountRequest } & Place) {
  const { timeZone } = useOrganisation();
  const csrf = useCsrf();
  const about = { accountId: request.id, guardName: request.guardName, action, size: "sm" as const };
  if (request.status === "held") {
    return (
      <span className="grid justify-items-start gap-2">
        <span className="text-sm">
          On hold until <DateTime at={request.heldUntil ?? ""} timeZone={timeZone} />
        </span>
        {mayDecide || mayRequest ? <StopDialog {...about} verb="Stop" /> : null}
      </span>
    );
  }
  if (request.isOwn) return mayRequest ? <StopDialog {...about} verb="Cancel" /> : <>Another person decides</>;
  if (!mayDecide) return <span className="text-soft">Waits for a checker</span>;
  return (
    <span className="flex gap-2 max-md:flex-wrap max-md:justify-end">
      {request.isSimple ? (
        <Form method="post" action={action}>
          <CsrfField />
          <input type="hidden" name="account" value={request.id} />
          <SubmitButton name="intent" value="approve" size="sm" pendingLabel="Approving…">
            Approve
          </SubmitButton>
        </Form>
      ) : (
        <ConfirmDialog
          trigger={{ label: "Approve…", variant: "secondary", size: "sm" }}
          title={`Pay ${request.guardName}'s tips to ${maskedAccount(request)}?`}
          description={<Warnings request={request} />}
          confirmLabel="Approve"
          tone="primary"
          action={action}
          fields={{ csrf, intent: "approve", account: request.id }}
        />
      )}
      <StopDialog {...about} verb="Reject" />
    </span>
  );
}

/** Everything about a request that a checker must not overlook. */
function Warnings({ request }: { request: PayoutAccountRequest }) {
  const { isChange, guardHasPhone, sharedWith, sharedElsewhere } = request;
  const isShared = sharedWith.length > 0 || sharedElsewhere > 0;
  return (
    <ul className="grid list-disc gap-1.5 pl-5 text-ink">
      <li>
        Held by <NameMatch {...request} />
      </li>
      {request.reason === null ? null : <li>Why: “{request.reason}”</li>}
      {isShared ? (
        <li>
          <SharedBadge {...request} />
        </li>
      ) : null}
      {isChange ? <li>It takes another account's place after 72 hours, unless the guard stops it.</li> : null}
      {guardHasPhone ? null : <li>The guard has no phone, so nobody is told. Call them first.</li>}
    </ul>
  );
}
