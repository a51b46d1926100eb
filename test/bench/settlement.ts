import { PgDialect } from "drizzle-orm/pg-core";
import { lockStep, settlementStatement } from "#app/domain/payouts/settlement-statement.ts";
import { type Bench, type Line, median, perSecond } from "./bench.ts";
import type { Rig } from "./rig.ts";

/** `BENCH_GUARDS=1000,10000` measures fewer. */
const SIZES = (process.env["BENCH_GUARDS"] ?? "1000,10000,100000").split(",").map(Number);
const TURNS = 3;
const STEP = 1_000;
const ORGANISATION = "org-demo-lagos";
/** The moment of every run. */
const AT = new Date(Date.UTC(2027, 0, 1));
/** When each guard's tips were paid, in minutes before that: long ago, in the week that is read, and too young to be paid out. */
const TIPS_BEFORE_MINUTES = [12_000, 4_000, 300, 10];
const TIP_MINOR = 25_000;

/**
 * Creating the payouts of a settlement, step by step as the verb does, of guards who own tips, against bare INSERT … SELECT
 * statements that write the same rows (payout, history, transfer) into tables of the same shape; and whether it is linear.
 */
export const settlement: Bench = async (rig) => {
  await rig.sql.query(RAW_TABLES);
  const lines: Line[] = [];
  const rates: number[] = [];
  for (const size of SIZES) {
    await addPayees(rig, size);
    const turns: { raw: number; ours: number }[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const raw = await rate(size, () => writeRaw(rig, size));
      const ours = await rate(size, () => settle(rig, size, turn));
      turns.push({ raw, ours });
      await takeBack(rig);
    }
    lines.push({
      what: `settlement of ${size.toLocaleString("en")} guards, payouts`,
      bare: perSecond(median(turns.map(({ raw }) => raw))),
      ours: perSecond(median(turns.map(({ ours }) => ours))),
      ratio: median(turns.map(({ raw, ours }) => ours / raw)),
      target: { least: 0.3 },
    });
    rates.push(median(turns.map(({ ours }) => ours)));
  }
  return [...lines, ...linearity(rates)];
};

/** The rate of each larger settlement against that of the smallest: 1 is linear. */
function linearity([first = 0, ...others]: readonly number[]): Line[] {
  return others.map((rate, index) => ({
    what: `linear: ${SIZES[index + 1]?.toLocaleString("en")} guards against ${SIZES[0]?.toLocaleString("en")}`,
    bare: perSecond(first),
    ours: perSecond(rate),
    ratio: rate / first,
    target: { least: 0.5 },
  }));
}

async function rate(size: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (size / (performance.now() - startedAt)) * 1_000;
}

const dialect = new PgDialect();

async function settle(rig: Rig, size: number, turn: number): Promise<void> {
  const runId = `run-bench-${size}-${turn}`;
  await rig.sql.query(
    `insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer)
     values ($1, $2, $3, 'NGN', 'daily', 'creating', 0, 'organisation')`,
    [runId, ORGANISATION, new Date(Date.UTC(2027, 0, 1 + turn, size % 97)).toISOString().slice(0, 10)],
  );
  const prefix = `po-bench${String(turn).padStart(3, "0")}x`;
  const step = { runId, prefix, size: STEP, at: AT };
  const [lock, write] = [dialect.sqlToQuery(lockStep(step)), dialect.sqlToQuery(settlementStatement(step))];
  for (;;) {
    await rig.sql.query("begin");
    await rig.sql.query(lock.sql, lock.params);
    await rig.sql.query(write.sql, write.params);
    await rig.sql.query("commit");
    const { rows } = await rig.sql.query<{ status: string; payouts: number }>(
      "select status, payouts from settlement_runs where id = $1",
      [runId],
    );
    if (rows[0]?.status !== "created") continue;
    if (rows[0].payouts !== size) throw new Error(`${rows[0].payouts} payouts of ${size}`);
    return;
  }
}

/** The least that writes the same rows, also a thousand at a time. */
async function writeRaw(rig: Rig, size: number): Promise<void> {
  for (let from = 0; from < size; from += STEP) await rig.sql.query(RAW, [from, from + STEP]);
}

const GUARD = "guard-settle-";
const RAW_TABLES = `
  create table raw_payouts (like payouts including all,
    foreign key (organisation_id, guard_id) references guards (organisation_id, id),
    foreign key (organisation_id, payout_account_id) references payout_accounts (organisation_id, id));
  create table raw_payout_history (like payout_history including all,
    foreign key (organisation_id, payout_id) references raw_payouts (organisation_id, id));
  create table raw_settlement_transfers (like ledger_transfers including all,
    foreign key (organisation_id, currency, debit_account) references ledger_accounts (organisation_id, currency, code),
    foreign key (organisation_id, currency, credit_account) references ledger_accounts (organisation_id, currency, code))`;
