import { describeFault } from "#app/core/errors.ts";
import { seconds } from "#app/core/time.ts";
import type { LimitClaim, Limits, Log } from "#app/domain/context.ts";
import type { Counter } from "./counter.ts";

/** When to try again a request that could not be counted. */
const UNREACHABLE_WAIT_MS = seconds(10);

/**
 * Limits counted by Durable Objects, one a key, in the order given: who is refused by the first does not use up the
 * places of the next. A counter that cannot be reached lets the request on, as no money hangs on it, but where the
 * claim says otherwise.
 */
export function counterLimits(counters: DurableObjectNamespace<Counter>, log: Log): Limits {
  return {
    async take(claims) {
      for (const claim of claims) {
        const waitMs = await takeOne(counters, claim, log);
        if (waitMs > 0) return { allowed: false, retryAfterSeconds: Math.ceil(waitMs / 1_000) };
      }
      return { allowed: true };
    },
  };
}

async function takeOne(
  counters: DurableObjectNamespace<Counter>,
  { key, limit, windowMs, whenUnreachable }: LimitClaim,
  log: Log,
): Promise<number> {
  try {
    return await counters.get(counters.idFromName(key)).take(limit, windowMs);
  } catch (error) {
    log.error("limits.unreachable", describeFault(error));
    return whenUnreachable === "refuse" ? UNREACHABLE_WAIT_MS : 0;
  }
}

/** What is counted as one address: an IPv6 network of 64 bits, since one line has them all; an IPv4 address as it is. */
export function addressOf(request: Request): string {
  const address = request.headers.get("cf-connecting-ip") ?? "unknown";
  if (!address.includes(":")) return address;
  // IPv4 written as IPv6, ::ffff:192.0.2.1
  if (address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const groups = groupsOf(head);
  const rest = groupsOf(tail);
  const zeros = address.includes("::") ? new Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0") : [];
  return [...groups, ...zeros, ...rest].slice(0, 4).join(":");
}

function groupsOf(text: string): string[] {
  return text.split(":").flatMap((group) => (group === "" ? [] : [group.replace(/^0+(?=.)/, "")]));
}
