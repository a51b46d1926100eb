import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { actorName } from "../../audit/index.ts";
import { type Ctx, transact } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import type { PayoutStatus } from "../rules.ts";
import { FILE_ROW, type PayoutFileRow } from "./list-payout-files.ts";
import type { LineResult } from "./rules.ts";

/** A line as staff see it: the account by its end only. Minor units as text. */
export interface PayoutFileLine {
  line: number;
  payoutId: string;
  reference: string;
  guardId: string;
  guardName: string;
  destinationName: string;
  numberEnd: string;
  amountMinor: string;
  result: LineResult | null;
  bankReference: string | null;
  reason: string | null;
  isReleased: boolean;
  payoutStatus: PayoutStatus;
}

export interface PayoutFile extends PayoutFileRow {
  sha256: string | null;
  voidAskedByName: string | null;
  voidAskedAt: string | null;
  /** The one who looks asked for it, and so cannot confirm it. */
  isOwnVoid: boolean;
  voidReason: string | null;
  voidedByName: string | null;
  endedAt: string | null;
}

const PAGE_SIZE = 100;
const ORDER: Order = { columns: [{ value: sql`l.line`, kind: "number" }], isDescending: false };

/** One file, and a page of its lines. Throws FORBIDDEN, NOT_FOUND. */
export async function getPayoutFile(
  ctx: Ctx,
  { fileId, ...cursors }: { fileId: string } & Cursors,
): Promise<{ file: PayoutFile; lines: Page<PayoutFileLine> }> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const [files, lines] = await transact(ctx, [
    ctx.db.execute(
      sql`select ${FILE_ROW}, f.sha256, coalesce(asker.name, 'Asante') as "voidAskedByName",
          f.void_asked_at as "voidAskedAt", f.void_reason as "voidReason", f.ended_at as "endedAt",
          coalesce(f.void_asked_by = ${actorName(ctx.actor)}, false) as "isOwnVoid",
          coalesce(voider.name, 'Asante') as "voidedByName"
        from payout_files f
        left join staff_users maker on f.created_by = 'staff:' || maker.id
        left join staff_users asker on f.void_asked_by = 'staff:' || asker.id
        left join staff_users voider on f.voided_by = 'staff:' || voider.id
        where f.id = ${fileId} and f.organisation_id = ${organisationId}`,
    ),
    ctx.db.execute(
      sql`select l.line, l.payout_id as "payoutId", l.reference, p.guard_id as "guardId", g.display_name as "guardName",
          account.destination_name as "destinationName", account.number_end as "numberEnd",
          l.amount_minor::text as "amountMinor", l.result, l.bank_reference as "bankReference", l.reason,
          l.released_at is not null as "isReleased", p.status as "payoutStatus", ${keyOf(ORDER)} as key
        from payout_file_lines l
        join payouts p on p.id = l.payout_id
        join payout_accounts account on account.id = p.payout_account_id
        join guards g on g.id = p.guard_id
        where l.file_id = ${fileId} and l.organisation_id = ${organisationId} and ${beyond(ORDER, place)}
        order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
    ),
  ]);
  const [file] = (files?.rows ?? []) as unknown as PayoutFile[];
  if (!file) throw new AppError("NOT_FOUND", "There is no such file.");
  const read = (lines?.rows ?? []) as unknown as (PayoutFileLine & { key: string[] })[];
  return { file, lines: pageOf(read, PAGE_SIZE, place) };
}
