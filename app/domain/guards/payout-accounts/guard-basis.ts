import { type SQL, sql } from "drizzle-orm";
import type { Currency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import { after, type Instant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { FORMER_PHONE_MS } from "./rules.ts";

/** What is known of a guard when an account is asked for. */
export interface GuardBasis {
  id: string;
  name: string;
  organisationName: string;
  country: string;
  currency: Currency;
  /** Whom to tell: the number of today, and those of the last 72 hours. */
  noticePhones: string[];
  /** Of the account in use; null when there is none. */
  activeFingerprints: string[] | null;
  isWaiting: boolean;
}

/** Reads a guard of the organisation. Throws NOT_FOUND. */
export async function readGuard(
  organisationId: string,
  guardId: string,
  { db, clock }: Pick<Ctx, "db" | "clock">,
): Promise<GuardBasis> {
  const [found] = await query<GuardBasis>(
    db,
    sql`select g.id, ${GUARD_NAME} as name, o.name as "organisationName", o.country, o.currency,
        to_jsonb(${phonesOf(clock.now())}) as "noticePhones",
        (select to_jsonb(a.number_fingerprints) from payout_accounts a
          where a.guard_id = g.id and a.status = 'active') as "activeFingerprints",
        exists (select from payout_accounts w
          where w.guard_id = g.id and w.status in ('requested', 'held')) as "isWaiting"
      from guards g join organisations o on o.id = g.organisation_id
      where g.organisation_id = ${organisationId} and g.id = ${guardId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
  return found;
}

/** The name that an account's holder is compared with, of a guard `g`. */
export const GUARD_NAME = sql`concat_ws(' ', g.first_name, g.last_name)`;

/** The numbers at which a guard `g` is told of a change: whoever changed a phone lately does not silence it. */
export function phonesOf(at: Instant): SQL {
  return sql`array(
    select t.phone from (
      select g.phone union select f.phone from guard_former_phones f
      where f.guard_id = g.id and f.replaced_at > ${after(at, -FORMER_PHONE_MS)}
    ) t where t.phone is not null order by 1)`;
}
