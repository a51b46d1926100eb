/** A list's state lives in its address: `sort=name` or `sort=-name`, `after` or `before` a cursor, and its filters. */

export type SortDirection = "ascending" | "descending";

const PLACE = ["after", "before"];

/** What a list is sorted by. */
export function sortOf(search: string): { key: string; direction: SortDirection } | null {
  const sort = new URLSearchParams(search).get("sort");
  if (!sort) return null;
  return sort.startsWith("-") ? { key: sort.slice(1), direction: "descending" } : { key: sort, direction: "ascending" };
}

/** Sorts by a column, or turns its order round. Starts from the first page, since a cursor belongs to its order. */
export function sortHref(search: string, key: string): string {
  const sort = sortOf(search);
  const turns = sort?.key === key && sort.direction === "ascending";
  return href(search, PLACE, { sort: turns ? `-${key}` : key });
}

/** The page after or before a cursor, with the same filters and order. */
export function pageHref(search: string, place: { after: string } | { before: string }): string {
  return href(search, PLACE, place);
}

/** The list without these filters, from its first page. */
export function clearHref(search: string, names: readonly string[]): string {
  return href(search, [...PLACE, ...names], {});
}

function href(search: string, drop: readonly string[], set: Record<string, string>): string {
  const params = new URLSearchParams(search);
  for (const name of drop) params.delete(name);
  for (const [name, value] of Object.entries(set)) params.set(name, value);
  return `?${params}`;
}
