import { sql } from "drizzle-orm";
import { actorName } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { Finding } from "./create-payout-finding.ts";
import { isInDoubt } from "./in-doubt.ts";

/** What a payout's page offers for one that is in doubt: to write down what the rail said, or to confirm what was. */
export interface PayoutDoubt {
  reference: string;
  sentAt: string;
  open: {
    findingId: string;
    finding: Finding;
    note: string;
    recordedBy: string;
    recordedAt: string;
    /** Whoever reads this wrote it down, and does not confirm it. */
    isOwn: boolean;
  } | null;
}

/** How a payout that has been in doubt for a day may be ended by two people; null for any other payout. Throws FORBIDDEN. */
export async function findPayoutDoubt(ctx: Ctx, payoutId: string): Promise<PayoutDoubt | null> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  const [doubt] = await query<PayoutDoubt>(
    ctx.db,
    sql`select a.reference, p.sent_at as "sentAt", case when f.id is not null then json_build_object('findingId', f.id,
        'finding', f.finding, 'note', f.note, 'recordedBy', f.recorded_by, 'recordedAt', f.recorded_at,
        'isOwn', f.recorded_by = ${actorName(ctx.actor)}) end as open
      from payouts p
      join payout_attempts a on a.payout_id = p.id and a.number = p.attempts
      left join payout_findings f on f.payout_id = p.id and f.status = 'open'
      where p.id = ${payoutId} and p.organisation_id = ${organisationId} and ${isInDoubt(at)}`,
  );
  return doubt ?? null;
}
