import type { Ctx } from "#app/domain/context.ts";
import { type GuardList, guardCsv, guardCsvHeader, listGuardExport } from "#app/domain/guards/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readGuardList } from "../admin.$organisation.guards/list-address.ts";

/** The list as its address narrows and sorts it, as a file; written while it is read, a page a statement. */
export const loader = staffLoader("guards.export", async ({ ctx, request, organisationId }) => {
  const list = { ...readGuardList(new URL(request.url)), after: null, before: null };
  const first = await listGuardExport(ctx, list);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(streamOf(ctx, list, first), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="guards-${organisationId}-${day}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});

function streamOf(
  ctx: Ctx,
  list: GuardList,
  first: Awaited<ReturnType<typeof listGuardExport>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let page: typeof first | null = first;
  return new ReadableStream({
    // Spreadsheets take a file for UTF-8 only when it says so.
    start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${guardCsvHeader()}`)),
    async pull(controller) {
      if (page === null) return controller.close();
      controller.enqueue(encoder.encode(guardCsv(page.rows)));
      page = page.older === null ? null : await listGuardExport(ctx, { ...list, after: page.older });
    },
  });
}
