import type pg from "pg";
import type { Ctx } from "#app/domain/context.ts";
import { applyTransferAnswers } from "#app/domain/payouts/apply-transfer-answers.ts";
import { loadAttempts } from "#app/domain/payouts/load.ts";
import type { Source } from "#app/domain/payouts/rules.ts";
import type { Rail, Transfer, TransferAnswer } from "#app/domain/ports.ts";
import { paystackRail } from "#app/rails/paystack/index.ts";
import type { TestDatabase } from "#test/setup/database.ts";
import type { PaystackSimulator } from "#test/simulators/paystack/index.ts";
import { post } from "./postings.ts";
import { type ContextParts, workerContext } from "./worker-context.ts";

/** A guard who is owed something and can be paid. */
export interface Payee {
  guardId: string;
  accountId: string;
  recipientCode: string;
}

export interface PayeeOptions {
  organisationId?: string;
  currency?: string;
  /** What the guard is owed, in minor units. */
  owedMinor?: bigint;
  /** The end of the account number, which decides at the simulator what becomes of transfers to it. */
  suffix?: string;
  kind?: "bank" | "mobile_money";
  /** Whether a payout was paid to the account before, so that the next one needs no checker. */
  isKnown?: boolean;
}

const SITES: Record<string, string> = {
  "org-demo-lagos": "site-demo-banana-island",
  "org-demo-nairobi": "site-demo-westlands",
  "org-demo-accra": "site-demo-east-legon",
  "org-second-lagos": "org-second-lagos-site-demo-banana-island",
};
const TYPES: Record<string, Record<"bank" | "mobile_money", string>> = {
  NGN: { bank: "nuban", mobile_money: "nuban" },
  KES: { bank: "kepss", mobile_money: "mobile_money" },
  GHS: { bank: "ghipss", mobile_money: "mobile_money" },
};

let made = 0;

/** Adds a guard with an account in use, known to the simulator, and money in the books that is owed to the guard. */
export async function addPayee(
  owner: pg.Client,
  paystack: PaystackSimulator,
  options: PayeeOptions = {},
): Promise<Payee> {
  const { organisationId = "org-demo-lagos", currency = "NGN", owedMinor = 100_000n, suffix, kind = "bank" } = options;
  made += 1;
  const guardId = `guard-payee-${process.pid}-${made}`;
  const accountId = `acc-payee-${process.pid}-${made}`;
  const number = `${String(made).padStart(6, "0")}${suffix ?? "0001"}`;
  const recipientCode = await addRecipient(paystack, { number, currency, type: TYPES[currency]?.[kind] ?? "nuban" });
  await owner.query(
    `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
     values ($1, $2, $3, 'active', 'Pay', 'Ee', 'Payee', $1)`,
    [guardId, organisationId, SITES[organisationId]],
  );
  await addAccount(owner, { accountId, guardId, organisationId, currency, kind, recipientCode, number });
  if (options.isKnown ?? true) await addPastPayout(owner, { guardId, accountId, organisationId, currency, owedMinor });
  if (owedMinor > 0n) await owe(owner, { guardId, organisationId, currency, owedMinor });
  return { guardId, accountId, recipientCode };
}

/** Books an amount that is owed to a guard, as a tip would, without the tip. */
export async function owe(
  owner: pg.Client,
  {
    guardId,
    organisationId = "org-demo-lagos",
    currency = "NGN",
    owedMinor,
  }: PayeeOptions & { guardId: string; owedMinor: bigint },
): Promise<void> {
  made += 1;
  const payable = `guard_payable:${guardId}`;
  await post(owner, {
    id: `opening-${process.pid}-${made}`,
    organisation: organisationId,
    currency,
    credit: payable,
    amount: owedMinor,
  });
}

async function addRecipient(paystack: PaystackSimulator, account: { number: string; currency: string; type: string }) {
  const response = await fetch(`${paystack.url}/transferrecipient`, {
    method: "POST",
    headers: { authorization: `Bearer ${paystack.secretKey}` },
    body: JSON.stringify({
      type: account.type,
      name: "Pay Ee",
      account_number: account.number,
      bank_code: account.type === "mobile_money" ? (account.currency === "KES" ? "MPESA" : "MTN") : "058",
      currency: account.currency,
    }),
  });
  const { data } = (await response.json()) as { data?: { recipient_code?: string } };
  if (!data?.recipient_code) throw new Error(`the simulator made no recipient: ${response.status}`);
  return data.recipient_code;
}

type Account = Required<Pick<PayeeOptions, "organisationId" | "currency" | "kind">> & {
  accountId: string;
  guardId: string;
  recipientCode: string;
  number: string;
};

