import { useLoaderData } from "@remix-run/react";
import { FileClock } from "lucide-react";
import { AuditRows } from "#app/components/admin/audit-rows.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { listAuditRows } from "#app/domain/audit/index.ts";
import { readAuditFilters } from "#app/domain/audit/input.ts";
import { platformLoader } from "#app/platform-door.ts";

export const handle = { crumb: "Audit log" };

export const loader = platformLoader("platform.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const filters = readAuditFilters(params);
  return listAuditRows(ctx, { ...filters, after: params.get("after"), before: params.get("before") });
});

export default function PlatformAudit() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Audit log" description="What Asante’s people did for no organisation. Times are UTC." />
      <Card flush>
        {rows.length === 0 ? (
          <EmptyState icon={FileClock} title="Nothing has been done yet">
            What your colleagues do for Asante itself is written here, with what it was before.
          </EmptyState>
        ) : (
          <AuditRows rows={rows} timeZone="UTC" subjectHref={(subject) => `?${new URLSearchParams({ subject })}`} />
        )}
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}
