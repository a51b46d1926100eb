import pg from "pg";
import { newId, systemRandomness } from "#app/core/ids.ts";
import type { Stack } from "#test/setup/stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";
import { PAYOUT_ROWS } from "./payout-rows.ts";
import { RETURN_ROWS } from "./return-rows.ts";
import { postTip, tipFor } from "./tips.ts";

const LAGOS = "org-demo-lagos";

/**
 * An organisation in which every page has something to show: rows of each kind and in each state, written as the owner of
 * the database. To look at pages with; the books stay as they were.
 */
export async function fillHouse({ database }: Pick<Stack, "database">): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const values = [LAGOS, "guard-demo-emeka"];
    for (const statement of STATEMENTS) await client.query(statement, values.slice(0, valuesOf(statement)));
  } finally {
    await client.end();
  }
}

function valuesOf(statement: string): number {
  return statement.includes("$2") ? 2 : statement.includes("$1") ? 1 : 0;
}

/** Tips that patrons really pay, one after another: those have fees and are in the books. */
export async function payTips(stack: Stack, count: number): Promise<void> {
  const paystack = simulatorClient(stack.paystack.url);
  for (let n = 0; n < count; n++) {
    const { body } = await postTip(stack, { ...tipFor(stack, 0, n % 2), amountMinor: BigInt(20_000 * (n + 1)) });
    await paystack.pay(body.id);
  }
}

/** An id that sorts as if it was given so many minutes ago, as pages that sort by id expect. */
const idOf = (prefix: string, minutesAgo: number) =>
  newId(prefix, new Date(Date.now() - minutesAgo * 60_000), systemRandomness);

const FIRST = "{Adaeze,Babatunde,Chiamaka,Danladi,Efosa,Folake,Garba,Halima,Ikenna,Jumoke,Kehinde,Lanre}";
const LAST = "{Abubakar,Balogun,Chukwu,Danjuma,Eze,Fashola,Gowon,Haruna,Igwe,Johnson-Oyelaran}";

