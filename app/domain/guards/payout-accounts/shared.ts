import { type SQL, sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";

const LIVE = sql`('requested', 'held', 'active')`;

/** The names of the organisation's other guards who have the account `p`, or ask for it, as a JSON array. */
export const SHARED_WITH: SQL = sql`coalesce((
    select jsonb_agg(distinct concat_ws(' ', s.first_name, s.last_name))
    from payout_accounts o join guards s on (s.organisation_id, s.id) = (o.organisation_id, o.guard_id)
    where o.organisation_id = p.organisation_id and o.guard_id <> p.guard_id and o.status in ${LIVE}
      and o.number_fingerprints && p.number_fingerprints), '[]')`;

/** How many guards of other organisations have each of these accounts. Counted over the whole database, and no more than that. */
export async function countElsewhere(
  organisationId: string,
  accountIds: readonly string[],
  { systemDb }: Pick<Ctx, "systemDb">,
): Promise<ReadonlyMap<string, number>> {
  if (accountIds.length === 0) return new Map();
  const rows = await query<{ id: string; guards: number }>(
    systemDb,
    sql`select p.id, count(distinct o.guard_id)::int as guards
      from payout_accounts p join payout_accounts o
        on o.number_fingerprints && p.number_fingerprints and o.organisation_id <> p.organisation_id and o.status in ${LIVE}
      where p.organisation_id = ${organisationId} and p.id = any(${sql.param([...accountIds])}::text[])
      group by p.id`,
  );
  return new Map(rows.map(({ id, guards }) => [id, guards]));
}
