import { guardCsv, guardCsvHeader, listGuardExport } from "#app/domain/guards/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readGuardList } from "../admin.$organisation.guards/list-address.ts";

/** The guards as their list is narrowed and sorted, as a file that can be imported again. */
export const loader = staffLoader("guards.export", async ({ ctx, request, organisationId }) => {
  const list = { ...readGuardList(new URL(request.url)), after: null, before: null };
  return csvFile({
    name: `guards-${organisationId}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: guardCsvHeader(),
    first: await listGuardExport(ctx, list),
    linesOf: ({ rows }) => guardCsv(rows),
    next: async ({ older }) => (older === null ? null : listGuardExport(ctx, { ...list, after: older })),
  });
});
