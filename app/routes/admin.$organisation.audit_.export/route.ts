import papaparse from "papaparse";
import { type AuditRow, listAuditRows } from "#app/domain/audit/index.ts";
import { readAuditFilters } from "#app/domain/audit/input.ts";
import { staffLoader } from "#app/staff-door.ts";

const ROWS_A_PAGE = 500;
/** Beyond this the archive in object storage is the better copy. */
const PAGES_AT_MOST = 400;
const COLUMNS = ["number", "at", "actor", "actorName", "action", "subject", "before", "after", "address", "requestId"];

/** The rows that the filters leave, as CSV, sent as they are read: however many, only a page is held. */
export const loader = staffLoader("audit.read", async ({ ctx, request, organisationId }) => {
  const filters = readAuditFilters(new URL(request.url).searchParams);
  const read = (after: string | null) => listAuditRows(ctx, { ...filters, after, before: null, size: ROWS_A_PAGE });
  const first = await read(null);
  const encoder = new TextEncoder();
  let page: typeof first | null = first;
  let pages = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (page === null) return controller.close();
      controller.enqueue(encoder.encode(`${csvOf(page.rows, pages === 0)}\r\n`));
      pages++;
      page = page.older !== null && pages < PAGES_AT_MOST ? await read(page.older) : null;
    },
  });
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="audit-${organisationId}-${day}.csv"`,
      "cache-control": "no-store",
    },
  });
});

/** Spreadsheets run what looks like a formula; it is written as text. */
function csvOf(rows: readonly AuditRow[], header: boolean): string {
  const lines = rows.map((row) => ({ ...row, before: textOf(row.before), after: textOf(row.after) }));
  return papaparse.unparse({ fields: COLUMNS, data: lines }, { header, escapeFormulae: true });
}

function textOf(facts: AuditRow["before"]): string {
  return facts === null ? "" : JSON.stringify(facts);
}
