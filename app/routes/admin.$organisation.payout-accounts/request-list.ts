import type { RequestList } from "#app/domain/guards/index.ts";

/** What the queue is asked for, as its address says it. What makes no sense counts as not said. */
export function readRequestList({ searchParams }: URL): RequestList {
  const one = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === searchParams.get(name)) ?? null;
  return {
    search: searchParams.get("q") ?? "",
    status: one("status", ["requested", "held"]),
    nameCheck: one("name", ["matched", "differs", "not_offered"]),
    kind: one("kind", ["first", "change"]),
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
