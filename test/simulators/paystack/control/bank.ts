import { bankReport } from "../bank-ledger.ts";
import type { Call } from "../router.ts";
import { moveBalance } from "../store.ts";
import { ok } from "./answers.ts";
import { accountNameInput, balanceInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

function report({ sim, query }: Call) {
  return ok(bankReport(sim.store.bank, query.get("reference") ?? undefined));
}

function changeBalance({ sim, fields }: Call) {
  const { currency, creditMinor, setMinor } = balanceInput.parse(fields);
  const before = sim.store.balances.get(currency) ?? 0;
  const difference = (setMinor === undefined ? 0 : setMinor - before) + (creditMinor ?? 0);
  const createdAt = sim.clock.nowIso();
  moveBalance(sim.store, {
    currency,
    difference,
    reason: "Top-up",
    model: "Topup",
    modelRow: 0,
    createdAt,
  });
  sim.changed();
  return ok({ currency, balanceMinor: before + difference });
}

/** Decides the name that an account lookup gives. */
function nameAccount({ sim, fields }: Call) {
  const { bankCode, accountNumber, accountName } = accountNameInput.parse(fields);
  sim.store.accountNames.set(`${bankCode} ${accountNumber}`, accountName);
  sim.changed();
  return ok({ bankCode, accountNumber, accountName });
}

export const bankControls: readonly ControlRoute[] = [
  { call: /^GET \/simulator\/bank$/, answer: report },
  { call: /^POST \/simulator\/balance$/, answer: changeBalance },
  { call: /^POST \/simulator\/accounts$/, answer: nameAccount },
];
