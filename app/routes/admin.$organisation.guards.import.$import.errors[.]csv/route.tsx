import { getGuardImport, importErrorsCsv } from "#app/domain/guards/index.ts";
import { staffLoader } from "#app/staff-door.ts";

/** Every wrong cell of an upload, to mend the file beside it. */
export const loader = staffLoader("guards.write", async ({ ctx, params }) => {
  const { plan } = await getGuardImport(ctx, params["import"] ?? "");
  return new Response(`\uFEFF${importErrorsCsv(plan?.errors ?? [])}`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="import-errors.csv"',
      "cache-control": "no-store",
    },
  });
});
