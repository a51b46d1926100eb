import { useLoaderData } from "@remix-run/react";
import { FileClock } from "lucide-react";
import { AuditRows } from "#app/components/admin/audit-rows.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { listAuditRows } from "#app/domain/audit/index.ts";
import { getGuard } from "#app/domain/guards/index.ts";
import { staffLoader } from "#app/staff-door.ts";

export const handle = { crumb: "Audit" };

export const loader = staffLoader("audit.read", async ({ ctx, params, request }) => {
  const { id } = await getGuard(ctx, params["guard"] ?? "");
  const { searchParams } = new URL(request.url);
  const everything = { actor: null, action: null, subject: null, from: null, to: null };
  const place = { after: searchParams.get("after"), before: searchParams.get("before") };
  return listAuditRows(ctx, { ...everything, guardId: id, ...place });
});

/** What was done to this guard, their codes, accounts and payouts and the refunds of their tips, and by whom. */
export default function GuardAudit() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const { id, timeZone } = useOrganisation();
  return (
    <Card flush>
      {rows.length > 0 ? (
        <AuditRows
          rows={rows}
          timeZone={timeZone}
          subjectHref={(subject) => `/admin/${id}/audit?${new URLSearchParams({ subject })}`}
        />
      ) : (
        <EmptyState icon={FileClock} title="Nothing was changed yet">
          Every change to this guard, their codes, accounts and money is kept here.
        </EmptyState>
      )}
      <Pagination newer={newer} older={older} />
    </Card>
  );
}
