import papaparse from "papaparse";
import { listPayoutExport, type PayoutSummary } from "#app/domain/payouts/index.ts";
import { readPayoutFilters } from "#app/domain/payouts/input.ts";
import { staffLoader } from "#app/staff-door.ts";

const COLUMNS = [
  "id",
  "createdAt",
  "guardName",
  "employeeId",
  "currency",
  "amountMinor",
  "state",
  "status",
  "approvalReason",
  "reason",
  "attempts",
  "account",
  "accountEnd",
  "sentAt",
  "paidAt",
  "nextSendAt",
  "runId",
];

/** The payouts that the filters leave, as CSV, sent as they are read: however many, only a page is held. */
export const loader = staffLoader("payouts.read", async ({ ctx, request, organisationId }) => {
  const filters = readPayoutFilters(new URL(request.url).searchParams);
  const read = (after: string | null) => listPayoutExport(ctx, { ...filters, after, before: null });
  const first = await read(null);
  const encoder = new TextEncoder();
  let page: typeof first | null = first;
  const body = new ReadableStream<Uint8Array>({
    // Spreadsheets take a file for UTF-8 only when it says so.
    start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${csvOf([], true)}\r\n`)),
    async pull(controller) {
      if (page === null) return controller.close();
      if (page.rows.length > 0) controller.enqueue(encoder.encode(`${csvOf(page.rows, false)}\r\n`));
      page = page.older === null ? null : await read(page.older);
    },
  });
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="payouts-${organisationId}-${day}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});

/** Spreadsheets run what looks like a formula; it is written as text. */
function csvOf(rows: readonly PayoutSummary[], header: boolean): string {
  const lines = rows.map(({ amount, group, destinationName, numberEnd, ...row }) => ({
    ...row,
    currency: amount.currency,
    amountMinor: String(amount.minor),
    state: group,
    account: destinationName,
    accountEnd: numberEnd,
  }));
  return papaparse.unparse({ fields: COLUMNS, data: lines }, { header, escapeFormulae: true });
}
