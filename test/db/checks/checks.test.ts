import { readdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { CLEARING, PAYABLE, post } from "#test/factories/postings.ts";
import { openTestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";
import { root } from "#test/setup/root.ts";
import { keepGoodPayouts, PAYOUT_DAMAGE } from "./payout-damage.ts";
import { keepGoodReturns, RETURN_DAMAGE } from "./return-damage.ts";

/**
 * One way to break the books for each check, as someone could who owns the server and switched every guard off.
 * What follows from the damage in other checks is named, so that a check that cries wolf is seen as well.
 */
const DAMAGE: Record<string, { breaks: string; also?: string[] }> = {
  "account-entries-are-numbered-without-gaps": {
    breaks: `update ledger_transfers set debit_entry = 77 where id = 'tip-1:tip_gross'`,
  },
  "account-totals-equal-transfers": {
    breaks: `update ledger_accounts set debits_posted = debits_posted + 5, credits_posted = credits_posted + 5
      where code = '${CLEARING}' and organisation_id = 'org-demo-lagos'`,
  },
  "audit-chain-is-unbroken": { breaks: "update audit_log set actor = 'staff:nobody' where subject = 'subject-2'" },
  "charges-not-both-booked-and-held": {
    breaks: "update payments set rail_transaction_id = '9', charged_minor = 123 where reference = 'tip-2'",
  },
  "no-flagged-account-is-overdrawn": {
    breaks: `alter table ledger_accounts drop constraint ledger_accounts_not_overdrawn;
      update ledger_accounts set debits_posted = credits_posted + 1 where code = '${PAYABLE}'`,
    also: ["account-totals-equal-transfers", "trial-balance-is-zero"],
  },
  "payout-accounts-approved-by-another": {
    breaks: `alter table payout_accounts drop constraint payout_accounts_maker_is_not_checker;
      update payout_accounts set approved_by = requested_by where id = 'pac-now'`,
  },
  "payout-accounts-at-most-one-in-use": {
    breaks: `drop index payout_accounts_one_active_per_guard;
      update payout_accounts set status = 'active' where id = 'pac-before'`,
  },
  "payout-accounts-hold-is-kept": {
    breaks: `alter table payout_accounts drop constraint payout_accounts_hold_is_kept;
      update payout_accounts set active_at = approved_at, lifted_at = null where id = 'pac-now'`,
  },
  "payout-accounts-pin-older-than-the-change": { breaks: "update guard_pins set set_by = 'usr-third'" },
  "postings-belong-to-something": {
    breaks: `update ledger_transfers set kind = 'tip_gross', reference = 'tip-nobody' where id = 'opening'`,
  },
  "settled-events-are-settled": {
    breaks: `insert into rail_events (id, rail, event, object_id, reference, body_sha256, body, status, note, received_at, settled_at)
      values ('evt-1', 'paystack', 'charge.success', '1', 'tip-2', 'x', '{}', 'applied', 'booked', now(), now())`,
  },
  "suspense-equals-open-items": { breaks: "update reconciliation_items set resolved_at = now()" },
  "tips-booked-once": {
    breaks:
      "update payments set charged_minor = charged_minor + 1, rail_fee_minor = rail_fee_minor + 1 where reference = 'tip-1'",
  },
  "tips-history-agrees": { breaks: "update tips set status = 'abandoned' where id = 'tip-2'" },
  "tips-net-equals-parts": { breaks: "update tips set platform_fee_minor = 1 where id = 'tip-1'" },
  "trial-balance-is-zero": {
    breaks: `update ledger_accounts set debits_posted = debits_posted + 1 where code = '${CLEARING}' and organisation_id = 'org-demo-lagos'`,
    also: ["account-totals-equal-transfers"],
  },
  ...PAYOUT_DAMAGE,
  ...RETURN_DAMAGE,
};

/** Each way to falsify the audit log, which one check must find. */
const TAMPERING: Record<string, string> = {
  "a row that was changed": "update audit_log set after = '{\"name\": \"X\"}' where subject = 'subject-2'",
  "a row that was taken out": "delete from audit_log where subject = 'subject-2'",
  "a row that was cut off the end": "delete from audit_log where subject = 'subject-3'",
  "a log that was emptied": "delete from audit_log",
  "a row that was put in between": `insert into audit_log (organisation_id, actor, action, subject, request_id, at)
    values ('org-demo-lagos', 'staff:nobody', 'test.invented', 'subject-9', 'req', now())`,
  "a row that was changed and hashed again": `update audit_log set actor = 'staff:nobody' where subject = 'subject-1';
    update audit_log l set hash = audit_row_hash(repeat('0', 64), l) where subject = 'subject-1'`,
  "an end that was changed": "update audit_chains set hash = repeat('a', 64)",
  "an end that was taken out": "delete from audit_chains",
};

test.each(Object.entries(TAMPERING))("the audit check finds %s", async (_, damage) => {
  expect(await findingsAfter(damage)).toEqual(["audit-chain-is-unbroken"]);
});

test("good books are found clean", async () => {
  expect(await findingsAfter("select")).toEqual([]);
});

test("every check has its damage here", async () => {
  const files = await readdir(join(root, "db/checks"));
  expect(Object.keys(DAMAGE).sort()).toEqual(files.map((file) => file.replace(/\.sql$/, "")).sort());
});

test.each(Object.entries(DAMAGE))("%s finds what it is for", async (check, { breaks, also = [] }) => {
  expect(await findingsAfter(breaks)).toEqual([check, ...also].sort());
});

/** The checks that find something after the damage was done to good books, with triggers and foreign keys switched off. */
async function findingsAfter(damage: string): Promise<string[]> {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  await seed(database);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    await keepGoodBooks(owner);
    await owner.query("set session_replication_role = replica");
    await owner.query(damage);
  } finally {
    await owner.end();
  }
  return (await checkBooks(database.ownerUrl)).map(({ check }) => check).sort();
}

/** One credited tip, one that is pending, one charge in suspense, and three things that were done. */
async function keepGoodBooks(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into audit_log (organisation_id, actor, action, subject, request_id, at)
    select 'org-demo-lagos', 'system:test', 'test.happened', 'subject-' || i, 'req', now() from generate_series(1, 3) i;
    insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee, policy_version,
      platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, paid_at, credited_at)
    values
      ('tip-1', 'org-demo-lagos', 'guard-demo-emeka', 'code-demo-emeka', 'NGN', 50000, 50000, false, 1, 0, 'guard',
        'succeeded', 'A', 'A', now(), now()),
      ('tip-2', 'org-demo-lagos', 'guard-demo-emeka', 'code-demo-emeka', 'NGN', 50000, 50000, false, 1, 0, 'guard',
        'pending', 'B', 'B', null, null);
    insert into tip_history (tip_id, status, cause, at) values
      ('tip-1', 'pending', 'checkout', now()), ('tip-1', 'succeeded', 'webhook', now()), ('tip-2', 'pending', 'checkout', now());
    insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor, charged_minor, rail_fee_minor)
    values
      ('tip-1', 'org-demo-lagos', 'tip-1', 'paystack', 'test', 'NGN', 50000, 50000, 750),
      ('tip-2', 'org-demo-lagos', 'tip-2', 'paystack', 'test', 'NGN', 50000, null, null);
    insert into reconciliation_items (id, organisation_id, rail, reason, reference, rail_transaction_id, currency, amount_minor, opened_at, due_at)
    values ('rec-1', 'org-demo-lagos', 'paystack', 'wrong_amount', 'tip-2', '9', 'NGN', 123, now(), now())`);
  await keepGoodAccounts(owner);
  const tip = { group: "tip-1", reference: "tip-1" };
  await post(
    owner,
    { ...tip, id: "tip-1:tip_gross", kind: "tip_gross", amount: 50_000n },
    { ...tip, id: "tip-1:tip_rail_fee", kind: "tip_rail_fee", debit: PAYABLE, credit: CLEARING, amount: 750n },
    {
      id: "suspense:org-demo-lagos:paystack:test:9:NGN:123",
      kind: "suspense",
      reference: "tip-2",
      credit: "suspense",
      amount: 123n,
    },
    { id: "opening", kind: "opening", amount: 10n },
  );
  await keepGoodPayouts(owner);
  await keepGoodReturns(owner);
}

async function keepGoodAccounts(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into guard_pins (guard_id, organisation_id, hash, set_at, set_by)
    values ('guard-demo-emeka', 'org-demo-lagos', 'x', now() - interval '30 days', 'usr-other');
    insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
      notice_phones, requested_by, requested_at, approved_by, approved_at, held_until, lifted_at, lifted_by, active_at)
    select id, 'org-demo-lagos', 'guard-demo-emeka', 'paystack', 'bank', '058', 'GTBank', 'NGN', 'x', '6789', array[id],
      'EMEKA OKAFOR', 'matched', 100, 'RCP_' || id, status, '{}', 'usr-ops', at, 'usr-fin', at, at + hold,
      case when hold is not null then at + interval '1 hour' end, case when hold is not null then 'usr-third' end,
      case when hold is null then at else at + interval '1 hour' end
    from (values
      ('pac-before', 'replaced', now() - interval '9 days', null::interval),
      ('pac-now', 'active', now() - interval '2 days', interval '72 hours')) as v (id, status, at, hold)`);
}
