import { drizzle } from "drizzle-orm/node-postgres";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { findTipSettlement, listTipSettlements } from "#app/domain/payouts/index.ts";
import type { StaffActor } from "#app/domain/permissions.ts";
import { checkBooks } from "#db/check.ts";
import { addGuardTip } from "#test/factories/guard-tips.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { type Posting, post } from "#test/factories/postings.ts";

const FINANCE: StaffActor = {
  kind: "staff",
  userId: "usr-finance",
  name: "Finance",
  sessionId: "ses-finance",
  organisationId: "org-demo-lagos",
  role: "finance",
  secondFactorAt: null,
};

let world: PayoutWorld;
let guardId: string;
let accountId: string;

beforeAll(async () => {
  world = await openPayoutWorld();
  ({ guardId, accountId } = await world.addPayee({ owedMinor: 0n }));
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

type Move =
  | { does: "tip"; minor: number }
  | { does: "refund" | "refund_fails"; which: number; minor: number }
  | { does: "payout"; percent: number }
  | { does: "paid" | "fails" }
  | { does: "reversed"; which: number };

interface Payout {
  id: string;
  status: "created" | "paid" | "reversed" | "failed";
  paidAt: string | null;
  /** What it took, tip by tip. */
  parts: { tip: string; minor: number }[];
  fee: { tip: string; minor: number }[];
}

/**
 * The plain tally: purses in a line, one a tip. A payout empties the first ones, and puts back exactly what it took. And its
 * shadow in the books: what the verbs would have posted.
 */
function tally() {
  const line: { tip: string; minor: number; net: number }[] = [];
  const payouts: Payout[] = [];
  const refunds: { id: string; tip: string; minor: number }[] = [];
  const posted: Posting[] = [];
  let number = 0;
  const own = `guard_payable:${guardId}`;
  const takeOldest = (minor: number) => {
    let left = minor;
    return line.flatMap((purse) => {
      const part = Math.min(left, purse.minor);
      left -= part;
      purse.minor -= part;
      return part > 0 ? [{ tip: purse.tip, minor: part }] : [];
    });
  };
  const putBack = (parts: { tip: string; minor: number }[]) => {
    for (const { tip, minor } of parts) for (const purse of line) if (purse.tip === tip) purse.minor += minor;
  };
  const book = (posting: Omit<Posting, "amount" | "id">, minor: number) => {
    number += 1;
    if (minor > 0) posted.push({ ...posting, id: `tally-${number}`, amount: BigInt(minor) });
  };
  const sumOf = (parts: { minor: number }[]) => parts.reduce((sum, { minor }) => sum + minor, 0);
  return { line, payouts, refunds, posted, own, takeOldest, putBack, book, sumOf, next: () => ++number };
}

type Tally = ReturnType<typeof tally>;

/** Does one move in the tally and notes its postings; a move that makes no sense now is none. Gives a tip to be added. */
function move(books: Tally, one: Move): { id: string; minor: number } | null {
  const { line, payouts, refunds, own } = books;
  const live = payouts.find(({ status }) => status === "created");
  switch (one.does) {
    case "tip": {
      const id = `tip-tally-${books.next()}`;
      line.push({ tip: id, minor: one.minor, net: one.minor });
      return { id, minor: one.minor };
    }
    case "refund": {
      const purse = line[one.which % Math.max(1, line.length)];
      if (!purse) return null;
      const minor = Math.min(one.minor, purse.minor);
      purse.minor -= minor;
      purse.net -= minor;
      if (minor > 0) refunds.push({ id: `refund-${books.next()}`, tip: purse.tip, minor });
      books.book({ debit: own, credit: "refund_in_transit", kind: "refund_guard", reference: purse.tip }, minor);
      return null;
    }
    case "refund_fails": {
      const [refund] = refunds.splice(one.which % Math.max(1, refunds.length), 1);
      if (!refund) return null;
      books.putBack([refund]);
      for (const purse of line) if (purse.tip === refund.tip) purse.net += refund.minor;
      const back = { debit: "refund_in_transit", credit: own, kind: "refund_guard_returned", reference: refund.tip };
      books.book(back, refund.minor);
      return null;
    }
    case "payout": {
      const minor = Math.ceil((books.sumOf(line) * one.percent) / 100);
      if (live || minor === 0) return null;
      const id = `po-tally-${books.next()}`;
      payouts.push({ id, status: "created", paidAt: null, parts: books.takeOldest(minor), fee: [] });
      books.book({ debit: own, credit: "payout_in_transit", kind: "payout_reserved", reference: id }, minor);
      return null;
    }
    default:
      return ending(books, one, live);
  }
}

function ending(books: Tally, one: Extract<Move, { does: "paid" | "fails" | "reversed" }>, live?: Payout): null {
  const { own, payouts } = books;
  const backToGuard = (id: string) => ({
    debit: "payout_in_transit",
    credit: own,
    kind: "payout_returned",
    reference: id,
  });
  if (one.does === "reversed") {
    const paid = payouts.filter(({ status }) => status === "paid");
    const payout = paid[one.which % Math.max(1, paid.length)];
    if (!payout) return null;
    payout.status = "reversed";
    books.putBack([...payout.parts, ...payout.fee]);
    books.book({ ...backToGuard(payout.id), debit: "rail_clearing:paystack" }, books.sumOf(payout.parts));
    const fee = { debit: "rail_clearing:paystack", credit: own, kind: "payout_fee_back", reference: payout.id };
    books.book(fee, books.sumOf(payout.fee));
    return null;
  }
  if (!live) return null;
  if (one.does === "fails") {
    live.status = "failed";
    books.putBack(live.parts);
    books.book(backToGuard(live.id), books.sumOf(live.parts));
    return null;
  }
  live.status = "paid";
  live.paidAt = new Date(Date.parse("2026-03-02T17:00:00Z") + books.next() * 60_000).toISOString();
  live.fee = books.takeOldest(7);
  const fee = { debit: own, credit: "rail_clearing:paystack", kind: "payout_fee", reference: live.id };
  books.book(fee, books.sumOf(live.fee));
  return null;
}

/** What the tally says of a tip. */
function expected({ line, payouts }: Tally, tip: string) {
  const purse = line.find((one) => one.tip === tip);
  if (!purse || purse.net === 0) return { status: "none" };
  const holders = payouts.filter(
    ({ status, parts, fee }) =>
      (status === "created" || status === "paid") && [...parts, ...fee].some((part) => part.tip === tip),
  );
  if (purse.minor > 0 || holders.length === 0) return { status: "owed" };
  if (holders.some(({ status }) => status === "created")) return { status: "in_payout" };
  const last = holders
    .map(({ paidAt }) => paidAt ?? "")
    .sort()
    .at(-1);
  return { status: "settled", settledAt: new Date(last ?? "") };
}

async function savePayouts(payouts: readonly Payout[]): Promise<void> {
  await world.owner.query(
    `insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
       up_to_entry, status, next_send_at, created_at, paid_at, ended_at)
     select p.id, 'org-demo-lagos', $2, 'run-' || p.id, $3, 'paystack', 'NGN', 1, 'guard', 1, p.status,
       case p.status when 'created' then now() end, now(), p."paidAt", now()
     from jsonb_to_recordset($1::jsonb) as p (id text, status text, "paidAt" timestamptz)`,
    [JSON.stringify(payouts), guardId, accountId],
  );
}

const minor = fc.integer({ min: 1, max: 120 });
const which = fc.nat({ max: 9 });
const moves = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant("tip" as const), minor }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant("refund" as const), which, minor }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("refund_fails" as const), which, minor }) },
    {
      weight: 4,
      arbitrary: fc.record({ does: fc.constant("payout" as const), percent: fc.constantFrom(20, 40, 60, 80, 100) }),
    },
    { weight: 4, arbitrary: fc.record({ does: fc.constantFrom("paid" as const, "paid" as const, "fails" as const) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("reversed" as const), which }) },
  ),
  { minLength: 4, maxLength: 30 },
);

