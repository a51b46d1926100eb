import { type SQL, sql } from "drizzle-orm";

/**
 * Pages of a list by key: a cursor is the sort key of a row, so that rows which come or go meanwhile move nothing.
 * A cursor that was not made by the list, or for another order, counts as none: the first page.
 */
export interface KeyColumn {
  value: SQL;
  kind: "text" | "instant" | "number";
}

/** The last column makes the key unique. All of them go the same way. */
export interface Order {
  columns: readonly KeyColumn[];
  isDescending: boolean;
}

/** Where a page begins, as the address says it. */
export interface Cursors {
  after: string | null;
  before: string | null;
}

/** The cursors of the pages beside this one; null where there is none. */
export interface Page<Row> {
  rows: Row[];
  newer: string | null;
  older: string | null;
}

export interface Place {
  key: readonly string[] | null;
  isBackwards: boolean;
}

/** Reads the place that an address names. */
export function readPlace({ after, before }: Cursors, order: Order): Place {
  const isBackwards = !after && Boolean(before);
  const key = readCursor(after || before, order);
  return { key, isBackwards: isBackwards && key !== null };
}

/** The rows beyond the place, as a condition. */
export function beyond({ columns, isDescending }: Order, { key, isBackwards }: Place): SQL {
  if (key === null) return sql`true`;
  const values = columns.map(({ kind }, i) => boundOf(kind, key[i] ?? ""));
  const compare = isDescending === isBackwards ? sql`>` : sql`<`;
  return sql`(${listed(columns.map(({ value }) => value))}) ${compare} (${listed(values)})`;
}

/** The order in which the rows of a page are read. */
export function inOrder({ columns, isDescending }: Order, { isBackwards }: Place): SQL {
  const direction = isDescending === isBackwards ? sql`asc` : sql`desc`;
  return listed(columns.map(({ value }) => sql`${value} ${direction}`));
}

/** A row's key, as a JSON array to select as `key`. */
export function keyOf({ columns }: Order): SQL {
  const parts = columns.map(({ value, kind }) =>
    kind === "instant" ? sql`(extract(epoch from ${value}) * 1000000)::bigint::text` : sql`${value}::text`,
  );
  return sql`jsonb_build_array(${listed(parts)})`;
}

/** Makes a page of rows that were read in order and by one more than `size`. */
export function pageOf<Row extends { key: readonly string[] }>(
  read: readonly Row[],
  size: number,
  { key, isBackwards }: Place,
): Page<Omit<Row, "key">> {
  const hasMore = read.length > size;
  const kept = read.slice(0, size);
  if (isBackwards) kept.reverse();
  const [first, last] = [kept[0], kept.at(-1)];
  const hasNewer = isBackwards ? hasMore : key !== null;
  const hasOlder = isBackwards || hasMore;
  return {
    rows: kept.map(({ key: _, ...row }) => row),
    newer: first && hasNewer ? writeCursor(first.key) : null,
    older: last && hasOlder ? writeCursor(last.key) : null,
  };
}

function listed(parts: readonly SQL[]): SQL {
  return sql.join([...parts], sql`, `);
}

function boundOf(kind: KeyColumn["kind"], text: string): SQL {
  if (kind === "number") return sql`${text}::bigint`;
  return kind === "instant"
    ? sql`(timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond')`
    : sql`${text}::text`;
}

function writeCursor(key: readonly string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(key));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readCursor(text: string | null, { columns }: Order): string[] | null {
  if (!text || text.length > 2_000) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const key: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return Array.isArray(key) && isKey(key, columns) ? key : null;
  } catch {
    return null;
  }
}

/** A database refuses characters without a shape, and numbers out of range: they are no keys of ours. */
function isKey(key: unknown[], columns: readonly KeyColumn[]): key is string[] {
  if (key.length !== columns.length) return false;
  return columns.every(({ kind }, i) => {
    const part = key[i];
    if (typeof part !== "string") return false;
    return kind !== "text" ? /^\d{1,16}$/.test(part) : !/[\0\p{Surrogate}]/u.test(part);
  });
}
