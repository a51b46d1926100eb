import { z } from "zod";
import type { Currency } from "#app/core/currency.ts";
import { parseAmount } from "#app/core/money.ts";
import type { TipList, TipRow } from "#app/domain/tips/index.ts";
import { TIP_STATUSES } from "./tip-words.ts";

/** What was typed into the filters, to be shown again. */
export interface TipFilters {
  q: string;
  amount: string;
  site: string;
  status: string;
  from: string;
  to: string;
}

const day = z.iso.date().nullable().catch(null);

/** What tips are asked for, as their address says it. What makes no sense counts as not said. */
export function readTipList({ searchParams }: URL, currency: Currency): { list: TipList; filters: TipFilters } {
  const said = (name: string) => searchParams.get(name)?.trim() ?? "";
  const amount = parseAmount(said("amount"), currency);
  const isStatus = Object.hasOwn(TIP_STATUSES, said("status"));
  const list = {
    search: said("q"),
    siteId: /^[\w-]{1,80}$/.test(said("site")) ? said("site") : null,
    status: isStatus ? (said("status") as TipRow["status"]) : null,
    amountMinor: amount?.minor ?? null,
    ...{ from: day.parse(said("from")), to: day.parse(said("to")) },
    ...{ after: searchParams.get("after"), before: searchParams.get("before") },
  };
  const filters = {
    ...{ q: list.search, amount: amount === null ? "" : said("amount"), site: list.siteId ?? "" },
    ...{ status: list.status ?? "", from: list.from ?? "", to: list.to ?? "" },
  };
  return { list, filters };
}
