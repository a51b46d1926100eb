import { type Bench, median, perSecond, TURNS } from "./bench.ts";
import { cpuOfFamily } from "./cpu.ts";
import type { Rig } from "./rig.ts";

const TRANSFERS_A_BATCH = 100;
const BATCHES_A_TURN = 30;
const GUARDS = 200;

type Transfer = { id: string; debit: string; credit: string; amount: number; debitEntry: number; creditEntry: number };

/** post_transfers against the least SQL that writes the same rows and totals into tables of the same shape. */
export const ledger: Bench = async (rig) => {
  await rig.sql.query(RAW_TABLES);
  const turns: { raw: number; posted: number; cpuRaw: number; cpuPosted: number }[] = [];
  const write = transferWriter();
  for (let turn = 0; turn <= TURNS; turn++) {
    const batches = Array.from({ length: BATCHES_A_TURN }, () => write(TRANSFERS_A_BATCH));
    const raw = await writeAll(rig, RAW, batches);
    const posted = await writeAll(rig, POSTED, batches);
    if (turn > 0) turns.push({ raw: raw.rate, posted: posted.rate, cpuRaw: raw.cpu, cpuPosted: posted.cpu });
  }
  await expectSameBooks(rig);
  const middle = (read: (turn: (typeof turns)[number]) => number) => median(turns.map(read));
  return [
    {
      what: "ledger transfers in batches of 100",
      bare: perSecond(middle((turn) => turn.raw)),
      ours: perSecond(middle((turn) => turn.posted)),
      ratio: middle((turn) => turn.posted / turn.raw),
      target: { least: 0.6 },
      cpuBare: middle((turn) => turn.cpuRaw),
      cpuOurs: middle((turn) => turn.cpuPosted),
    },
  ];
};

async function writeAll(rig: Rig, statement: { name: string; text: string }, batches: readonly Transfer[][]) {
  const { rows } = await rig.sql.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid ?? 0;
  const [before, startedAt] = [cpuOfFamily(pid), performance.now()];
  for (const batch of batches) await rig.sql.query({ ...statement, values: [JSON.stringify(batch)] });
  const count = batches.length * TRANSFERS_A_BATCH;
  return { rate: (count / (performance.now() - startedAt)) * 1_000, cpu: (cpuOfFamily(pid) - before) / count };
}

/** Gross tips and their rail fees, over many guards and one hot clearing account, each with its accounts' entry numbers. */
function transferWriter(): (count: number) => Transfer[] {
  const entries = new Map<string, number>();
  let written = 0;
  const entryOf = (account: string) => {
    const entry = (entries.get(account) ?? 0) + 1;
    entries.set(account, entry);
    return entry;
  };
  return (count) =>
    Array.from({ length: count }, () => {
      const guard = `guard_payable:bench-${Math.floor(written / 2) % GUARDS}`;
      const [debit, credit, amount] =
        written % 2 === 0 ? ["rail_clearing:bench", guard, 100_000] : [guard, "rail_clearing:bench", 1_500];
      written += 1;
      return {
        id: `ledger-${written}`,
        debit,
        credit,
        amount,
        debitEntry: entryOf(debit),
        creditEntry: entryOf(credit),
      };
    });
}

/** The raw side: what `like … including all` does not copy is added, so that both pay for the same keys and checks. */
const RAW_TABLES = `
  create table raw_accounts (like ledger_accounts including all,
    foreign key (organisation_id) references organisations, foreign key (kind) references ledger_account_kinds);
  create table raw_transfers (like ledger_transfers including all,
    foreign key (organisation_id, currency, debit_account) references raw_accounts (organisation_id, currency, code),
    foreign key (organisation_id, currency, credit_account) references raw_accounts (organisation_id, currency, code),
    foreign key (corrects) references raw_transfers (id));
  insert into raw_accounts (organisation_id, currency, code, kind, never_negative)
  select 'org-demo-lagos', 'NGN', 'guard_payable:bench-' || i, 'guard_payable', true from generate_series(0, ${GUARDS - 1}) as i
  union all select 'org-demo-lagos', 'NGN', 'rail_clearing:bench', 'rail_clearing', false`;

const ROWS = `jsonb_to_recordset($1::jsonb) as r (id text, debit text, credit text, amount bigint, "debitEntry" bigint, "creditEntry" bigint)`;

const RAW = {
  name: "raw",
  text: `with row as materialized (select * from ${ROWS}),
    written as (
      insert into raw_transfers (id, group_id, organisation_id, currency, debit_account, credit_account, amount_minor, kind,
        reference, debit_entry, credit_entry, event_at)
      select id, id, 'org-demo-lagos', 'NGN', debit, credit, amount, 'tip_gross', id, "debitEntry", "creditEntry", now() from row
    )
    update raw_accounts a
    set debits_posted = debits_posted + t.debit, credits_posted = credits_posted + t.credit,
      entries_posted = entries_posted + t.entries
    from (
      select code, sum(debit)::bigint as debit, sum(credit)::bigint as credit, count(*) as entries
      from (select debit as code, amount as debit, 0 as credit from row union all select credit, 0, amount from row) as side
      group by code
    ) as t
    where a.organisation_id = 'org-demo-lagos' and a.currency = 'NGN' and a.code = t.code`,
};

const POSTED = {
  name: "posted",
  text: `select count(*) from post_transfers((
      select array_agg(row(id, id, 'org-demo-lagos', 'NGN', debit, credit, amount, 'tip_gross', id, null, now())::transfer_to_post)
      from ${ROWS}
    ))`,
};

/** Both must have written the same, or the ratio says nothing. */
async function expectSameBooks(rig: Rig): Promise<void> {
  const columns = "organisation_id, currency, code, debits_posted, credits_posted, entries_posted";
  const { rows } = await rig.sql.query(
    `select ${columns} from raw_accounts except select ${columns} from ledger_accounts`,
  );
  const transfers = "id, debit_account, credit_account, amount_minor, debit_entry, credit_entry";
  const { rows: missing } = await rig.sql.query(
    `select ${transfers} from raw_transfers except select ${transfers} from ledger_transfers limit 3`,
  );
  if (rows.length + missing.length > 0)
    throw new Error(`the two wrote different books: ${JSON.stringify([rows, missing])}`);
}
