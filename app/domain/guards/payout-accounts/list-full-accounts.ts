import { sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { type AccountPlace, openNumber } from "./seal.ts";

/** An account as a bank needs it. Holds the whole number: never to be logged, stored in a database, or shown. */
export interface FullAccount {
  accountId: string;
  holderName: string;
  number: string;
  destinationCode: string;
  destinationName: string;
}

interface SealedRow extends AccountPlace {
  destinationName: string;
  sealed: string;
  end: string;
  fingerprints: string[];
}

/**
 * Opens accounts of the organisation, for a file that a bank carries out. One that is not as it was sealed is left out, and
 * Asante's people and the organisation's are told. Throws FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function listFullAccounts(ctx: Ctx, accountIds: readonly string[]): Promise<FullAccount[]> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const rows = await query<SealedRow>(
    ctx.db,
    sql`select p.id, p.organisation_id as "organisationId", p.guard_id as "guardId", p.rail, p.kind,
        p.destination_code as "destinationCode", p.destination_name as "destinationName", p.currency,
        p.holder_name as "holderName", p.name_check as "nameCheck", p.number_sealed as sealed, p.number_end as end,
        to_jsonb(p.number_fingerprints) as fingerprints
      from payout_accounts p
      where p.organisation_id = ${organisationId} and p.id = any(${sql.param([...accountIds])}::text[])`,
  );
  const opened = await Promise.all(
    rows.map(async (row) => ({ row, number: await openNumber(row, row, ctx.settings.dataKeys) })),
  );
  const tampered = opened.flatMap(({ row, number }) => (number === null ? [row.id] : []));
  if (tampered.length > 0) await raiseAlarm(ctx, organisationId, tampered);
  return opened.flatMap(({ row, number }) => {
    const { id: accountId, holderName, destinationCode, destinationName } = row;
    return number === null ? [] : [{ accountId, holderName, number, destinationCode, destinationName }];
  });
}

/** Somebody wrote into the database: nothing goes to such an account, and people look. */
async function raiseAlarm(ctx: Ctx, organisationId: string, accountIds: readonly string[]): Promise<void> {
  const at = ctx.clock.now();
  const alerts = accountIds.map((account) => ({ id: newId("alt", at, ctx.randomness), account }));
  ctx.log.error("payout_account.tampered", { accounts: accountIds.length });
  await query(
    ctx.systemDb,
    sql`insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select id, ${organisationId}, 'payout_account.tampered', account,
        'this payout account was changed behind our back; it was left out of a bank file', ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) as a (id text, account text)
      on conflict do nothing`,
  );
}
