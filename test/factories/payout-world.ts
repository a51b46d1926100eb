import pg from "pg";
import type { Ctx } from "#app/domain/context.ts";
import { createDueSettlementRuns, sendPayouts, settleGuards, voidUnusablePayouts } from "#app/domain/payouts/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { openTestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";
import { type SimulatorClient, simulatorClient, startPaystackSimulator } from "#test/simulators/paystack/index.ts";
import { addPayee, type PayeeOptions, payoutContext } from "./payouts.ts";
import { staffWorkerContext } from "./worker-context.ts";

/** A Friday evening in all three demo organisations, after every settlement hour. */
const FIRST_EVENING = Date.parse("2026-03-06T18:30:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface PayoutRow {
  id: string;
  guard_id: string;
  status: string;
  amount_minor: string;
  attempts: number;
  reason: string | null;
  approval_reason: string | null;
  next_send_at: Date | null;
}

/** A database, a Paystack and a clock of one's own, to take money out with. */
export async function openPayoutWorld(
  options: { size?: number; transferTimeoutMs?: number; webhookUrl?: string } = {},
) {
  const database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const paystack = await startPaystackSimulator({
    silent: true,
    settings: { bulkIntervalMs: 0 },
    ...(options.webhookUrl === undefined ? {} : { webhookUrl: options.webhookUrl }),
  });
  const simulator = simulatorClient(paystack.url);
  for (const currency of ["NGN", "KES", "GHS"]) await simulator.balance({ currency, setMinor: 1_000_000_000_000 });
  await simulator.webhooks.policy({ mode: "drop" });
  let nowMs = FIRST_EVENING;
  const errors: string[] = [];
  const world = {
    database,
    owner,
    paystack,
    simulator,
    /** What was logged as an error. */
    errors,
    ctx: (more: { size?: number } = {}): Ctx =>
      payoutContext(database, paystack, { at: new Date(nowMs), errors, ...options, ...more }),
    now: () => new Date(nowMs),
    pass(minutes: number): void {
      nowMs += minutes * MINUTE_MS;
    },
    addPayee: (payee: PayeeOptions = {}) => addPayee(owner, paystack, payee),
    /** The next day's settlement, in full. */
    async settle(): Promise<void> {
      nowMs += DAY_MS;
      await createDueSettlementRuns(world.ctx());
      while ((await settleGuards(world.ctx())) > 0);
    },
    async send(): Promise<number> {
      let sent = 0;
      for (let count = await sendPayouts(world.ctx()); count > 0; count = await sendPayouts(world.ctx())) sent += count;
      return sent;
    },
    /** One of the staff, with a second factor given just now. */
    as(role: Role, userId = `usr-${role}`, organisationId = "org-demo-lagos"): Ctx {
      const staff = { organisationId, role, userId, secondFactorAt: new Date(nowMs) };
      return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: new Date(nowMs), paystack }, staff);
    },
    /** What a test leaves owed or waiting is not the next one's. */
    async endEverything(): Promise<void> {
      await simulator.faults.clear();
      await owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
      await owner.query("delete from payout_controls");
      await owner.query("update payout_accounts set status = 'replaced' where status = 'active'");
      while ((await voidUnusablePayouts(world.ctx())) > 0);
    },
    ...readers(owner, simulator),
    async close(): Promise<void> {
      await owner.end();
      await paystack.close();
      await database.close();
    },
  };
  return world;
}

/** What the books, the alerts and the bank say. */
function readers(owner: pg.Client, simulator: SimulatorClient) {
  return {
    /** The newest payout of a guard. */
    async payoutOf({ guardId }: { guardId: string }): Promise<PayoutRow> {
      const { rows } = await owner.query<PayoutRow>(
        "select * from payouts where guard_id = $1 and id not like 'po-past%' order by created_at desc limit 1",
        [guardId],
      );
      if (!rows[0]) throw new Error("the guard has no payout");
      return rows[0];
    },
    async attemptsOf({ id }: { id: string }): Promise<{ reference: string; status: string; calls: number }[]> {
      const { rows } = await owner.query("select * from payout_attempts where payout_id = $1 order by number", [id]);
      return rows;
    },
    /** What an account holds: credits less debits, in minor units. */
    async held(code: string, organisationId = "org-demo-lagos"): Promise<bigint> {
      const { rows } = await owner.query<{ minor: string }>(
        "select credits_posted - debits_posted as minor from ledger_accounts where organisation_id = $1 and code = $2",
        [organisationId, code],
      );
      return BigInt(rows[0]?.minor ?? 0);
    },
    async alerts(kind: string): Promise<string[]> {
      const { rows } = await owner.query<{ subject: string }>("select subject from alerts where kind = $1", [kind]);
      return rows.map(({ subject }) => subject);
    },
    /** How often the bank really credited the receivers of these references, less what came back. */
    async credits(references: readonly string[]): Promise<number> {
      const { entries } = await simulator.bank();
      const own = entries.filter(({ reference }) => references.includes(reference));
      return own.filter(({ kind }) => kind === "recipient_credit").length;
    },
  };
}

export type PayoutWorld = Awaited<ReturnType<typeof openPayoutWorld>>;
