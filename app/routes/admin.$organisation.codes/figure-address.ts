import type { CodeFigureList } from "#app/domain/analytics/index.ts";

export const VIEWS = ["code", "site", "day"] as const;
export type View = (typeof VIEWS)[number];

/** What the figures are asked for, as their address says it. What makes no sense counts as not said. */
export function readFigureList({ searchParams }: URL): Omit<CodeFigureList, "size"> & { by: View } {
  const site = searchParams.get("site");
  return {
    by: VIEWS.find((view) => view === searchParams.get("by")) ?? "code",
    from: searchParams.get("from"),
    to: searchParams.get("to"),
    siteId: site && /^[a-z0-9-]{1,64}$/.test(site) ? site : null,
    search: searchParams.get("q") ?? "",
    sort: searchParams.get("sort"),
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
