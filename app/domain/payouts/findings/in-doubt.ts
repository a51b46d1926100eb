import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../../../core/time.ts";
import { DOUBT_MS } from "../rules.ts";

/** Whether `p` of payouts has been at the rail for a day without a conclusive answer to its newest reference `a`. */
export function isInDoubt(at: Instant): SQL {
  return sql`(p.status in ('sending', 'unknown', 'submitted') and ${isUndecided()} and p.attempts = a.number and a.via = 'rail'
    and p.sent_at <= ${after(at, -DOUBT_MS)}::timestamptz)`;
}

/** Whether the rail has said nothing conclusive of `a` of payout_attempts. */
export function isUndecided(): SQL {
  return sql`a.status in ('sending', 'unknown', 'submitted')`;
}
