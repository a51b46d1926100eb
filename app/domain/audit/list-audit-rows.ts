import { SQL, sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import type { AuditFilters } from "./input.ts";

/** One thing that was done. */
export interface AuditRow {
  /** Its place in the organisation's chain. */
  number: string;
  actor: string;
  /** The person behind the actor, while one of the organisation's own; null for Asante's people and for machines. */
  actorName: string | null;
  action: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  requestId: string;
  at: string;
}

export interface AuditList extends AuditFilters, Cursors {
  /** Only what was done to this guard, or to what is theirs: codes, accounts, payouts, and refunds and disputes of tips. */
  guardId?: string;
  size?: number;
}

const PAGE_SIZE = 50;
const NEWEST_FIRST: Order = { columns: [{ value: sql`l.chain_number`, kind: "number" }], isDescending: true };

/** What was done in the organisation, newest first, a page at a time. Throws FORBIDDEN. */
export async function listAuditRows(ctx: Ctx, list: AuditList): Promise<Page<AuditRow>> {
  const { organisationId } = requireStaff(ctx.actor, "audit.read", ctx.clock.now());
  const { size = PAGE_SIZE } = list;
  const place = readPlace(list, NEWEST_FIRST);
  const rows = await query<AuditRow & { key: string[] }>(
    ctx.db,
    sql`select l.chain_number::text as number, l.actor, u.name as "actorName", l.action, l.subject, l.before, l.after,
        l.address, l.request_id as "requestId",
        to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, ${keyOf(NEWEST_FIRST)} as key
      from audit_log l
      left join staff_users u on l.actor = 'staff:' || u.id
      where l.organisation_id = ${organisationId} and ${narrowed(organisationId, list)}
        and ${beyond(NEWEST_FIRST, place)}
      order by ${inOrder(NEWEST_FIRST, place)} limit ${size + 1}`,
  );
  return pageOf(rows, size, place);
}

function narrowed(organisationId: string, { actor, action, subject, from, to, guardId }: AuditList): SQL {
  const zone = sql`(select time_zone from organisations where id = ${organisationId})`;
  const conditions = [
    actor && sql`(l.actor = ${actor} or starts_with(l.actor, ${`${actor}:`}))`,
    action && sql`starts_with(l.action, ${action})`,
    subject && sql`l.subject = ${subject}`,
    guardId && sql`l.subject = any(array(${subjectsOfGuard(organisationId, guardId)}))`,
    from && sql`l.at >= (${from}::date::timestamp at time zone ${zone})`,
    to && sql`l.at < ((${to}::date + 1)::timestamp at time zone ${zone})`,
  ].filter((condition) => condition instanceof SQL);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function subjectsOfGuard(organisationId: string, guardId: string): SQL {
  const theirs = sql`organisation_id = ${organisationId} and guard_id = ${guardId}`;
  const ofTips = sql`organisation_id = ${organisationId} and tip_id in (select id from tips where ${theirs})`;
  return sql`select ${guardId} union all select id from qr_codes where ${theirs}
    union all select id from payout_accounts where ${theirs} union all select id from payouts where ${theirs}
    union all select id from refunds where ${ofTips} union all select id from disputes where ${ofTips}`;
}
