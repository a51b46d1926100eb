import { useLoaderData } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { QrCode } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { archiveCode, createCode, type GuardCode, listGuardCodes } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { CodeActions } from "./code-actions.tsx";
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
    mayWrite: roleMay(actor.role, "codes.write"),
    isGuardActive: status === "active",
  };
});

const DONE = {
  created: "A new code was minted. The old one takes no tips any more: print and hang the new one.",
  changed: "Somebody replaced the code in the meantime. Nothing was done.",
  guard_not_active: "Only an active guard can have a code. Nothing was done.",
};

const REVOKED = {
  revoked: "The code is revoked: it takes no tips any more. Take down everything that was printed with it.",
  not_active: "The code was revoked before. Nothing was done.",
};

/** Revokes the code that the form names; or mints one in place of it, or without one the guard's first. */
export const action = staffAction("codes.write", async ({ ctx, form, params, organisationId }) => {
  const guardId = params["guard"] ?? "";
  const page = `/admin/${organisationId}/guards/${guardId}/codes`;
  const say = (message: string, isDone: boolean) =>
    redirectWithFlash(page, { message, tone: isDone ? "success" : "warning" }, ctx.clock.now());
  if (form.get("intent") === "revoke") {
    const { status } = await archiveCode(ctx, { codeId: String(form.get("code") ?? "") });
    return say(REVOKED[status], status === "revoked");
  }
  const replaces = form.get("replaces");
  const { status } = await createCode(ctx, {
    guardId,
    replaces: typeof replaces === "string" && replaces ? replaces : null,
  });
  return say(DONE[status], status === "created");
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
  const { guardId, codes, mayPrint, mayWrite, isGuardActive } = useLoaderData<typeof loader>();
  const active = codes.find(({ status }) => status === "active");
  return (
    <div className="grid gap-6">
      {active ? <PrintCard guardId={guardId} mayPrint={mayPrint} /> : null}
      <Card
        flush
        title="Codes"
        description="One works at a time. Every code that was ever printed stays in this list."
        actions={
          mayWrite ? <CodeActions serial={active?.serial} codeId={active?.id} mayMint={isGuardActive} /> : undefined
        }
      >
        <DataTable
          caption="Codes"
          columns={COLUMNS}
          rows={codes}
          rowId={(row) => row.id}
          empty={
            <EmptyState icon={QrCode} title="No code yet">
              An active guard gets one. Mint a code to let them be tipped.
            </EmptyState>
          }
        />
      </Card>
    </div>
  );
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
