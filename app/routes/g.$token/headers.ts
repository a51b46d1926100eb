import { GIVE_SCRIPT, WAIT_SCRIPT } from "#app/components/inlined.ts";
import { pageHeaders } from "#app/page-security.ts";

/** For how long one rendering serves everybody (money.md §8: the page is cached, the permission never). */
const SHARED_SECONDS = 60;

interface GuardPageKeeping {
  isShared: boolean;
  retryAfterSeconds?: number | undefined;
}

export function guardPageHeaders(checkoutOrigin: string, { isShared, retryAfterSeconds }: GuardPageKeeping) {
  const shared = isShared ? { sharedSeconds: SHARED_SECONDS } : {};
  return pageHeaders({ script: GIVE_SCRIPT, formTarget: checkoutOrigin, retryAfterSeconds, ...shared });
}

/** A page that waits for us to come back reloads by script, and tells machines when to ask again. */
export function noticeHeaders({ waits }: { waits?: boolean } = {}) {
  return pageHeaders(waits ? { script: WAIT_SCRIPT, retryAfterSeconds: 10 } : {});
}