const RAW = `
  with made as (
    insert into raw_payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
      up_to_entry, status, next_send_at, created_at)
    select 'po-raw-' || i, '${ORGANISATION}', '${GUARD}' || i, 'run-raw', 'acc-settle-' || i, 'paystack', 'NGN', 100000,
      'organisation', 1, 'created', now(), now()
    from generate_series($1::int, $2::int - 1) as i returning id, guard_id
  ), history as (
    insert into raw_payout_history (organisation_id, payout_id, number, status, cause, at)
    select '${ORGANISATION}', id, 1, 'created', 'settlement', now() from made
  )
  insert into raw_settlement_transfers (id, group_id, organisation_id, currency, debit_account, credit_account, amount_minor, kind,
    reference, debit_entry, credit_entry, event_at)
  select id || ':reserve', id, '${ORGANISATION}', 'NGN', 'guard_payable:' || guard_id, 'payout_in_transit', 100000,
    'payout_reserved', id, 2, substr(id, 8)::int + 1, now()
  from made`;

/** Guards with an account in use, who are owed what their tips left them. */
async function addPayees(rig: Rig, size: number): Promise<void> {
  await rig.sql.query(
    `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
     select '${GUARD}' || i, s.organisation_id, s.id, 'active', 'Bench', 'Guard', 'Guard', '${GUARD}' || i
     from generate_series(0, $1::int - 1) as i, sites s
     where s.id = (select min(id) from sites where organisation_id = '${ORGANISATION}') on conflict do nothing`,
    [size],
  );
  await rig.sql.query(
    `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
       number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
       notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
     select 'acc-settle-' || i, '${ORGANISATION}', '${GUARD}' || i, 'paystack', 'bank', '058', 'GTBank', 'NGN', 'x', '0001',
       array['f' || i], 'Bench Guard', 'matched', 100, 'RCP_' || i, 'active', '{}', 'usr-a', now(), 'usr-b', now(), '2026-01-01Z'
     from generate_series(0, $1::int - 1) as i on conflict do nothing`,
    [size],
  );
  await addTips(rig, size);
  await rig.sql.query(
    "insert into ledger_accounts (organisation_id, currency, code, kind, never_negative) values ($1, 'NGN', 'payout_in_transit', 'payout_in_transit', true) on conflict do nothing",
    [ORGANISATION],
  );
  await rig.sql.query("analyze");
}

async function addTips(rig: Rig, size: number): Promise<void> {
  for (let from = 0; from < size; from += STEP) {
    await rig.sql.query(
      `with code as (select id from qr_codes where organisation_id = '${ORGANISATION}' order by id limit 1),
       tip as (
         insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, covers_fee, policy_version,
           platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, created_at, paid_at, credited_at)
         select 'tip-settle-' || i || '-' || t.ago, '${ORGANISATION}', '${GUARD}' || i, code.id, 'NGN', ${TIP_MINOR}, false, 1, 0,
           'organisation', 'succeeded', 'c' || i || '-' || t.ago, 't' || i || '-' || t.ago, paid.at, paid.at, paid.at
         from generate_series($1::int, $2::int - 1) as i
         cross join unnest($3::int[]) as t (ago)
         cross join lateral (select $4::timestamptz - make_interval(mins => t.ago) as at) paid
         cross join code on conflict do nothing returning id, guard_id, paid_at
       )
       select count(*) from (
         select post_transfers(array_agg(row(id || ':gross', id, '${ORGANISATION}', 'NGN', 'rail_clearing:settle',
           'guard_payable:' || guard_id, ${TIP_MINOR}, 'tip_gross', id, null, paid_at)::transfer_to_post)) from tip
       ) posted`,
      [from, from + STEP, TIPS_BEFORE_MINUTES, AT],
    );
  }
}

/** Puts the money back and forgets the payouts, for the next turn. */
async function takeBack(rig: Rig): Promise<void> {
  await rig.sql.query("truncate raw_payouts, raw_payout_history, raw_settlement_transfers cascade");
  await rig.sql.query(`
    set session_replication_role = replica;
    delete from payout_history; delete from payouts; delete from settlement_runs;
    delete from ledger_transfers where kind = 'payout_reserved';
    update ledger_accounts set debits_posted = 0, entries_posted = ${TIPS_BEFORE_MINUTES.length} where code like 'guard_payable:${GUARD}%';
    update ledger_accounts set credits_posted = 0, entries_posted = 0 where code = 'payout_in_transit';
    set session_replication_role = origin`);
  await rig.sql.query("vacuum analyze payouts, payout_history, ledger_accounts, ledger_transfers");
}
