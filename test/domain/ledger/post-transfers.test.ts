import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { CLEARING, PAYABLE, type Posting, post, refusal } from "#test/factories/postings.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const PERMISSION_DENIED = "42501";
const APPEND_ONLY = "23001";

/** What these transfers would stand for, a tip or a payout, is not there. */
const NOT_OURS = ["postings-belong-to-something", "transit-equals-live-payouts"];

let database: TestDatabase;
let app: pg.Client;
let other: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  [app, other, owner] = (await Promise.all([database.url, database.url, database.ownerUrl].map(connect))) as [
    pg.Client,
    pg.Client,
    pg.Client,
  ];
  await post(app, { id: "opening", amount: 100_000n });
});

afterEach(async () => {
  const wrong = (await checkBooks(database.ownerUrl)).filter(({ check }) => !NOT_OURS.includes(check));
  expect(wrong).toEqual([]);
});

afterAll(async () => {
  await Promise.all([app, other, owner].map((client) => client?.end()));
  await database?.close();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

describe("the application's role", () => {
  test.each([
    ["update a transfer", "update ledger_transfers set amount_minor = 1"],
    ["delete a transfer", "delete from ledger_transfers"],
    ["truncate the transfers", "truncate ledger_transfers cascade"],
    [
      "insert a transfer past the one function",
      `insert into ledger_transfers (id, group_id, organisation_id, currency, debit_account, credit_account, amount_minor,
        kind, reference, debit_entry, credit_entry, event_at)
       values ('x', 'x', 'org-demo-lagos', 'NGN', '${CLEARING}', '${PAYABLE}', 1, 'x', 'x', 9, 9, now())`,
    ],
    ["touch an account's totals", "update ledger_accounts set credits_posted = credits_posted + 1"],
    ["lift an account's flag", "update ledger_accounts set never_negative = false"],
    [
      "open an account by itself",
      "insert into ledger_accounts (organisation_id, currency, code, kind, never_negative) values ('org-demo-lagos', 'NGN', 'bank', 'bank', false)",
    ],
    ["delete an account", "delete from ledger_accounts"],
    ["invent a kind of account", "insert into ledger_account_kinds values ('gift', 'asset', false)"],
    ["change the chart of accounts", "update ledger_account_kinds set never_negative = false"],
    ["switch the triggers off", "alter table ledger_transfers disable trigger all"],
    ["play the owner", "set session_replication_role = replica"],
    [
      "rewrite the one function",
      "create or replace function post_transfers(batch transfer_to_post[]) returns setof text language sql as 'select null'",
    ],
    ["rewrite a tip's amount", "update tips set amount_minor = 1"],
    ["rewrite a tip's history", "update tip_history set status = 'succeeded'"],
    ["delete a recorded event", "delete from rail_events"],
    ["rewrite a recorded event", "update rail_events set body = ''"],
    ["delete the audit log", "delete from audit_log"],
    ["change the fee table", "update fee_schedules set percent_bps = 0"],
  ])("the role cannot %s", async (_, statement) => {
    expect(await refusal(app.query(statement))).toBe(PERMISSION_DENIED);
  });
});

describe("even as the owner of the tables", () => {
  test.each([
    ["update a transfer", "update ledger_transfers set amount_minor = 1"],
    ["delete a transfer", "delete from ledger_transfers"],
    ["truncate the transfers", "truncate ledger_transfers cascade"],
    ["rewrite a tip's history", "delete from tip_history"],
    ["rewrite the audit log", "truncate audit_log"],
  ])("nobody at all can %s", async (_, statement) => {
    expect(await refusal(owner.query(statement))).toBe(APPEND_ONLY);
  });

  test.each<[string, Record<string, string>, string]>([
    ["of a negative amount", { amount_minor: "-1" }, "ledger_transfers_amount_positive"],
    ["of nothing", { amount_minor: "0" }, "ledger_transfers_amount_positive"],
    ["in another currency than its accounts", { currency: "'KES'" }, "ledger_transfers_debit_account_in_same_books"],
    [
      "in another organisation than its accounts",
      { organisation_id: "'org-demo-accra'" },
      "ledger_transfers_debit_account_in_same_books",
    ],
    ["to an account that is not there", { credit_account: "'bank'" }, "ledger_transfers_credit_account_in_same_books"],
    ["from an account to itself", { credit_account: `'${CLEARING}'` }, "ledger_transfers_between_two_accounts"],
    ["numbered like another one", { debit_entry: "1" }, "ledger_transfers_debit_entry_once"],
  ])("nobody can insert a transfer %s", async (_, change, constraint) => {
    const row: Record<string, string> = {
      ...{ id: "'hostile'", group_id: "'g'", organisation_id: "'org-demo-lagos'", currency: "'NGN'" },
      ...{ debit_account: `'${CLEARING}'`, credit_account: `'${PAYABLE}'`, amount_minor: "1", kind: "'x'" },
      ...{ reference: "'x'", debit_entry: "9999", credit_entry: "9999", event_at: "now()" },
      ...change,
    };
    const insert = `insert into ledger_transfers (${Object.keys(row).join()}) values (${Object.values(row).join()})`;
    expect(await refusal(owner.query(insert))).toBe(constraint);
  });
});

describe("posting", () => {
  test.each<[string, Partial<Posting>, string[]]>([
    ["a negative amount", { amount: -1n }, ["ledger_transfers_amount_positive", "23502"]],
    ["nothing", { amount: 0n }, ["ledger_transfers_amount_positive", "23502"]],
    [
      "in the name of an organisation that is not there",
      { organisation: "org-nobody" },
      ["ledger_accounts_organisation_id_organisations_id_fk"],
    ],
    [
      "to a kind of account that is not on the chart",
      { credit: "pocket:mine" },
      ["23502", "ledger_transfers_credit_account_in_same_books"],
    ],
    ["from an account to itself", { credit: CLEARING }, ["ledger_transfers_between_two_accounts", "23502"]],
    [
      "more than a guard is owed",
      { debit: PAYABLE, credit: CLEARING, amount: 100_001n },
      ["ledger_accounts_not_overdrawn"],
    ],
    [
      "out of a guard's account in another currency",
      { debit: PAYABLE, credit: CLEARING, currency: "KES" },
      ["ledger_accounts_not_overdrawn"],
    ],
    [
      "out of the same guard's account in another organisation",
      { debit: PAYABLE, credit: CLEARING, organisation: "org-demo-accra" },
      ["ledger_accounts_not_overdrawn"],
    ],
  ])("%s is refused and leaves nothing behind", async (_, change, expected) => {
    const before = await totals();
    expect(expected).toContain(await refusal(post(app, { id: "hostile", ...change })));
    expect(await totals()).toEqual(before);
  });

  test("the same movement again is recognised and posts nothing", async () => {
    const movement = { id: "replayed", amount: 500n };
    expect(await post(app, movement)).toEqual(["replayed"]);
    const before = await totals();
    expect(await post(app, movement)).toEqual([]);
    expect(await post(app, movement, { id: "beside-a-replay", amount: 1n })).toEqual(["beside-a-replay"]);
    expect((await totals()).transfers).toBe(before.transfers + 1);
  });

  test.each<[string, Partial<Posting>]>([
    ["amount", { amount: 501n }],
    ["account", { credit: "guard_payable:guard-demo-bisi" }],
    ["organisation", { organisation: "org-demo-accra" }],
    ["currency", { currency: "KES" }],
  ])("the same id with another %s is refused", async (_, change) => {
    await post(app, { id: "named", amount: 500n });
    expect(await refusal(post(app, { id: "named", amount: 500n, ...change }))).toBe(
      "ledger_transfers_id_names_one_movement",
    );
  });

  test("a batch in which one movement is refused posts none of it", async () => {
    const before = await totals();
    await refusal(post(app, { id: "good" }, { id: "bad", debit: PAYABLE, credit: "bank", amount: 10_000_000n }));
    expect(await totals()).toEqual(before);
  });
});

describe("two connections at once", () => {
  const ROUNDS = 40;

  test("over the same accounts in opposite order never deadlock, and entries are numbered without gaps", async () => {
    const there = Array.from({ length: 200 }, (_, i) => `racer-${i}`);
    const batch = (id: string, order: string[]) =>
      order.map(
        (name, i): Posting => ({
          id: `${id}-${i}`,
          debit: `bank:${name}`,
          credit: `guard_payable:${name}`,
          amount: 10n,
        }),
      );
    await Promise.all(
      [app, other].map(async (client, side) => {
        const order = side === 0 ? there : [...there].reverse();
        for (let round = 0; round < ROUNDS; round++) await post(client, ...batch(`race-${side}-${round}`, order));
      }),
    );
    const { rows } = await owner.query<{ count: string }>(
      "select count(*) from ledger_transfers where id like 'race-%'",
    );
    expect(rows[0]?.count).toBe(String(ROUNDS * 2 * there.length));
  });

  test("posting the same movement post it once", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const movement = { id: `twin-${round}`, amount: 7n, credit: `guard_payable:twin-${round}` };
      const posted = await Promise.all([post(app, movement), post(other, movement)]);
      expect(posted.flat()).toEqual([movement.id]);
    }
  });

  test("cannot overdraw an account between them", async () => {
    const credit = "guard_payable:spent-once";
    await post(app, { id: "to-spend", credit, amount: 100n });
    const spend = (client: pg.Client, id: string) =>
      refusal(post(client, { id, debit: credit, credit: "payout_in_transit", amount: 80n }));
    const outcomes = await Promise.all([spend(app, "spend-1"), spend(other, "spend-2")]);
    expect(outcomes.sort()).toEqual(["accepted", "ledger_accounts_not_overdrawn"]);
  });
});

async function totals() {
  const { rows } = await owner.query<{ transfers: number; accounts: number; moved: string }>(
    `select (select count(*)::int from ledger_transfers) as transfers, (select count(*)::int from ledger_accounts) as accounts,
       (select sum(debits_posted + credits_posted)::text from ledger_accounts) as moved`,
  );
  return rows[0] ?? { transfers: 0, accounts: 0, moved: "" };
}
