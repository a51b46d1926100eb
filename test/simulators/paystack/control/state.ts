import type { Call } from "../router.ts";
import type { Simulator } from "../simulator.ts";
import { createStore } from "../store.ts";
import { ok } from "./answers.ts";
import { clockInput, settingsInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

async function turnClock({ sim, fields }: Call) {
  const target = sim.clock.nowMs() + clockInput.parse(fields).advanceMs;
  const ran = await sim.agenda.advanceTo(target, () => sim.webhooks.idle());
  sim.changed();
  return ok({ now: sim.clock.nowIso(), ran });
}

function changeSettings({ sim, fields }: Call) {
  Object.assign(sim.settings, settingsInput.parse(fields));
  sim.changed();
  return ok({ settings: sim.settings });
}

/** Forgets everything; only the address and the keys stay. */
function reset({ sim }: Call) {
  sim.webhooks.reset();
  sim.agenda.clear();
  sim.faults.clear();
  sim.clock.reset();
  sim.store = createStore();
  sim.settings = { ...sim.initialSettings };
  sim.changed();
  return ok({ reset: true });
}

function overview(sim: Simulator) {
  const { store } = sim;
  return {
    now: sim.clock.nowIso(),
    domain: sim.domain,
    settings: sim.settings,
    webhooks: {
      url: sim.webhooks.url(),
      policy: sim.webhooks.policy,
      deliveries: sim.webhooks.deliveries.length,
    },
    faults: sim.faults.list(),
    balances: Object.fromEntries(store.balances),
    counts: {
      transactions: store.transactions.size,
      paid: store.transactionList.filter((transaction) => transaction.paidAt !== null).length,
      recipients: store.recipients.size,
      transfers: store.transfers.size,
      refunds: store.refunds.size,
    },
  };
}

/** `?full=1` adds every record. */
function show({ sim, query }: Call) {
  if (!query.has("full")) return ok(overview(sim));
  const { transactionList, recipients, transfers, refunds, balanceRows } = sim.store;
  return ok({
    ...overview(sim),
    transactions: transactionList,
    recipients: [...recipients.values()],
    transfers: [...transfers.values()],
    refunds: [...refunds.values()],
    balanceRows,
  });
}

export const stateControls: readonly ControlRoute[] = [
  { call: /^POST \/simulator\/clock$/, answer: turnClock },
  { call: /^POST \/simulator\/settings$/, answer: changeSettings },
  { call: /^POST \/simulator\/reset$/, answer: reset },
  { call: /^GET \/simulator\/state$/, answer: show },
];
