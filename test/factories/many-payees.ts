import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { PaystackSimulator } from "#test/simulators/paystack/index.ts";
import { post } from "./postings.ts";

/** A guard of a crowd: whose, paid how, and how much they are owed in minor units. */
export interface Member {
  organisationId: string;
  siteId: string;
  currency: string;
  kind: "bank" | "mobile_money";
  owedMinor: bigint;
  /** The end of the account number, which decides at the simulator what becomes of transfers to it. */
  suffix?: string;
}

export type AddedMember = Member & { guardId: string; accountId: string; number: string };

/** Recipients the simulator takes in one call. */
const RECIPIENTS_AT_ONCE = 2_000;

/**
 * Adds many guards with accounts in use, and what they are owed, in a few statements. With a simulator it knows the accounts;
 * without one they can be settled and not sent. None was paid before, so each payout waits for a checker.
 */
export async function addMany(
  owner: pg.Client,
  members: readonly Member[],
  paystack?: PaystackSimulator,
): Promise<AddedMember[]> {
  const crowd = randomBytes(4).toString("hex");
  const added = members.map((member, index) => ({
    ...member,
    guardId: `guard-${crowd}-${index}`,
    accountId: `acc-${crowd}-${index}`,
    number: `${String(index + 1).padStart(6, "0")}${member.suffix ?? "0001"}`,
  }));
  const codes = paystack ? await addRecipients(paystack, added) : added.map(({ accountId }) => `RCP_${accountId}`);
  const rows = added.map((member, index) => ({
    ...member,
    owedMinor: String(member.owedMinor),
    recipientCode: codes[index],
  }));
  await owner.query(
    `with member as (
       select * from jsonb_to_recordset($1::jsonb) as m ("guardId" text, "accountId" text, "organisationId" text, "siteId" text,
         currency text, kind text, number text, "recipientCode" text)
     ), guard as (
       insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
       select "guardId", "organisationId", "siteId", 'active', 'Pay', 'Ee', 'Payee', "guardId" from member
     )
     insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
       number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
       notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
     select "accountId", "organisationId", "guardId", 'paystack', kind, '058', 'GTBank', currency, 'x', right(number, 4),
       array["accountId"], 'Pay Ee', 'matched', 100, "recipientCode", 'active', '{}', 'usr-maker', '2026-01-06Z', 'usr-checker',
       '2026-01-06Z', '2026-01-06Z'
     from member`,
    [JSON.stringify(rows)],
  );
  await oweMany(owner, added);
  return added;
}

let owed = 0;

/** Books what is owed to each, as tips would, without the tips. */
export async function oweMany(owner: pg.Client, members: readonly (Member & { guardId: string })[]): Promise<void> {
  owed += 1;
  const postings = members
    .filter(({ owedMinor }) => owedMinor > 0n)
    .map(({ guardId, organisationId, currency, owedMinor }) => ({
      id: `opening-${process.pid}-${owed}-${guardId}`,
      organisation: organisationId,
      currency,
      credit: `guard_payable:${guardId}`,
      amount: owedMinor,
    }));
  await post(owner, ...postings);
}

async function addRecipients(paystack: PaystackSimulator, members: readonly AddedMember[]): Promise<string[]> {
  const codes: string[] = [];
  for (let from = 0; from < members.length; from += RECIPIENTS_AT_ONCE) {
    const batch = members.slice(from, from + RECIPIENTS_AT_ONCE).map(toRecipient);
    const response = await fetch(`${paystack.url}/transferrecipient/bulk`, {
      method: "POST",
      headers: { authorization: `Bearer ${paystack.secretKey}` },
      body: JSON.stringify({ batch }),
    });
    const { data } = (await response.json()) as { data?: { success: { recipient_code: string }[] } };
    codes.push(...(data?.success ?? []).map(({ recipient_code }) => recipient_code));
  }
  if (codes.length !== members.length) throw new Error("the simulator did not make every recipient");
  return codes;
}

const MOBILE_MONEY: Record<string, string> = { KES: "MPESA", GHS: "MTN" };

function toRecipient({ kind, currency, number }: AddedMember) {
  const isMobile = kind === "mobile_money";
  return {
    type: isMobile ? "mobile_money" : "nuban",
    name: "Pay Ee",
    account_number: number,
    bank_code: isMobile ? MOBILE_MONEY[currency] : "058",
    currency,
  };
}
