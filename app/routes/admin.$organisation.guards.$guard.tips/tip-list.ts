import type { GuardTip, GuardTipList } from "#app/domain/tips/index.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";

/** What a guard's tips are asked for, as their address says it. What makes no sense counts as not said. */
export function readTipList({ searchParams }: URL): GuardTipList {
  const status = searchParams.get("status") ?? "";
  return {
    search: searchParams.get("q") ?? "",
    status: Object.hasOwn(TIP_STATUSES, status) ? (status as GuardTip["status"]) : null,
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
