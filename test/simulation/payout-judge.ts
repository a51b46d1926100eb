import type { PayoutWorld } from "#test/factories/payout-world.ts";

/** What the rail may call a transfer of which no money went anywhere. */
const CONCLUSIVE = ["failed", "reversed", "abandoned", "blocked", "rejected"];

interface Attempted {
  id: string;
  status: string;
  attempts: { reference: string; status: string }[];
}

export interface Verdict {
  payouts: number;
  /** Payouts that the bank paid once, however long it took. */
  paid: number;
  /** Failures that the rail took back before, and after, a next reference had reached it. */
  flippedInTime: number;
  flippedTooLate: number;
  references: number;
  wrong: string[];
}

/** The bank's own ledger, and the order in which the rail saw what, against every payout of ours and what we say of it. */
export async function judge(world: PayoutWorld): Promise<Verdict> {
  const { rows } = await world.owner.query<Attempted>(
    `select p.id, p.status, jsonb_agg(jsonb_build_object('reference', a.reference, 'status', a.status) order by a.number)
       as attempts
     from payouts p join payout_attempts a on a.payout_id = p.id group by p.id, p.status`,
  );
  const alerts = await world.owner.query<{ subject: string }>(
    "select subject from alerts where kind in ('payout.paid_after_failure', 'payout.paid_after_cancel')",
  );
  const told = new Set(alerts.rows.map(({ subject }) => subject));
  const bank = creditsOf(world);
  const verdict: Verdict = {
    payouts: rows.length,
    paid: 0,
    flippedInTime: 0,
    flippedTooLate: 0,
    references: bank.size,
    wrong: [],
  };
  const ours = new Set(rows.flatMap(({ attempts }) => attempts.map(({ reference }) => reference)));
  for (const reference of bank.keys()) if (!ours.has(reference)) verdict.wrong.push(`${reference} is none of ours`);
  for (const payout of rows) judgeOne(world, payout, { bank, told, verdict });
  return verdict;
}

interface Evidence {
  bank: Map<string, { credits: number; returns: number }>;
  told: ReadonlySet<string>;
  verdict: Verdict;
}

function judgeOne(world: PayoutWorld, { id, status, attempts }: Attempted, { bank, told, verdict }: Evidence): void {
  const { wrong } = verdict;
  const paid = attempts.map(({ reference }) => bank.get(reference) ?? { credits: 0, returns: 0 });
  const net = paid.reduce((sum, { credits, returns }) => sum + credits - returns, 0);
  const late = attempts.filter((_, index) => isFlippedTooLate(world, attempts, index));
  const credited = attempts.filter((_, index) => (paid[index]?.credits ?? 0) > 0);
  verdict.flippedTooLate += late.length;
  verdict.flippedInTime += attempts.filter((one) => isFlipped(world, one.reference)).length - late.length;
  if (status === "paid" && net === 1) verdict.paid += 1;

  if (paid.some(({ credits }) => credits > 1)) wrong.push(`${id} was credited twice under one reference`);
  if (credited.filter((one) => !late.includes(one)).length > 1) wrong.push(`${id} was paid twice`);
  if (credited.length > 1 && attempts.filter(({ reference }) => told.has(reference)).length < credited.length - 1)
    wrong.push(`${id} was paid ${credited.length} times by the rail, and nobody was told`);
  if (status === "paid" ? net < 1 : net !== 0) wrong.push(`${id} is ${status}, and the bank paid it ${net} times`);
  for (const [index, attempt] of attempts.entries()) {
    const one = paid[index] ?? { credits: 0, returns: 0 };
    const isPaid = one.credits - one.returns === 1;
    if (isPaid !== (attempt.status === "succeeded"))
      wrong.push(`${attempt.reference} is ${attempt.status}, and the bank ${isPaid ? "paid it" : "did not pay it"}`);
    for (const next of attempts.slice(index + 1))
      wrong.push(...followedTooSoon(world, attempt.reference, next.reference));
  }
}

/** What the rail called a reference each time that a call for a later one reached it. */
function followedTooSoon(world: PayoutWorld, reference: string, later: string): string[] {
  const { transfers, transfersAsked } = world.paystack.state;
  const history = transfers.get(reference)?.history ?? [];
  return (transfersAsked.get(later) ?? []).flatMap((asked) => {
    const then = history.filter(({ moment }) => moment < asked).at(-1)?.status ?? "unknown";
    return CONCLUSIVE.includes(then) ? [] : [`${reference} was ${then} when ${later} followed it`];
  });
}

function flippedAt(world: PayoutWorld, reference: string): number | null {
  const history = world.paystack.state.transfers.get(reference)?.history ?? [];
  const index = history.findIndex(({ status }, at) => status === "success" && history[at - 1]?.status === "failed");
  return history[index]?.moment ?? null;
}

const isFlipped = (world: PayoutWorld, reference: string) => flippedAt(world, reference) !== null;

/** The rail took a failure back when it already had the call that made a later transfer: nobody can have known. */
function isFlippedTooLate(world: PayoutWorld, attempts: Attempted["attempts"], index: number): boolean {
  const at = flippedAt(world, attempts[index]?.reference ?? "");
  const { transfers, transfersAsked } = world.paystack.state;
  return attempts.slice(index + 1).some(({ reference }) => {
    const madeAt = transfers.get(reference)?.history[0]?.moment;
    const askedAt = transfersAsked.get(reference)?.findLast((moment) => madeAt !== undefined && moment < madeAt);
    return at !== null && askedAt !== undefined && at > askedAt;
  });
}

function creditsOf(world: PayoutWorld): Evidence["bank"] {
  const bank: Evidence["bank"] = new Map();
  for (const { reference, kind } of world.paystack.state.bank) {
    const one = bank.get(reference) ?? { credits: 0, returns: 0 };
    bank.set(reference, one);
    if (kind === "recipient_credit") one.credits += 1;
    if (kind === "recipient_return") one.returns += 1;
  }
  return bank;
}
