import { type SQL, sql } from "drizzle-orm";
import { after, type Instant, minutes } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import type { StaffActor } from "../../permissions.ts";
import { GUARD_NAME, phonesOf } from "./guard-basis.ts";
import type { NameCheck } from "./rules.ts";
import { SHARED_WITH } from "./shared.ts";

/** Longer than the rail may take for the largest batch. */
const CLAIM_MS = minutes(5);

/** A request as its checker takes it up. */
export interface TakenRequest {
  id: string;
  guardId: string;
  guardName: string;
  organisationName: string;
  country: string;
  rail: string;
  kind: "bank" | "mobile_money";
  destinationCode: string;
  destinationName: string;
  currency: string;
  numberSealed: string;
  numberEnd: string;
  numberFingerprints: string[];
  holderName: string;
  nameCheck: NameCheck;
  status: string;
  requestedBy: string;
  isChange: boolean;
  /** The numbers of now, and those of when it was asked for. */
  noticePhones: string[];
  /** The organisation's other guards who have this account. */
  sharedWith: string[];
  isClaimed: boolean;
}

/**
 * Reads requests and claims those that this person may decide, for a while: asked for by somebody else, and at the rail with
 * nobody else. Intent first: who goes to the rail with an account is on its row before they do.
 */
export function claimRequests(
  { organisationId, userId }: StaffActor,
  accountIds: readonly string[],
  { db, clock }: Pick<Ctx, "db" | "clock">,
): Promise<TakenRequest[]> {
  const at = clock.now();
  return query<TakenRequest>(
    db,
    sql`with claimed as (
        update payout_accounts p set claimed_by = ${userId}, claimed_until = ${after(at, CLAIM_MS)}
        where p.organisation_id = ${organisationId} and p.id = any(${sql.param([...accountIds])}::text[])
          and p.status = 'requested' and p.requested_by <> ${userId}
          and (p.claimed_until is null or p.claimed_until <= ${at} or p.claimed_by = ${userId})
        returning p.id
      )
      select p.id, p.guard_id as "guardId", ${GUARD_NAME} as "guardName", o.name as "organisationName", o.country, p.rail,
        p.kind, p.destination_code as "destinationCode", p.destination_name as "destinationName", p.currency,
        p.number_sealed as "numberSealed", p.number_end as "numberEnd",
        to_jsonb(p.number_fingerprints) as "numberFingerprints", p.holder_name as "holderName",
        p.name_check as "nameCheck", p.status, p.requested_by as "requestedBy",
        exists (select from payout_accounts a where a.guard_id = p.guard_id and a.status = 'active') as "isChange",
        ${allPhonesOf(at)} as "noticePhones", ${SHARED_WITH} as "sharedWith", c.id is not null as "isClaimed"
      from payout_accounts p
        join guards g on (g.organisation_id, g.id) = (p.organisation_id, p.guard_id)
        join organisations o on o.id = p.organisation_id
        left join claimed c on c.id = p.id
      where p.organisation_id = ${organisationId} and p.id = any(${sql.param([...accountIds])}::text[])`,
  );
}

/** Of an account `p` and its guard `g`: the numbers of now and of when it was asked for, as JSON. */
export function allPhonesOf(at: Instant): SQL {
  return sql`to_jsonb(array(select distinct phone from unnest(p.notice_phones || ${phonesOf(at)}) as phone order by 1))`;
}