/** Plays moves in a transaction that is rolled back, so that the books stay those of the verbs. */
async function play(list: readonly Move[]): Promise<{ said: unknown[]; listed: unknown[]; told: unknown[] }> {
  const books = tally();
  const db = drizzle({ client: world.owner }) as unknown as Ctx["pageDb"];
  await world.owner.query("begin");
  await world.owner.query("set constraints all deferred; set local session_replication_role = replica");
  try {
    for (const one of list) {
      const tip = move(books, one);
      if (tip) await addGuardTip(world.owner, { guardId, id: tip.id, minor: BigInt(tip.minor) });
      if (books.posted.length > 0) await post(world.owner, ...books.posted.splice(0));
    }
    await savePayouts(books.payouts);
    const said: unknown[] = [];
    for (const { tip } of books.line) said.push(await findTipSettlement({ ...world.ctx(), pageDb: db }, tip));
    // All of them in one statement, as a page of a guard's tips asks.
    const tipIds = books.line.map(({ tip }) => tip);
    const found = await listTipSettlements({ ...world.ctx(), db, actor: FINANCE }, { guardId, tipIds });
    return {
      said,
      listed: tipIds.map((tip) => found.get(tip)),
      told: books.line.map(({ tip }) => expected(books, tip)),
    };
  } finally {
    await world.owner.query("rollback");
  }
}

describe("what a receipt says of a tip's money", () => {
  test("skips a tip that went back before the payout, and settles the next one", async () => {
    const { said } = await play([
      { does: "tip", minor: 100 },
      { does: "tip", minor: 107 },
      { does: "refund", which: 0, minor: 100 },
      { does: "payout", percent: 94 },
      { does: "paid" },
    ]);
    expect(said).toMatchObject([{ status: "none" }, { status: "settled" }]);
  });

  test("is what a plain tally says, whatever is tipped, refunded, paid, failed and reversed, in any order", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const { said, listed, told } = await play(list);
        expect(said).toEqual(told);
        expect(listed).toEqual(told);
      }),
      { numRuns: Number(process.env["SIMULATION_RUNS"] ?? 150) },
    );
  });
});
