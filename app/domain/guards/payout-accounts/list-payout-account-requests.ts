import { type SQL, sql } from "drizzle-orm";
import { type Ctx, transact } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import { matchesAll } from "../../searching.ts";
import { GUARD_NAME } from "./guard-basis.ts";
import { MATCH_PERCENT, type NameCheck, nameMatchPercent } from "./rules.ts";
import { countElsewhere, SHARED_WITH } from "./shared.ts";

const PAGE_SIZE = 50;

/** What the queue is narrowed to; null is everything. */
export interface RequestList extends Cursors {
  search: string;
  status: "requested" | "held" | null;
  nameCheck: NameCheck | null;
  /** `change`: it takes the place of another account. */
  kind: "first" | "change" | null;
  /** Rows a page, when not as many as a person looks at. */
  size?: number;
}

/** A request as its checker sees it; the number is masked. */
export interface PayoutAccountRequest {
  id: string;
  guardId: string;
  guardName: string;
  guardHasPhone: boolean;
  status: "requested" | "held";
  kind: "bank" | "mobile_money";
  destinationName: string;
  numberEnd: string;
  holderName: string;
  nameCheck: NameCheck;
  /** With the guard's name of today. */
  percent: number;
  isMatch: boolean;
  reason: string | null;
  isChange: boolean;
  /** What it takes the place of. */
  current: { destinationName: string; numberEnd: string } | null;
  requestedByName: string;
  isOwn: boolean;
  requestedAt: string;
  heldUntil: string | null;
  /** The organisation's other guards with the same account. */
  sharedWith: string[];
  /** How many guards of other organisations have it. */
  sharedElsewhere: number;
  /** A first account in the guard's own name, asked for by somebody else: it can be approved together with others. */
  isSimple: boolean;
}

type Row = Omit<PayoutAccountRequest, "percent" | "isMatch" | "sharedElsewhere" | "isSimple"> & { key: string[] };

/** The oldest first, since somebody waits for it. */
const ORDER: Order = {
  columns: [
    { value: sql`p.requested_at`, kind: "instant" },
    { value: sql`p.id`, kind: "text" },
  ],
  isDescending: false,
};

/** The requests that wait for a checker and the changes that are held, a page at a time, and how many in all. Throws FORBIDDEN. */
export async function listPayoutAccountRequests(
  ctx: Ctx,
  { size = PAGE_SIZE, ...list }: RequestList,
): Promise<Page<PayoutAccountRequest> & { total: number }> {
  const { organisationId, userId } = requireStaff(ctx.actor, "payout-accounts.read", ctx.clock.now());
  const place = readPlace(list, ORDER);
  const [read, count] = await transact(ctx, [
    ctx.db.execute(
      sql`select ${COLUMNS}, p.requested_by = ${userId} as "isOwn", ${keyOf(ORDER)} as key ${TABLES}
        where ${requestsThat(organisationId, list)} and ${beyond(ORDER, place)}
        order by ${inOrder(ORDER, place)} limit ${size + 1}`,
    ),
    ctx.db.execute(sql`select count(*)::int as total ${TABLES} where ${requestsThat(organisationId, list)}`),
  ]);
  const page = pageOf((read?.rows ?? []) as unknown as Row[], size, place);
  const ids = page.rows.map(({ id }) => id);
  const elsewhere = await countElsewhere(organisationId, ids, ctx);
  const rows = page.rows.map((row) => judged(row, elsewhere.get(row.id) ?? 0));
  return { ...page, rows, total: Number(count?.rows[0]?.["total"] ?? 0) };
}

function judged(row: Omit<Row, "key">, sharedElsewhere: number): PayoutAccountRequest {
  const percent = nameMatchPercent(row.guardName, row.holderName);
  const isShared = row.sharedWith.length > 0 || sharedElsewhere > 0;
  const isMatch = percent >= MATCH_PERCENT;
  const isOfGuard = row.nameCheck === "matched" && isMatch;
  const isSimple = row.status === "requested" && !row.isOwn && !row.isChange && isOfGuard && !isShared;
  return { ...row, percent, isMatch, sharedElsewhere, isSimple };
}

const COLUMNS = sql`p.id, p.guard_id as "guardId", ${GUARD_NAME} as "guardName", g.phone is not null as "guardHasPhone",
  p.status, p.kind, p.destination_name as "destinationName", p.number_end as "numberEnd", p.holder_name as "holderName",
  p.name_check as "nameCheck", p.reason, a.id is not null as "isChange",
  case when a.id is not null then
    jsonb_build_object('destinationName', a.destination_name, 'numberEnd', a.number_end) end as current,
  coalesce(u.name, 'Asante') as "requestedByName", p.requested_at as "requestedAt", p.held_until as "heldUntil",
  ${SHARED_WITH} as "sharedWith"`;

const TABLES = sql`from payout_accounts p
  join guards g on (g.organisation_id, g.id) = (p.organisation_id, p.guard_id)
  left join payout_accounts a on a.guard_id = p.guard_id and a.status = 'active'
  left join staff_users u on u.id = p.requested_by`;

function requestsThat(organisationId: string, { search, status, nameCheck, kind }: RequestList): SQL {
  const conditions = [
    sql`p.organisation_id = ${organisationId}`,
    sql`p.status in ('requested', 'held')`,
    matchesAll(
      search,
      sql`concat_ws(' ', g.first_name, g.last_name, g.employee_id, p.holder_name, p.destination_name)`,
    ),
  ];
  if (status !== null) conditions.push(sql`p.status = ${status}`);
  if (nameCheck !== null) conditions.push(sql`p.name_check = ${nameCheck}`);
  if (kind !== null) conditions.push(sql`(a.id is not null) = ${kind === "change"}`);
  return sql.join(conditions, sql` and `);
}
