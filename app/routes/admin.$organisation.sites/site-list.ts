import type { SiteList } from "#app/domain/organisations/index.ts";

/** What a list of sites is asked for, as its address says it. What makes no sense counts as not said. */
export function readSiteList({ searchParams }: URL): SiteList {
  const status = searchParams.get("status");
  return {
    search: searchParams.get("q") ?? "",
    status: status === "active" || status === "closed" ? status : null,
    sort: searchParams.get("sort"),
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
