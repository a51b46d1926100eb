import type pg from "pg";
import { chargeEvent, deliverEvent, railEvent } from "#test/factories/rail-events.ts";
import { postTip } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { type SimulatorClient, signBody } from "#test/simulators/paystack/index.ts";
import type { Schedule, StepKind, TipPlan } from "./schedule.ts";
import {
  add,
  amountMinor,
  type Balances,
  chargedMinor,
  currencyOf,
  otherCurrencyOf,
  type PlayedTip,
  railFeeMinor,
  underpaidMinor,
  wrongAmountMinor,
} from "./tally.ts";

/** What a schedule is played on; one for all schedules. */
export interface Stage {
  stack: Stack;
  simulator: SimulatorClient;
  /** The owner's view of the database, to read the books with. */
  books: pg.Pool;
}

export interface Played {
  tips: PlayedTip[];
  /** Balances of what this schedule alone posted. */
  balances: Balances;
  /** Tips that were credited. */
  counted: string[];
  /** Answers of the webhook door that were not what they had to be. */
  wrongAnswers: string[];
  /** Bodies in the inbox, and different bodies that were validly signed. */
  recorded: number;
  signed: number;
}

const MINUTE_MS = 60_000;
/** Late enough for every event and every rung of the ladder that a schedule can have left waiting. */
const EVERYTHING_IS_DUE_MS = 30 * 60 * MINUTE_MS;
const INDEX = { lagos: 0, nairobi: 1, accra: 2 } as const;
/** Rail transactions that only webhooks know of get ids far away from the simulator's. */
const SECOND_CHARGE = 7_000_000_000_000;
const UNKNOWN_CHARGE = 8_000_000_000_000;

/** Plays one schedule to its end and reads what it left in the books. */
export async function play(stage: Stage, schedule: Schedule): Promise<Played> {
  const tips = await Promise.all(schedule.tips.map((plan) => start(stage, plan)));
  const wrongAnswers: string[] = [];
  const bodies = new Set<string>();
  for (const [wave, steps] of schedule.waves.entries()) {
    await Promise.all(tips.filter(({ plan }) => plan.paidBefore === wave).map((tip) => pay(stage, tip)));
    await Promise.all(
      steps.map(async ({ tip, kind }) => {
        const played = tips[tip];
        if (!played) return;
        const wrong = await take(stage, played, kind, bodies);
        if (wrong) wrongAnswers.push(wrong);
      }),
    );
  }
  await stage.simulator.faults.clear();
  await sweep(stage, EVERYTHING_IS_DUE_MS);
  return { tips, wrongAnswers, signed: bodies.size, ...(await readBooks(stage, tips)) };
}

async function start({ stack }: Stage, plan: TipPlan): Promise<PlayedTip> {
  const organisation = stack.demo?.organisations[INDEX[plan.guard]];
  const guard = organisation?.guards[0];
  if (!guard) throw new Error("the demo organisations are not there");
  const { currency } = organisation;
  const request = { token: guard.token, amountMinor: BigInt(amountMinor(plan)), currency, coversFee: plan.coversFee };
  const { status, body } = await postTip(stack, request);
  const railId = stack.paystack.state.transactions.get(body.id)?.id;
  if (status !== 201 || railId === undefined) throw new Error(`a tip was not started: ${JSON.stringify(body)}`);
  return { plan, id: body.id, railId, askedMinor: Number(body.charge.minor) };
}

async function pay({ simulator }: Stage, tip: PlayedTip): Promise<void> {
  const { channel, verifyNamesFee } = tip.plan;
  await simulator.pay(tip.id, { channel, amountMinor: chargedMinor(tip), feesNull: !verifyNamesFee });
}

/** Takes one step; gives what was wrong with the answer, if anything. */
async function take(stage: Stage, tip: PlayedTip, kind: StepKind, bodies: Set<string>): Promise<string | null> {
  switch (kind) {
    case "sweep":
      return await sweep(stage, MINUTE_MS);
    case "wake":
      return await wake(stage, tip);
    case "verify_fails":
      await stage.simulator.faults.add({
        operation: "transaction.verify",
        kind: "status",
        status: 502,
        reference: tip.id,
      });
      return await openReturnPage(stage, tip);
    case "return_page":
      return await openReturnPage(stage, tip);
    case "bad_signature":
      return wrongUnless(
        401,
        kind,
        await deliverEvent(stage.stack, event(tip, "genuine"), { signature: "ab".repeat(64) }),
      );
    case "altered_body": {
      const signed = event(tip, "genuine");
      const signature = signBody(signed, stage.stack.paystack.secretKey);
      return wrongUnless(401, kind, await deliverEvent(stage.stack, `${signed} `, { signature }));
    }
    default: {
      const body = event(tip, kind);
      bodies.add(body);
      return wrongUnless(200, kind, await deliverEvent(stage.stack, body));
    }
  }
}

