import { guardTemplate } from "#app/domain/guards/index.ts";
import { staffLoader } from "#app/staff-door.ts";

/** A file with the right header and two made-up guards. */
export const loader = staffLoader(
  "guards.write",
  async () =>
    new Response(`\uFEFF${guardTemplate()}`, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="guards-template.csv"',
        "cache-control": "no-store",
      },
    }),
);
