import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { textInserts } from "../../messages/index.ts";
import { ACTIVATED, activation } from "./activation.ts";
import { allPhonesOf } from "./claim.ts";
import { accountActiveNotices } from "./notices.ts";

const BATCH_SIZE = 50;

interface Due {
  id: string;
  organisationId: string;
  organisationName: string;
  destinationName: string;
  numberEnd: string;
  noticePhones: string[];
}

/**
 * Brings changed accounts into use whose 72 hours are over, a batch a call, and tells the guards' numbers, the old ones too.
 * Moves: held → active, and the one before it: active → replaced. Returns how many were due.
 */
export async function applyHeldPayoutAccounts(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const due = await query<Due>(
    ctx.db,
    sql`select p.id, p.organisation_id as "organisationId", o.name as "organisationName",
        p.destination_name as "destinationName", p.number_end as "numberEnd", ${allPhonesOf(at)} as "noticePhones"
      from payout_accounts p
        join guards g on (g.organisation_id, g.id) = (p.organisation_id, p.guard_id)
        join organisations o on o.id = p.organisation_id
      where p.status = 'held' and p.held_until <= ${at} order by p.held_until limit ${BATCH_SIZE}`,
  );
  if (due.length === 0) return 0;
  const notices = due.flatMap((account) =>
    accountActiveNotices({ ...account, about: account.id, phones: account.noticePhones }),
  );
  const entry = { ...ACTIVATED, organisationId: sql`activated.organisation_id` };
  const ids = due.map(({ id }) => id);
  await query(
    ctx.db,
    sql`with due as (
        select id, guard_id from payout_accounts
        where id = any(${sql.param(ids)}::text[]) and status = 'held' and held_until <= ${at}
        order by id for update skip locked
      ), ${activation(sql`due`, at)},
      audited as (${auditInsert(entry, ctx, sql`activated`)}),
      told as (${textInserts(notices, ctx, sql`activated`)})
      select id from activated`,
  );
  return due.length;
}