const STATEMENTS = [
  PAYOUT_ROWS,
  RETURN_ROWS,
  `insert into sites (id, organisation_id, name, kind, address, status) values
    ('site-seen-lekki', $1, 'Lekki Gardens Estate, Phase 2, Service Gate', 'estate', '14 Admiralty Way, Lekki', 'active'),
    ('site-seen-marina', $1, 'Marina Office Tower', 'office', '1 Marina Road', 'active'),
    ('site-seen-old', $1, 'Old Apapa Depot', 'other', null, 'closed')`,
  `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, badge_number, employee_id,
      phone, left_at)
    select 'guard-seen-' || n, $1,
      ('{site-seen-lekki,site-seen-marina,site-demo-banana-island,site-demo-ikeja-mall}'::text[])[1 + n % 4], s.status,
      ('${FIRST}'::text[])[1 + n % 12], ('${LAST}'::text[])[1 + n % 10],
      left(('${FIRST}'::text[])[1 + n % 12], 12) || ' ' || left(('${LAST}'::text[])[1 + n % 10], 1) || '.',
      'PG-' || (100 + n), 'PG' || (1000 + n), case when n % 5 > 0 then '+23480311' || (10000 + n) end,
      case when s.status = 'left' then now() end
    from generate_series(1, 60) n, lateral (select case when n % 13 = 0 then 'left' when n % 11 = 0 then 'suspended'
      when n % 17 = 0 then 'draft' else 'active' end as status) s`,
  `insert into qr_codes (id, organisation_id, guard_id, token, serial, version, status, created_at, revoked_at)
    select 'code-seen-' || id, organisation_id, id, 'seen-' || id, upper(right(id, 2)) || '-SEEN-' || employee_id, 1,
      case when status = 'left' then 'revoked' else 'active' end, now() - interval '40 days',
      case when status = 'left' then now() end
    from guards where id like 'guard-seen-%' and status <> 'draft'`,
  `insert into code_scans (organisation_id, code_id, day, scans)
    select organisation_id, id, current_date - d, 1 + (ascii(right(id, 1)) * (d + 3)) % 23
    from qr_codes, generate_series(0, 27) d where organisation_id = $1 on conflict do nothing`,
  `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, covers_fee, policy_version,
      platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, created_at)
    select 'tip-seen-' || n, $1, 'guard-demo-emeka', 'code-demo-emeka', 'NGN', 20000 + (n % 7) * 15000, false, 1, 0, 'guard',
      ('{failed,abandoned,initiated}'::text[])[1 + n % 3], 'SEEN' || lpad(n::text, 4, '0'), 'seen-receipt-' || n,
      now() - n * interval '7 hours'
    from generate_series(1, 60) n`,
  `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
      notice_phones, reason, requested_by, requested_at, approved_by, approved_at, held_until, active_at)
    select 'acc-seen-' || n || s.status, $1, 'guard-seen-' || n, 'paystack', 'bank', '058', 'Guaranty Trust Bank', 'NGN', 'x',
      (4000 + n)::text, array['print-' || case when n = 8 then 7 else n end], s.holder, s.named, s.match, s.recipient, s.status,
      '{}', s.reason, 'usr-demo-lagos-operations', now() - n * interval '3 hours', s.approver,
      case when s.approver is not null then now() - interval '1 hour' end,
      case when s.status = 'held' then now() + interval '50 hours' end,
      case when s.status = 'active' then now() - interval '1 hour' end
    from generate_series(1, 30) n join guards g on g.id = 'guard-seen-' || n, lateral (
      select case when n > 10 then 'active' when n = 3 then 'held' else 'requested' end as status,
        case when n = 2 then 'Someone Else Entirely' else g.first_name || ' ' || g.last_name end as holder,
        case when n = 2 then 'differs' else 'matched' end as named, case when n = 2 then 12 else 100 end as match,
        case when n > 10 or n = 3 then 'RCP_' || n end as recipient,
        case when n > 10 or n = 3 then 'usr-demo-lagos-finance' end as approver,
        case when n in (2, 3) then 'The account of a sister, until the guard has one' end as reason) s`,
  `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
      notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
    values ('acc-seen-emeka', $1, 'guard-demo-emeka', 'paystack', 'bank', '058', 'Guaranty Trust Bank', 'NGN', 'x', '6789',
      '{print-emeka}', 'EMEKA OKAFOR', 'matched', 100, 'RCP_emeka', 'active', '{}', 'usr-demo-lagos-operations',
      now() - interval '9 days', 'usr-demo-lagos-finance', now() - interval '9 days', now() - interval '9 days')`,
  `insert into alerts (id, organisation_id, kind, subject, detail, raised_at, resolved_at)
    values ('alr-seen-1', $1, 'silent_code', 'code-demo-emeka', 'DEMO-EMEKA at Banana Island Gate 2 was opened 9 times a day and not at all in the last 3 days.', now() - interval '2 hours', null),
    ('alr-seen-2', $1, 'scan_drop', 'code-demo-bisi', 'DEMO-BISI at Banana Island Gate 2 was opened 14 times a day and now 3.', now() - interval '5 hours', null),
    ('alr-seen-3', $1, 'sticker_swap', 'site-demo-banana-island:alr-seen-3', 'a code that is not ours was found at Banana Island Gate 2: https://example.com/pay', now() - interval '1 day', null),
    ('alr-seen-4', $1, 'payout_account.tampered', 'acc-seen-5requested', 'What is stored is not what was asked for.', now() - interval '2 days', now() - interval '1 day'),
    ('alr-seen-5', $1, 'message.failed', 'msg-seen-1', 'the sms message (account_changed) was not sent: refused', now() - interval '3 days', null)`,
  `insert into alerts (id, kind, subject, detail, raised_at)
    values ('alr-seen-6', 'payouts.balance_forecast', 'paystack:NGN', 'Tomorrow''s payouts need ₦1,200,000.00 and the balance is ₦800,000.00.', now())`,
  `insert into print_jobs (id, organisation_id, request, status, total, done, file_key, file_name, file_bytes, failure,
      requested_by, finished_at)
    values ('${idOf("prn", 1)}', $1, '{"kinds": ["a4", "cr80"], "codes": []}', 'running', 200, 74, null, null, null, null, 'usr-demo-lagos-operations', null),
    ('${idOf("prn", 30)}', $1, '{"kinds": ["l7160"], "codes": []}', 'done', 21, 21, 'prints/none', 'stickers.pdf', 184000, null, 'usr-demo-lagos-operations', now()),
    ('job-matrix', $1, '{"kinds": ["a4"], "codes": []}', 'failed', 1, 0, null, null, null, 'The printer is out of paper.', 'usr-test', now())`,
  `insert into guard_imports (id, organisation_id, file_name, file_key, status, rows, rows_with_errors, requested_by)
    values ('imp-matrix', $1, 'guards.csv', 'imports/none', 'discarded', 0, 0, 'usr-test')`,
  `insert into pressure_reports (id, organisation_id, code_id, kind, details)
    select 'rep-seen-' || n, $1, 'code-demo-emeka', ('{asked_for_money,wrong_person,entry_refused}'::text[])[1 + n % 3],
      case when n % 2 = 0 then 'At the barrier, before he would lift it, on two days in a row.' end
    from generate_series(1, 6) n`,
  `insert into staff_users (id, name, email, email_verified, updated_at)
    select 'usr-seen-' || n, ('${FIRST}'::text[])[1 + n % 12] || ' ' || ('${LAST}'::text[])[1 + n % 10],
      'person' || n || '@palmgate.example', true, now() from generate_series(1, 24) n`,
  `insert into members (organisation_id, user_id, role, status)
    select $1, 'usr-seen-' || n, ('{operations,auditor,finance}'::text[])[1 + n % 3], 'active' from generate_series(1, 24) n`,
  `insert into invitations (id, organisation_id, email, role, status, invited_by, token_hash, expires_at)
    values ('inv-seen-1', $1, 'ngozi.okonjo@palmgate.example', 'finance', 'requested', 'usr-demo-lagos-owner', null, null),
    ('inv-seen-2', $1, 'samuel@palmgate.example', 'auditor', 'sent', 'usr-demo-lagos-owner', 'seen', now() + interval '20 minutes')`,
  `insert into role_changes (id, organisation_id, user_id, from_role, to_role, status, requested_by)
    values ('rch-seen-1', $1, 'usr-seen-1', 'auditor', 'finance', 'requested', 'usr-demo-lagos-admin')`,
  `insert into dead_letters (id, queue, body, received_at)
    values ('dead-seen-1', 'asante-rail-events', '{"eventId": "evt-01"}', now())`,
];
