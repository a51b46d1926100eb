import type pg from "pg";

/** One movement as post_transfers takes it; what is not given is that of an ordinary tip in Lagos. */
export interface Posting {
  id: string;
  group?: string;
  organisation?: string;
  currency?: string;
  debit?: string;
  credit?: string;
  amount?: bigint;
  kind?: string;
  reference?: string;
}

export const CLEARING = "rail_clearing:paystack";
export const PAYABLE = "guard_payable:guard-demo-emeka";

/** Posts movements through the one function that may write the books; gives the ids that were posted now. */
export async function post(client: pg.ClientBase | pg.Pool, ...postings: readonly Posting[]): Promise<string[]> {
  const rows = postings.map((posting) => ({
    id: posting.id,
    group_id: posting.group ?? posting.id,
    organisation_id: posting.organisation ?? "org-demo-lagos",
    currency: posting.currency ?? "NGN",
    debit_account: posting.debit ?? CLEARING,
    credit_account: posting.credit ?? PAYABLE,
    amount_minor: String(posting.amount ?? 1_000n),
    kind: posting.kind ?? "opening",
    reference: posting.reference ?? posting.id,
    event_at: "2026-03-01T10:00:00Z",
  }));
  const result = await client.query<{ id: string }>(
    `select post_transfers(array_agg(t)) as id
     from jsonb_populate_recordset(null::transfer_to_post, $1::jsonb) as t`,
    [JSON.stringify(rows)],
  );
  return result.rows.map(({ id }) => id);
}

/** The database's own word on why it refused: the constraint's name, or the error's code. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "accepted";
  } catch (error) {
    const { constraint, code, message } = error as { constraint?: string; code?: string; message: string };
    return constraint ?? code ?? message;
  }
}
