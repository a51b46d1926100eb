import { useLoaderData } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { QrCode, RefreshCw } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { createCode, type GuardCode, listGuardCodes } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { PrintCard } from "./print-card.tsx";

export const handle = { crumb: "Codes" };

type ShownCode = Omit<GuardCode, "token">;

export const loader = staffLoader("codes.read", async ({ ctx, actor, params }) => {
  const { id, status } = await getGuard(ctx, params["guard"] ?? "");
  const codes = await listGuardCodes(ctx, id);
  return {
    guardId: id,
    codes: codes.map(({ token: _, ...code }): ShownCode => code),
    mayPrint: roleMay(actor.role, "prints.write"),
    mayReplace: roleMay(actor.role, "codes.write") && status === "active",
  };
});

const DONE = {
  created: "A new code was minted. The old one takes no tips any more: print and hang the new one.",
  changed: "Somebody replaced the code in the meantime. Nothing was done.",
  guard_not_active: "Only an active guard can have a code. Nothing was done.",
};

/** Mints a code in place of the one that the form names; without one, the guard's first. */
export const action = staffAction("codes.write", async ({ ctx, form, params, organisationId }) => {
  const guardId = params["guard"] ?? "";
  const replaces = form.get("replaces");
  const outcome = await createCode(ctx, {
    guardId,
    replaces: typeof replaces === "string" && replaces ? replaces : null,
  });
  const tone = outcome.status === "created" ? ("success" as const) : ("warning" as const);
  const page = `/admin/${organisationId}/guards/${guardId}/codes`;
  return redirectWithFlash(page, { message: DONE[outcome.status], tone }, ctx.clock.now());
});

const COLUMNS: ColumnDef<ShownCode>[] = [
  { header: "Serial", cell: ({ row }) => <span className="font-mono">{row.original.serial}</span> },
  { header: "Version", accessorKey: "version" },
  {
    header: "Status",
    cell: ({ row }) =>
      row.original.status === "active" ? (
        <Badge tone="success" dot>
          Active
        </Badge>
      ) : (
        <Badge>Revoked</Badge>
      ),
  },
  { header: "Minted", cell: ({ row }) => <When at={row.original.createdAt} /> },
  {
    header: "Revoked",
    cell: ({ row }) => (row.original.revokedAt === null ? "—" : <When at={row.original.revokedAt} />),
  },
];

export default function GuardCodes() {
  const { guardId, codes, mayPrint, mayReplace } = useLoaderData<typeof loader>();
  const active = codes.find(({ status }) => status === "active");
  return (
    <div className="grid gap-6">
      {active ? <PrintCard guardId={guardId} mayPrint={mayPrint} /> : null}
      <Card
        flush
        title="Codes"
        description="One works at a time. Every code that was ever printed stays in this list."
        actions={mayReplace ? <Replace {...(active ? { active } : {})} /> : undefined}
      >
        <DataTable
          caption="Codes"
          columns={COLUMNS}
          rows={codes}
          rowId={(row) => row.id}
          empty={
            <EmptyState icon={QrCode} title="No code yet">
              An active guard gets one.
            </EmptyState>
          }
        />
      </Card>
    </div>
  );
}

function Replace({ active }: { active?: ShownCode }) {
  const csrf = useCsrf();
  const icon = <RefreshCw aria-hidden="true" />;
  if (active === undefined) {
    return (
      <ConfirmDialog
        trigger={{ label: "Mint a code", variant: "primary", icon }}
        title="Mint a code?"
        description="The guard can be tipped with it at once."
        confirmLabel="Mint a code"
        tone="primary"
        fields={{ csrf, replaces: "" }}
      />
    );
  }
  return (
    <ConfirmDialog
      trigger={{ label: "Regenerate", variant: "danger", icon }}
      title={`Replace code ${active.serial}?`}
      description="It stops taking tips at once, for good, and everything that was printed with it must be taken down. A new code is minted. This cannot be undone."
      confirmLabel="Revoke and replace"
      fields={{ csrf, replaces: active.id }}
    />
  );
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