async function addAccount(owner: pg.Client, account: Account): Promise<void> {
  const { accountId, organisationId, guardId, kind, currency, recipientCode, number } = account;
  await owner.query(
    `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
       number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
       notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
     values ($1, $2, $3, 'paystack', $4, '058', 'GTBank', $5, 'x', right($7, 4), array[$7], 'Pay Ee', 'matched', 100, $6,
       'active', '{}', 'usr-maker', '2026-01-06Z', 'usr-checker', '2026-01-06Z', '2026-01-06Z')`,
    [accountId, organisationId, guardId, kind, currency, recipientCode, number],
  );
}

/** A payout of long ago, with its run and its postings, as the verbs would have left them. */
async function addPastPayout(
  owner: pg.Client,
  past: { guardId: string; accountId: string; organisationId: string; currency: string; owedMinor: bigint },
): Promise<void> {
  const { guardId, accountId, organisationId, currency } = past;
  const amount = past.owedMinor > 0n ? past.owedMinor : 100_000n;
  const runId = `run-past-${organisationId}`;
  const id = `po-past-${guardId}`;
  await owner.query(
    `insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer,
       finished_at)
     values ($1, $2, '2026-01-06', $3, 'daily', 'created', 0, 'organisation', '2026-01-06Z') on conflict do nothing`,
    [runId, organisationId, currency],
  );
  const books = { organisation: organisationId, currency, amount, reference: id, group: `${id}-1` };
  await owe(owner, { guardId, organisationId, currency, owedMinor: amount });
  await post(
    owner,
    {
      ...books,
      id: `${id}:reserve`,
      debit: `guard_payable:${guardId}`,
      credit: "payout_in_transit",
      kind: "payout_reserved",
    },
    { ...books, id: `${id}-1:paid`, debit: "payout_in_transit", credit: "rail_clearing:paystack", kind: "payout_paid" },
  );
  await owner.query(
    `with counted as (
       update settlement_runs set payouts = payouts + 1, total_minor = total_minor + $7 where id = $4
     ), paid as (
       insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
         up_to_entry, status, attempts, moves, created_at, sent_at, paid_at, ended_at)
       values ($1, $2, $3, $4, $5, 'paystack', $6, $7, 'organisation', 1, 'paid', 1, 1, '2026-01-06Z', '2026-01-06Z',
         '2026-01-06Z', '2026-01-06Z')
     ), attempt as (
       insert into payout_attempts (reference, organisation_id, payout_id, number, status, fee_minor, at)
       values ($1 || '-1', $2, $1, 1, 'succeeded', 0, '2026-01-06Z')
     )
     insert into payout_history (organisation_id, payout_id, number, status, cause, at)
     values ($2, $1, 1, 'paid', 'opening', '2026-01-06Z')`,
    [id, organisationId, guardId, runId, accountId, currency, String(amount)],
  );
}

type PayoutContextParts = { at: Date; size?: number; transferTimeoutMs?: number } & Partial<ContextParts>;

/** A system's context at some instant, whose rail sends batches of a size and without a pause. */
export function payoutContext(
  database: Pick<TestDatabase, "url" | "bridgeUrl">,
  paystack: PaystackSimulator,
  { at, size = 100, transferTimeoutMs = 5_000, ...parts }: PayoutContextParts,
): Ctx {
  const ctx = workerContext({ database, bridgeUrl: database.bridgeUrl, paystack, at, timeoutMs: 20_000, ...parts });
  const impatient = paystackRail({
    baseUrl: paystack.url,
    checkoutOrigin: paystack.url,
    secretKey: paystack.secretKey,
    transferTimeoutMs,
    now: () => performance.now(),
  });
  const rail: Rail = { ...impatient, transferBatch: { size, everyMs: 0 } };
  return { ...ctx, rails: { paystack: rail } };
}

/** Lets a rail say something of transfers that we sent, as the answer to a look-up unless told otherwise. */
export async function tell(
  ctx: Ctx,
  references: string | readonly string[],
  what: Transfer["status"] | TransferAnswer,
  { source = "lookup", ...said }: Partial<Transfer> & { source?: Source } = {},
): Promise<void> {
  const known = await loadAttempts(ctx, [references].flat());
  const told = [...known.values()].map(({ reference, amountMinor, currency, rail }) => {
    const transfer = { rail, environment: null, reference, transferCode: null, failure: null, currency, amountMinor };
    const found = (status: Transfer["status"]): TransferAnswer => ({
      status: "found",
      transfer: { ...transfer, status, railFeeMinor: 0n, movedAt: null, ...said },
    });
    return { reference, answer: typeof what === "string" ? found(what) : what, source, trace: null, eventId: null };
  });
  await applyTransferAnswers(ctx, told);
}
