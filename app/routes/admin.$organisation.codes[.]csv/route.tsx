import { type CodeFigures, conversionOf, type Figures, listCodeFigures } from "#app/domain/analytics/index.ts";
import { csvOf } from "#app/domain/guards/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readFigureList, type View } from "../admin.$organisation.codes/figure-address.ts";

const PAGE_SIZE = 500;

/** The figures as their address narrows and sorts them, as a file. */
export const loader = staffLoader("codes.read", async ({ ctx, request, organisationId }) => {
  const { by, ...read } = readFigureList(new URL(request.url));
  const list = { ...read, after: null, before: null, size: PAGE_SIZE };
  const first = await listCodeFigures(ctx, list);
  return csvFile({
    name: `codes-${organisationId}-${first.from}-${first.to}-by-${by}`,
    header: csvOf([[...HEADERS[by], ...FIGURES]]),
    first,
    linesOf: (page) => csvOf(rowsOf(by, page)),
    next: async ({ codes: { older } }) =>
      by === "code" && older !== null ? listCodeFigures(ctx, { ...list, after: older }) : null,
  });
});

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
