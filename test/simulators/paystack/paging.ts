/** Paystack's two ways of paging: numbered pages, or a cursor that points beside an id. */
export interface Page<Row> {
  rows: Row[];
  meta: object;
}

interface PageRequest {
  query: URLSearchParams;
  /** Answer cursor-style meta even to a plain request. */
  cursorMeta?: boolean;
  /** The most rows a page may have, whatever is asked for. */
  most?: number;
}

const defaultPerPage = 50;
const mostPerPage = 1_000;

function numberIn(query: URLSearchParams, names: readonly string[], fallback: number): number {
  for (const name of names) {
    const value = Number(query.get(name));
    if (Number.isInteger(value) && value > 0) return value;
  }
  return fallback;
}

/** Pages through rows that are ordered newest (largest id) first. */
export function pageOf<Row extends { id: number }>(all: readonly Row[], request: PageRequest): Page<Row> {
  const { query } = request;
  const perPage = Math.min(numberIn(query, ["perPage", "per_page"], defaultPerPage), request.most ?? mostPerPage);
  const byCursor = query.get("use_cursor") === "true" || query.has("next") || query.has("previous");
  if (byCursor || (request.cursorMeta && !query.has("page"))) return cursorPage(all, query, perPage);
  const page = numberIn(query, ["page"], 1);
  const skipped = (page - 1) * perPage;
  const pageCount = Math.ceil(all.length / perPage);
  return {
    rows: all.slice(skipped, skipped + perPage),
    meta: { total: all.length, skipped, perPage, page, pageCount },
  };
}

function cursorPage<Row extends { id: number }>(
  all: readonly Row[],
  query: URLSearchParams,
  perPage: number,
): Page<Row> {
  let start = 0;
  const after = idIn(query.get("next"));
  const before = idIn(query.get("previous"));
  if (after !== null) start = firstIndex(all, (row) => row.id < after);
  else if (before !== null) start = Math.max(0, firstIndex(all, (row) => row.id <= before) - perPage);
  const rows = all.slice(start, start + perPage);
  const last = rows.at(-1);
  const first = rows[0];
  return {
    rows,
    meta: {
      next: last && start + perPage < all.length ? cursorAt(last.id) : null,
      previous: first && start > 0 ? cursorAt(first.id) : null,
      perPage,
    },
  };
}

function firstIndex<Row>(all: readonly Row[], matches: (row: Row) => boolean): number {
  const index = all.findIndex(matches);
  return index === -1 ? all.length : index;
}

const cursorAt = (id: number): string => Buffer.from(`row:${id}`).toString("base64");

function idIn(cursor: string | null): number | null {
  if (cursor === null) return null;
  const id = Number(Buffer.from(cursor, "base64").toString().slice("row:".length));
  return Number.isInteger(id) ? id : null;
}

/** Whether an instant lies within the `from` and `to` of a list request (ISO 8601 or YYYY-MM-DD, both inclusive). */
export function withinDates(query: URLSearchParams): (iso: string) => boolean {
  const from = query.get("from");
  const to = query.get("to");
  const fromMs = from ? Date.parse(from) : Number.NEGATIVE_INFINITY;
  const toMs = to ? Date.parse(to.length === 10 ? `${to}T23:59:59.999Z` : to) : Number.POSITIVE_INFINITY;
  return (iso) => {
    const at = Date.parse(iso);
    return at >= fromMs && at <= toMs;
  };
}
