import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../../core/time.ts";
import { auditInsert } from "../../audit/index.ts";
import type { Ctx } from "../../context.ts";
import { maySend, roomUnderCaps } from "../claim-statement.ts";
import type { FileKind } from "./rules.ts";

/** Which payouts a file is for. */
export interface Wanted {
  organisationId: string;
  currency: string;
  kind: FileKind;
  payoutIds: readonly string[];
  at: Instant;
}

export interface Export extends Wanted {
  fileId: string;
  fileKey: string;
  /** Who makes it, as records name them. */
  maker: string;
}

/** Files take turns with the API's sender at every rail of a currency: a payout goes one way only, and caps are exact. */
export function lockLanesOf(currency: string): SQL {
  return sql`select from payout_lanes where currency = ${currency} order by rail for no key update`;
}

/** Locks payouts in the one order of this noun; what follows in the same transaction sees them as they are then. */
export function lockPayoutsById(ids: readonly string[]): SQL {
  return sql`select from payouts where id = any(${sql.param([...ids])}::text[]) order by id for no key update`;
}

/**
 * Whether `p` of payouts may go into a file: as for sending, and of which the rail never took anything: what it has once
 * called failed it may still pay. Its lane may be paused: that is what a file is for.
 */
export function isExportable(at: Instant): SQL {
  return sql`(p.status = 'created' and ${maySend(at)}
    and not exists (
      select from payout_attempts a
      where a.payout_id = p.id and (a.in_doubt or a.transfer_code is not null or a.status not in ('failed', 'held_back'))
    ))`;
}

/** The payouts `p`, with their account `account`, of one organisation that a file of a currency and kind may take. */
export function mayExport({ organisationId, currency, kind, at }: Omit<Wanted, "payoutIds">): SQL {
  return sql`p.organisation_id = ${organisationId} and p.currency = ${currency} and account.kind = ${kind}
    and ${isExportable(at)}`;
}

/**
 * Claims payouts for a file by compare-and-set to `exported`, the oldest that fit under the caps, each with its next reference
 * and its line. A reference that the rail held back ends there, and is never used again. Gives the lines; none when nothing
 * could be claimed, and then there is no file.
 */
export function exportStatement(wish: Export, ctx: Ctx): SQL {
  const { fileId, organisationId, currency, kind, at } = wish;
  const entry = {
    organisationId,
    action: "payout_file.exported",
    subject: fileId,
    after: sql`jsonb_build_object('currency', ${currency}::text, 'kind', ${kind}::text, 'lines', file.lines,
      'totalMinor', file.total_minor::text)`,
  };
  return sql`
    with ${choose(wish)},
    claimed as (
      update payouts p set status = 'exported', next_send_at = null, sent_at = ${at}, moves = p.moves + 1,
        attempts = p.attempts + 1
      from chosen c where p.id = c.id and p.status = 'created'
      returning p.id, p.organisation_id, p.attempts, p.moves, p.amount_minor, p.payout_account_id, p.created_at,
        p.id || '-' || p.attempts as reference
    ),
    ended as (
      update payout_attempts a set status = 'failed' from claimed c
      where a.payout_id = c.id and a.number < c.attempts and a.status = 'held_back'
    ),
    attempted as (
      insert into payout_attempts (reference, organisation_id, payout_id, number, via, status, at)
      select reference, organisation_id, id, attempts, 'file', 'exported', ${at} from claimed
    ),
    history as (
      insert into payout_history (organisation_id, payout_id, number, status, cause, at)
      select organisation_id, id, moves, 'exported', attempts || ':export', ${at} from claimed
    ),
    file as (
      insert into payout_files (id, organisation_id, currency, kind, status, lines, total_minor, created_by, created_at, file_key)
      select ${fileId}, ${organisationId}, ${currency}, ${kind}, 'exported', count(*), sum(amount_minor), ${wish.maker}, ${at},
        ${wish.fileKey}
      from claimed having count(*) > 0
      returning id, lines, total_minor
    ),
    listed as (
      insert into payout_file_lines (organisation_id, file_id, line, payout_id, reference, amount_minor)
      select organisation_id, ${fileId}, row_number() over (order by created_at, id), id, reference, amount_minor from claimed
      returning line, payout_id, reference, amount_minor
    ),
    audited as (${auditInsert(entry, ctx, sql`file`)})
    select l.line, l.reference, l.amount_minor::text as "amountMinor", c.payout_account_id as "accountId"
    from listed l join claimed c on c.id = l.payout_id`;
}

/** Of the payouts that are asked for, the oldest that fit under the caps. */
function choose({ payoutIds, ...wish }: Wanted): SQL {
  const { currency, at } = wish;
  return sql`
    due as materialized (
      select p.id, p.organisation_id, p.amount_minor, p.created_at
      from payouts p join payout_accounts account on account.id = p.payout_account_id
      where p.id = any(${sql.param([...payoutIds])}::text[]) and ${mayExport(wish)}
    ),
    ${roomUnderCaps(currency, at)},
    fitting as (
      select d.*, r.own, sum(d.amount_minor) over (order by d.created_at, d.id) as sum
      from due d join room r on r.id = d.organisation_id
      where (r.own is null or d.amount_minor <= r.own)
        and coalesce(d.amount_minor <= (select minor from everybody), true)
    ),
    chosen as (
      select id from fitting where (own is null or sum <= own) and coalesce(sum <= (select minor from everybody), true)
    )`;
}
