import type { GuardList } from "#app/domain/guards/index.ts";
import { GUARD_STATUSES, type GuardStatus } from "#app/domain/guards/input.ts";

/** What a list of guards is asked for, as its address says it. What makes no sense counts as not said. */
export function readGuardList({ searchParams }: URL): GuardList {
  return {
    search: searchParams.get("q") ?? "",
    siteId: readId(searchParams.get("site")),
    status: statusOf(searchParams.get("status")),
    hasPhoto: yesOrNo(searchParams.get("photo")),
    hasPayoutAccount: yesOrNo(searchParams.get("account")),
    sort: searchParams.get("sort"),
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}

/** True when an address narrows the list. */
export function isNarrowed({ search, siteId, status, hasPhoto, hasPayoutAccount }: GuardList): boolean {
  return search !== "" || siteId !== null || status !== null || hasPhoto !== null || hasPayoutAccount !== null;
}

function readId(text: string | null): string | null {
  return text && /^[a-z0-9-]{1,64}$/.test(text) ? text : null;
}

function statusOf(text: string | null): GuardStatus | null {
  return GUARD_STATUSES.find((status) => status === text) ?? null;
}

function yesOrNo(text: string | null): boolean | null {
  if (text === "yes") return true;
  return text === "no" ? false : null;
}
