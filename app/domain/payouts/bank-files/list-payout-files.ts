import { sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import type { FileKind, PayoutFileStatus } from "./rules.ts";

/** A file in a list. Minor units as text. */
export interface PayoutFileRow {
  id: string;
  currency: string;
  kind: FileKind;
  status: PayoutFileStatus;
  lines: number;
  totalMinor: string;
  paid: number;
  /** Refused by the bank, or come back. */
  failed: number;
  /** Given up with the file. */
  released: number;
  createdByName: string;
  createdAt: string;
  isVoidAsked: boolean;
}

const PAGE_SIZE = 30;
const ORDER: Order = {
  columns: [
    { value: sql`f.created_at`, kind: "instant" },
    { value: sql`f.id`, kind: "text" },
  ],
  isDescending: true,
};

/** The columns of a file `f`, made by `maker` of staff_users. */
export const FILE_ROW = sql`f.id, f.currency, f.kind, f.status, f.lines, f.total_minor::text as "totalMinor",
  (select count(*)::int from payout_file_lines l where l.file_id = f.id and l.result = 'paid') as paid,
  (select count(*)::int from payout_file_lines l where l.file_id = f.id and l.result in ('failed', 'returned')) as failed,
  (select count(*)::int from payout_file_lines l
    where l.file_id = f.id and l.released_at is not null and l.result is null) as released,
  coalesce(maker.name, 'Asante') as "createdByName", f.created_at as "createdAt",
  f.status = 'exported' and f.void_asked_by is not null as "isVoidAsked"`;

/** The organisation's bank files, the newest first. Throws FORBIDDEN. */
export async function listPayoutFiles(ctx: Ctx, cursors: Cursors): Promise<Page<PayoutFileRow>> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const rows = await query<PayoutFileRow & { key: string[] }>(
    ctx.db,
    sql`select ${FILE_ROW}, ${keyOf(ORDER)} as key
      from payout_files f left join staff_users maker on f.created_by = 'staff:' || maker.id
      where f.organisation_id = ${organisationId} and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
  );
  return pageOf(rows, PAGE_SIZE, place);
}
