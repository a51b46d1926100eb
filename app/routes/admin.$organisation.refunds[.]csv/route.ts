import { decimalOf } from "#app/core/money.ts";
import { parseInstant } from "#app/core/time.ts";
import { csvOf } from "#app/domain/guards/index.ts";
import { listRefunds, type RefundSummary } from "#app/domain/payments/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { CAUSES, codeText, readRefundList, STATUSES } from "../admin.$organisation.refunds/refund-words.ts";

const PAGE_SIZE = 500;
const HEADER = [
  ...["Asked for", "Refund", "Tip", "Receipt", "Guard", "Status", "Currency", "Amount", "Cause", "Reason", "Asked by"],
  ...["Ended", "Why not"],
];

/** Refunds as their address narrows them, as a file. */
export const loader = staffLoader("refunds.read", async ({ ctx, request, organisationId }) => {
  const list = { ...readRefundList(new URL(request.url)), after: null, before: null, size: PAGE_SIZE };
  return csvFile({
    name: `refunds-${organisationId}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: csvOf([HEADER]),
    first: await listRefunds(ctx, list),
    linesOf: ({ rows }) => csvOf(rows.map(lineOf)),
    next: async ({ older }) => (older === null ? null : listRefunds(ctx, { ...list, after: older })),
  });
});

function lineOf(refund: RefundSummary): string[] {
  const instant = (at: string | null) => parseInstant(at)?.toISOString() ?? "";
  return [
    ...[instant(refund.at), refund.id, refund.tipId, codeText(refund.receiptCode), refund.guardName],
    ...[STATUSES[refund.status].label, refund.amount.currency, decimalOf(refund.amount), CAUSES[refund.cause]],
    ...[refund.reason ?? "", refund.requestedByName ?? "", instant(refund.endedAt), refund.failure ?? ""],
  ];
}
