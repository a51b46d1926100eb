import type { PayoutStatus } from "./rules.ts";

/**
 * What moved a guard's account after a tip came in, in the account's own order. `take` and `give_back` are a payout's; `own` is
 * the tip's (its fees, its refunds), `older` that of money which came before it. Minor units; the last two have a sign.
 */
export interface AccountMove {
  what: "take" | "give_back" | "own" | "older";
  payoutId: string | null;
  minor: bigint;
}

interface Taken {
  older: bigint;
  own: bigint;
  younger: bigint;
}

/** What of a tip no payout holds, and what each payout holds of it. */
export interface Coverage {
  /** What of the tip is the guard's at all. */
  netMinor: bigint;
  uncoveredMinor: bigint;
  coveredBy: ReadonlyMap<string, bigint>;
}

const least = (one: bigint, other: bigint) => (one < other ? one : other);
const positive = (minor: bigint) => (minor > 0n ? minor : 0n);

/**
 * Which payouts hold a tip's money: each takes the oldest that no other holds, and gives back what it took, the youngest first.
 * A tip's money keeps its place in line, also when a refund of it failed and it is owed again.
 */
export function coverTip(
  { grossMinor, olderMinor }: { grossMinor: bigint; olderMinor: bigint },
  moves: readonly AccountMove[],
): Coverage {
  const taken = new Map<string, Taken>();
  let [older, own, net] = [olderMinor, grossMinor, grossMinor];
  for (const { what, payoutId, minor } of moves) {
    if (what === "older") older = positive(older + minor);
    else if (what === "own") {
      own = positive(own + minor);
      net += minor;
    } else {
      const holds = taken.get(payoutId ?? "") ?? { older: 0n, own: 0n, younger: 0n };
      taken.set(payoutId ?? "", holds);
      const part = what === "take" ? take(minor, holds, { older, own }) : giveBack(minor, holds);
      older += part.older;
      own += part.own;
    }
  }
  const coveredBy = new Map([...taken].flatMap(([id, holds]) => (holds.own > 0n ? [[id, holds.own]] : [])));
  return { netMinor: net, uncoveredMinor: own, coveredBy };
}

function take(minor: bigint, holds: Taken, free: { older: bigint; own: bigint }) {
  const older = least(minor, free.older);
  const own = least(minor - older, free.own);
  holds.older += older;
  holds.own += own;
  holds.younger += minor - older - own;
  return { older: -older, own: -own };
}

/** What a payout took before the tip came in was older than it. */
function giveBack(minor: bigint, holds: Taken) {
  const younger = least(minor, holds.younger);
  const own = least(minor - younger, holds.own);
  const older = minor - younger - own;
  holds.younger -= younger;
  holds.own -= own;
  holds.older -= least(older, holds.older);
  return { older, own };
}

/** Where a tip's money stands by what holds it, and since when it is all sent. */
export function settlementOf(
  { netMinor, uncoveredMinor, coveredBy }: Coverage,
  payouts: ReadonlyMap<string, { status: PayoutStatus; paidAt: Date | null }>,
): { status: "none" | "owed" | "in_payout" } | { status: "settled"; settledAt: Date } {
  if (netMinor <= 0n) return { status: "none" };
  if (uncoveredMinor > 0n || coveredBy.size === 0) return { status: "owed" };
  const times: number[] = [];
  for (const id of coveredBy.keys()) {
    const payout = payouts.get(id);
    if (payout?.status !== "paid" || !payout.paidAt) return { status: "in_payout" };
    times.push(payout.paidAt.getTime());
  }
  return { status: "settled", settledAt: new Date(Math.max(...times)) };
}
