import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { matchesAll } from "../searching.ts";
import type { PayoutFilters, PayoutGroup } from "./input.ts";
import type { PayoutStatus } from "./rules.ts";

/** A payout as a line of a list; the account is masked. */
export interface PayoutSummary {
  id: string;
  runId: string;
  guardId: string;
  guardName: string;
  employeeId: string;
  amount: Money;
  status: PayoutStatus;
  group: PayoutGroup;
  approvalReason: "first" | "large" | "manual" | null;
  /** Asked for by who looks at it: another person approves. */
  isOwn: boolean;
  /** Why it failed, was sent back or was cancelled. */
  reason: string | null;
  attempts: number;
  destinationName: string;
  numberEnd: string;
  createdAt: string;
  nextSendAt: string | null;
  sentAt: string | null;
  paidAt: string | null;
}

export interface PayoutList extends PayoutFilters, Cursors {
  size?: number;
}

const PAGE_SIZE = 50;

/** A summary as the database gives it. */
export type SummaryRow = Omit<PayoutSummary, "amount"> & { currency: string; minor: string };

/** Only these statuses can be of a group, so that the index by status finds it. */
const STATUSES: Record<PayoutGroup, readonly PayoutStatus[]> = {
  to_approve: ["created"],
  failed: ["failed", "reversed"],
  in_doubt: ["unknown"],
  retrying: ["created"],
  waiting: ["created"],
  sending: ["sending", "submitted"],
  exported: ["exported"],
  paid: ["paid"],
  investigated: ["failed", "reversed"],
  cancelled: ["cancelled"],
};

/** The group of `p` of payouts. One that failed for now has a reason while it waits to be sent again. */
export const GROUP = sql`case
  when p.status = 'created' and p.approval_reason is not null and p.approved_by is null then 'to_approve'
  when p.status = 'created' and p.reason is not null then 'retrying'
  when p.status = 'created' then 'waiting'
  when p.status in ('sending', 'submitted') then 'sending'
  when p.status = 'unknown' then 'in_doubt'
  when p.status in ('failed', 'reversed') and p.investigated_at is null then 'failed'
  when p.status in ('failed', 'reversed') then 'investigated'
  else p.status end`;

/** The columns of a summary, of the tables below; `viewer` is who looks, as records name them. */
export function summaryColumns(viewer: string): SQL {
  return sql`p.id, p.run_id as "runId", p.guard_id as "guardId", g.first_name || ' ' || g.last_name as "guardName",
    g.employee_id as "employeeId", p.currency, p.amount_minor::text as minor, p.status, ${GROUP} as "group",
    p.approval_reason as "approvalReason", coalesce(p.requested_by = ${viewer}, false) as "isOwn", p.reason, p.attempts,
    account.destination_name as "destinationName", account.number_end as "numberEnd", p.created_at as "createdAt",
    p.next_send_at as "nextSendAt", p.sent_at as "sentAt", p.paid_at as "paidAt"`;
}

export const SUMMARY_TABLES = sql`payouts p
  join guards g on (g.organisation_id, g.id) = (p.organisation_id, p.guard_id)
  join payout_accounts account on (account.organisation_id, account.id) = (p.organisation_id, p.payout_account_id)`;

const NEWEST: Order["columns"] = [{ value: sql`p.created_at`, kind: "instant" }];
const FIRST: Record<string, Order["columns"]> = {
  created: NEWEST,
  amount: [{ value: sql`p.amount_minor`, kind: "number" }],
  guard: [
    { value: sql`g.last_name`, kind: "text" },
    { value: sql`g.first_name`, kind: "text" },
  ],
};

/** The order that an address asks for; the newest first unless it names another. */
function payoutOrder(sort: string | null): Order {
  const key = sort?.replace(/^-/, "") ?? "";
  const columns = Object.hasOwn(FIRST, key) ? FIRST[key] : undefined;
  const isDescending = columns === undefined || (sort?.startsWith("-") ?? true);
  return { columns: [...(columns ?? NEWEST), { value: sql`p.id`, kind: "text" }], isDescending };
}

/** Whose payouts, and who looks at them, as records name them. */
interface Place {
  organisationId: string;
  viewer: string;
}

/** Reads a page of the list, and one row more. */
export function pageStatement({ organisationId, viewer }: Place, list: PayoutList): SQL {
  const order = payoutOrder(list.sort);
  const place = readPlace(list, order);
  return sql`select ${summaryColumns(viewer)}, ${keyOf(order)} as key from ${SUMMARY_TABLES}
    where ${payoutsThat(organisationId, list)} and ${beyond(order, place)}
    order by ${inOrder(order, place)} limit ${(list.size ?? PAGE_SIZE) + 1}`;
}

/** The page of rows that were read so. */
export function summaryPage(rows: readonly object[], list: PayoutList): Page<PayoutSummary> {
  const place = readPlace(list, payoutOrder(list.sort));
  const page = pageOf(rows as (SummaryRow & { key: string[] })[], list.size ?? PAGE_SIZE, place);
  return { ...page, rows: page.rows.map(summaryOf) };
}

/** The condition of a list. */
export function payoutsThat(organisationId: string, { q, status, reason, run, guard }: PayoutFilters): SQL {
  const conditions = [sql`p.organisation_id = ${organisationId}`];
  if (status !== null)
    conditions.push(sql`p.status = any(${sql.param(STATUSES[status])}::text[]) and ${GROUP} = ${status}`);
  if (reason !== null) conditions.push(sql`${reason} in (p.approval_reason, p.reason)`);
  if (run !== null) conditions.push(sql`p.run_id = ${run}`);
  if (guard !== null) conditions.push(sql`p.guard_id = ${guard}`);
  if (q)
    conditions.push(
      matchesAll(withoutAttempts(q), sql`concat_ws(' ', g.first_name, g.last_name, g.employee_id, p.id)`),
    );
  return sql.join(conditions, sql` and `);
}

/** A reference is a payout's id and the number of the attempt: whoever has a reference finds the payout. */
function withoutAttempts(search: string): string {
  return search.replaceAll(/\b(po-[0-9a-z]{20,})-\d{1,3}\b/g, "$1");
}

/** A row of the database as the line that it is. */
export function summaryOf({ currency, minor, ...row }: SummaryRow): PayoutSummary {
  assert(isCurrency(currency), "a payout's currency is one we handle");
  return { ...row, amount: { minor: BigInt(minor), currency } };
}

/** How many payouts stand somewhere, and what they come to. */
export interface PayoutTotal {
  group: PayoutGroup;
  payouts: number;
  total: Money;
}

/** Counts payouts by their groups; `where` is about the tables above. */
export function totalsStatement(where: SQL): SQL {
  return sql`select ${GROUP} as "group", p.currency, count(*)::int as payouts, sum(p.amount_minor)::text as minor
    from ${SUMMARY_TABLES} where ${where} group by 1, 2`;
}

/** The totals of rows that were read so. */
export function totalsOf(rows: readonly object[]): PayoutTotal[] {
  return (rows as { group: PayoutGroup; currency: string; payouts: number; minor: string }[]).map(
    ({ group, currency, payouts, minor }) => {
      assert(isCurrency(currency), "a payout's currency is one we handle");
      return { group, payouts, total: { minor: BigInt(minor), currency } };
    },
  );
}
