import { createHash } from "node:crypto";
import { checkBooks } from "#db/check.ts";
import { type Bench, median, perSecond, TURNS } from "./bench.ts";
import { CHARGE_MINOR, type ChargeEvent, chargeEvents, webhookRequest } from "./events.ts";
import { expectStatus } from "./load.ts";
import type { Rig } from "./rig.ts";
import { bareScript } from "./scripts.ts";
import { seedCodes } from "./seed.ts";

const MESSAGES_A_BATCH = 100;
const BATCHES_A_TURN = 20;
const EVENTS_A_TURN = MESSAGES_A_BATCH * BATCHES_A_TURN;
const GUARDS = 200;

/** Recorded events booked by the queue's consumer, batch after batch, against the bare Worker that takes the webhooks. */
export const drain: Bench = async (rig) => {
  const events = await chargeEvents(rig, "drain", EVENTS_A_TURN * (TURNS + 1));
  await seedPaidTips(rig, events);
  const bare = await rig.startBare(bareScript(new Uint8Array(), {}));
  const requests = events.slice(0, 1_000).map(({ body }) => webhookRequest(body, rig.secretKey));
  const turns: { bare: number; ours: number; cpuBare: number; cpuOurs: number; cpuBehind: number }[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const before = rig.cpu(bare.pid);
    const answer = await rig.loader.send(bare.url, { connections: 32, seconds: 1, requests, again: true });
    expectStatus(answer, 200);
    const cpuBare = (rig.cpu(bare.pid) - before) / answer.answered;
    const ours = await drainTurn(rig, events.slice(turn * EVENTS_A_TURN, (turn + 1) * EVENTS_A_TURN));
    if (turn > 0) turns.push({ bare: answer.perSecond, cpuBare, ...ours });
  }
  await bare.stop();
  await expectAllBooked(rig, events.length);
  const middle = (read: (turn: (typeof turns)[number]) => number) => median(turns.map(read));
  return [
    {
      what: "webhook drained to the ledger",
      bare: perSecond(middle((turn) => turn.bare)),
      ours: perSecond(middle((turn) => turn.ours)),
      ratio: middle((turn) => turn.ours / turn.bare),
      target: { least: 0.08 },
      cpuBare: middle((turn) => turn.cpuBare),
      cpuOurs: middle((turn) => turn.cpuOurs),
      cpuBehind: middle((turn) => turn.cpuBehind),
    },
  ];
};

async function drainTurn(rig: Rig, events: readonly ChargeEvent[]) {
  const [before, behindBefore, startedAt] = [rig.cpu(rig.app.pid), rig.cpuBehind(), performance.now()];
  for (let at = 0; at < events.length; at += MESSAGES_A_BATCH) {
    const messages = events.slice(at, at + MESSAGES_A_BATCH).map(({ tipId }) => {
      const id = eventId(tipId);
      return { id, attempts: 1, body: { kind: "rail_event", id } };
    });
    const body = JSON.stringify({ queue: "asante-rail-events", messages });
    const answer = await fetch(rig.urls.driver, { method: "POST", body });
    const result = (await answer.json()) as { outcome: string; explicitAcks: string[] };
    if (result.explicitAcks.length !== messages.length)
      throw new Error(`not all acknowledged: ${JSON.stringify(result)}`);
  }
  return {
    ours: (events.length / (performance.now() - startedAt)) * 1_000,
    cpuOurs: (rig.cpu(rig.app.pid) - before) / events.length,
    cpuBehind: (rig.cpuBehind() - behindBefore) / events.length,
  };
}

function eventId(tipId: string): string {
  return `evt-${tipId}`;
}

/** Tips that wait for their payment, and the events that bring it, as the application would have recorded them. */
async function seedPaidTips(rig: Rig, events: readonly ChargeEvent[]): Promise<void> {
  const codes = await seedCodes(rig.sql, rig.signingKeys, GUARDS);
  const rows = events.map(({ tipId, transactionId, body }, i) => {
    const sha256 = createHash("sha256").update(body).digest("hex");
    return { ...codes[i % codes.length], tipId, transactionId, body, sha256, eventId: eventId(tipId) };
  });
  await rig.sql.query(
    `with row as (
        select * from jsonb_to_recordset($1::jsonb) as r ("tipId" text, "guardId" text, "codeId" text, "eventId" text,
          "transactionId" text, body text, sha256 text)
      ),
      tip as (
        insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee,
          policy_version, platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, next_check_at)
        select "tipId", 'org-demo-lagos', "guardId", "codeId", 'NGN', $2, $2, false, 1, 1000, 'guard', 'pending',
          "tipId", "tipId", now() + interval '1 day' from row
      ),
      history as (insert into tip_history (tip_id, status, cause, at) select "tipId", 'pending', 'checkout', now() from row),
      payment as (
        insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor)
        select "tipId", 'org-demo-lagos', "tipId", 'paystack', 'test', 'NGN', $2 from row
      )
      insert into rail_events (id, rail, event, object_id, reference, body_sha256, body, received_at, next_check_at)
      select "eventId", 'paystack', 'charge.success', "transactionId", "tipId", sha256, body, now(), now() + interval '1 day'
      from row`,
    [JSON.stringify(rows), CHARGE_MINOR],
  );
  await rig.sql.query("analyze");
}

async function expectAllBooked(rig: Rig, count: number): Promise<void> {
  const { rows } = await rig.sql.query<{ count: number }>(
    "select count(*)::int as count from tips where id like 'drain-%' and status = 'succeeded'",
  );
  if (rows[0]?.count !== count) throw new Error(`of ${count} tips, ${rows[0]?.count} were booked`);
  const findings = await checkBooks(rig.database.ownerUrl);
  if (findings.length > 0) throw new Error(`the books are not clean: ${JSON.stringify(findings).slice(0, 2_000)}`);
}
