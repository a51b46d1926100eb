import { sql } from "drizzle-orm";
import type { Currency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";

/** One transfer in the books, as a person reads it. */
export interface Posting {
  id: string;
  kind: string;
  debit: string;
  credit: string;
  amount: Money;
  at: string;
}

export type PostingRow = Omit<Posting, "amount"> & { minor: string };

/** Every `ledger_transfers l` of a group as JSON, in the order in which it was booked. */
export const POSTINGS = sql`coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'debit', l.debit_account,
  'credit', l.credit_account, 'minor', l.amount_minor::text, 'at', l.created_at) order by l.created_at, l.id), '[]')`;

export function readPostings(rows: readonly PostingRow[], currency: Currency): Posting[] {
  return rows.map(({ minor, ...row }) => ({ ...row, amount: { minor: BigInt(minor), currency } }));
}
