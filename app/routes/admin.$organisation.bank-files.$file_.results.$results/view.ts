import type { ApplyPayoutFileResultsOutcome, ResultError, ResultPlan } from "#app/domain/payouts/index.ts";
import type { Flash } from "#app/staff-flash.ts";

const ERRORS_SHOWN = 200;
const ROWS_SHOWN = 20;

export interface PlannedRow {
  row: number;
  reference: string;
  amountMinor: string;
  result: ResultPlan["results"][number]["result"];
  words: string;
}

/** What the page shows of results: counts, the first errors, and the first rows that would be posted. */
export interface ResultsView {
  paid: number;
  failed: number;
  returned: number;
  unchanged: number;
  pending: number;
  /** Given up, and yet paid. */
  paidAnyway: number;
  errorTotal: number;
  errors: ResultError[];
  rows: PlannedRow[];
}

export function viewOf({ results, errors, unchanged, pending }: ResultPlan): ResultsView {
  const count = (result: PlannedRow["result"]) => results.filter((one) => one.result === result).length;
  return {
    paid: count("paid"),
    failed: count("failed"),
    returned: count("returned"),
    unchanged,
    pending,
    paidAnyway: results.filter(({ line, result }) => line.isReleased && result === "paid").length,
    errorTotal: errors.length,
    errors: errors.slice(0, ERRORS_SHOWN),
    rows: results.slice(0, ROWS_SHOWN).map(({ row, line, result, bankReference, reason }) => ({
      row,
      reference: line.reference,
      amountMinor: String(line.amountMinor),
      result,
      words: [bankReference, reason].filter(Boolean).join(" · "),
    })),
  };
}

/** What to say when results were sent to be posted. */
export function flashOfResults(outcome: ApplyPayoutFileResultsOutcome): Omit<Flash, "id"> {
  switch (outcome.status) {
    case "applied": {
      const parts = [
        `${outcome.paid} paid`,
        ...(outcome.failed > 0 ? [`${outcome.failed} not paid`] : []),
        ...(outcome.returned > 0 ? [`${outcome.returned} came back`] : []),
      ];
      return {
        message: `Posted: ${parts.join(", ")}. ${outcome.isClosed ? "Every line has its result." : "The rest is open."}`,
      };
    }
    case "nothing_new":
      return { message: "Nothing new was in the results. Nothing was posted.", tone: "warning" };
    case "has_errors":
      return { message: "Some rows are wrong as things stand now. Nothing was posted.", tone: "warning" };
    case "changed":
      return { message: "Somebody changed the file in this moment. Nothing was posted: look again.", tone: "warning" };
    case "gone":
      return { message: "These results are no longer kept. Nothing was posted: upload them again.", tone: "warning" };
  }
}
