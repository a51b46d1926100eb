import { success } from "../envelopes.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Call, Route } from "../router.ts";
import { integrationId } from "../simulator.ts";

function read({ sim }: Call) {
  const currencies = new Set([...sim.settings.currencies, ...sim.store.balances.keys()]);
  const data = [...currencies].map((currency) => ({
    currency,
    balance: sim.store.balances.get(currency) ?? 0,
  }));
  return success("Balances retrieved", data);
}

function ledger({ sim, query }: Call) {
  const inDates = withinDates(query);
  const rows = sim.store.balanceRows.filter((row) => inDates(row.createdAt)).reverse();
  const page = pageOf(rows, { query });
  const data = page.rows.map((row) => ({
    integration: integrationId,
    domain: sim.domain,
    balance: row.balance,
    currency: row.currency,
    difference: row.difference,
    reason: row.reason,
    model_responsible: row.model,
    model_row: row.modelRow,
    id: row.id,
    createdAt: row.createdAt,
    updatedAt: row.createdAt,
  }));
  return success("Balance ledger retrieved", data, page.meta);
}

export const balanceRoutes: readonly Route[] = [
  { method: "GET", path: "/balance", operation: "balance.fetch", answer: read },
  {
    method: "GET",
    path: "/balance/ledger",
    operation: "balance.ledger",
    answer: ledger,
  },
];
