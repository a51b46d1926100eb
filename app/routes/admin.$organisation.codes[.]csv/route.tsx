import { type CodeFigures, conversionOf, type Figures, listCodeFigures } from "#app/domain/analytics/index.ts";
import type { Ctx } from "#app/domain/context.ts";
import { csvOf } from "#app/domain/guards/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readFigureList, type View } from "../admin.$organisation.codes/figure-address.ts";

const PAGE_SIZE = 500;

type List = Omit<ReturnType<typeof readFigureList>, "by">;

/** The figures as their address narrows and sorts them, as a file; codes are written while they are read. */
export const loader = staffLoader("codes.read", async ({ ctx, request, organisationId }) => {
  const { by, ...read } = readFigureList(new URL(request.url));
  const list = { ...read, after: null, before: null };
  const first = await listCodeFigures(ctx, { ...list, size: PAGE_SIZE });
  return new Response(streamOf(ctx, by, list, first), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="codes-${organisationId}-${first.from}-${first.to}-by-${by}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});

function streamOf(ctx: Ctx, by: View, list: List, first: CodeFigures): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let page: CodeFigures | null = first;
  return new ReadableStream({
    // Spreadsheets take a file for UTF-8 only when it says so.
    start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${csvOf([[...HEADERS[by], ...FIGURES]])}`)),
    async pull(controller) {
      if (page === null) return controller.close();
      controller.enqueue(encoder.encode(csvOf(rowsOf(by, page))));
      const after: string | null = by === "code" ? page.codes.older : null;
      page = after === null ? null : await listCodeFigures(ctx, { ...list, after, size: PAGE_SIZE });
    },
  });
}

const HEADERS: Record<View, string[]> = {
  code: ["Serial", "Version", "Status", "Guard", "Site"],
  site: ["Site"],
  day: ["Day"],
};
const FIGURES = ["Scans", "Tips started", "Tips paid", "Paid in 100 scans"];

function rowsOf(by: View, { codes, sites, days }: CodeFigures): string[][] {
  if (by === "site") return sites.map((site) => [site.name, ...figuresOf(site)]);
  if (by === "day") return days.map((day) => [day.day, ...figuresOf(day)]);
  return codes.rows.map((code) => [
    ...[code.serial, String(code.version), code.status, code.guardName, code.siteName],
    ...figuresOf(code),
  ]);
}

function figuresOf(figures: Figures): string[] {
  return [figures.scans, figures.started, figures.paid, conversionOf(figures) ?? ""].map(String);
}