function wrongUnless(expected: number, what: string, status: number): string | null {
  return status === expected ? null : `${what} was answered ${status}`;
}

async function openReturnPage({ stack }: Stage, tip: PlayedTip): Promise<string | null> {
  const response = await fetch(`${stack.url}/return/${tip.id}`, { redirect: "manual" });
  await response.arrayBuffer();
  return response.status < 500 ? null : `the return page was answered ${response.status}`;
}

async function sweep({ stack }: Stage, aheadMs: number): Promise<string | null> {
  const { outcome } = await stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + aheadMs));
  return outcome === "ok" ? null : `the sweeper ended with ${outcome}`;
}

/** Wakes the consumer for everything recorded about the tip, twice in one batch, as a queue may. */
async function wake({ stack, books }: Stage, tip: PlayedTip): Promise<string | null> {
  const { rows } = await books.query<{ id: string }>("select id from rail_events where reference = $1", [tip.id]);
  const messages = [...rows, ...rows].map(({ id }, i) => ({
    id: `${i}`,
    timestamp: new Date(),
    attempts: 1,
    body: { kind: "rail_event", id },
  }));
  const { outcome } = await stack.worker.dispatchQueue("asante-rail-events", messages);
  return outcome === "ok" ? null : `the consumer ended with ${outcome}`;
}

/** What the rail tells of a tip's charge in a step. */
function event(tip: PlayedTip, kind: StepKind): string {
  const { id: reference, railId: id, askedMinor, plan } = tip;
  const amount = chargedMinor(tip);
  const charge = {
    id,
    reference,
    amount,
    requested_amount: askedMinor,
    currency: currencyOf(plan),
    fees: railFeeMinor(tip),
  };
  switch (kind) {
    case "rewritten":
      return chargeEvent({ ...charge, gateway_response: "Approved" });
    case "no_fee":
      return chargeEvent({ ...charge, fees: null });
    case "wrong_amount":
      return chargeEvent({ ...charge, amount: wrongAmountMinor(tip), requested_amount: wrongAmountMinor(tip) });
    case "underpaid":
      return chargeEvent({ ...charge, amount: underpaidMinor(tip) });
    case "other_currency":
      return chargeEvent({ ...charge, currency: otherCurrencyOf(plan) });
    case "other_domain":
      return chargeEvent({ ...charge, domain: "live" });
    case "unknown_reference":
      return chargeEvent({ ...charge, id: UNKNOWN_CHARGE + id, reference: strangerOf(tip) });
    case "second_charge":
      return chargeEvent({ ...charge, id: SECOND_CHARGE + id });
    case "other_event":
      return railEvent("refund.pending", {
        transaction_reference: reference,
        amount: String(amount),
        status: "pending",
      });
    case "unreadable":
      return railEvent("charge.success", { id, reference, status: "success", currency: charge.currency });
    default:
      return chargeEvent(charge);
  }
}

const strangerOf = (tip: PlayedTip): string => `${tip.id}-unknown`;

/** What the rows say, by the references of this schedule alone. */
async function readBooks({ books }: Stage, tips: readonly PlayedTip[]) {
  const references = tips.flatMap((tip) => [tip.id, strangerOf(tip)]);
  const transfers = await books.query<{ key: string; debit: string; credit: string; minor: string }>(
    `select organisation_id || ' ' || currency as key, debit_account as debit, credit_account as credit,
       sum(amount_minor)::text as minor
     from ledger_transfers where reference = any($1) group by 1, 2, 3`,
    [references],
  );
  const balances: Balances = new Map();
  for (const { key, debit, credit, minor } of transfers.rows) {
    add(balances, `${key} ${debit}`, -Number(minor));
    add(balances, `${key} ${credit}`, Number(minor));
  }
  const credited = await books.query<{ id: string }>(
    "select id from tips where id = any($1) and status = 'succeeded' and credited_at is not null",
    [references],
  );
  const inbox = await books.query("select from rail_events where reference = any($1)", [references]);
  return { balances, counted: credited.rows.map(({ id }) => id), recorded: inbox.rowCount ?? 0 };
}
