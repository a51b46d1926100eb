import type { GuardImport, PlannedGuard, RowError } from "#app/domain/guards/index.ts";

const ROWS_SHOWN = 20;
const ERRORS_A_PAGE = 100;

export interface PreviewRow {
  row: number;
  employeeId: string;
  name: string;
  displayName: string;
  site: string;
  isNew: boolean;
  changes: string[];
}

/** What the page shows of an import: counts, the first rows, and a page of all errors. */
export interface ImportView {
  fileName: string;
  status: "previewed" | "applied" | "discarded";
  counts: { rows: number; created: number; changed: number; unchanged: number; withErrors: number };
  newSites: string[];
  rows: PreviewRow[];
  errors: RowError[];
  errorPage: number;
  errorPages: number;
  errorTotal: number;
  /** The file is no longer kept: it must be uploaded again. */
  isGone: boolean;
}

/** Chooses what to show. A page of errors that is not there is the first. */
export function viewOf({ record, plan }: GuardImport, page: string | null): ImportView {
  const errors = plan?.errors ?? [];
  const errorPages = Math.max(1, Math.ceil(errors.length / ERRORS_A_PAGE));
  const asked = Number(page ?? 1);
  const errorPage = Number.isInteger(asked) && asked >= 1 && asked <= errorPages ? asked : 1;
  const from = (errorPage - 1) * ERRORS_A_PAGE;
  const planned = [...(plan?.created ?? []), ...(plan?.changed ?? [])].sort((one, other) => one.row - other.row);
  return {
    fileName: record.fileName,
    status: record.status,
    counts: {
      rows: record.rows,
      created: plan?.created.length ?? record.created ?? 0,
      changed: plan?.changed.length ?? record.updated ?? 0,
      unchanged: plan?.unchanged ?? record.rows - (record.created ?? 0) - (record.updated ?? 0),
      withErrors: plan?.rowsWithErrors ?? 0,
    },
    newSites: plan?.newSites.map(({ name }) => name) ?? [],
    rows: planned.slice(0, ROWS_SHOWN).map(rowOf),
    errors: errors.slice(from, from + ERRORS_A_PAGE),
    errorPage,
    errorPages,
    errorTotal: errors.length,
    isGone: record.status === "previewed" && plan === null,
  };
}

function rowOf({
  row,
  employeeId,
  firstName,
  lastName,
  displayName,
  siteName,
  standing,
  changes,
}: PlannedGuard): PreviewRow {
  return {
    ...{ row, employeeId, displayName, changes },
    name: `${firstName} ${lastName}`,
    site: siteName,
    isNew: standing === null,
  };
}
