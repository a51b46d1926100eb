import { decimalOf, type Money } from "#app/core/money.ts";
import { csvOf, getGuard } from "#app/domain/guards/index.ts";
import { type GuardTip, listGuardTips } from "#app/domain/tips/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readTipList } from "../admin.$organisation.guards.$guard.tips/tip-list.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";

const PAGE_SIZE = 500;
const HEADER = ["Started (UTC)", "Receipt", "Status", "Currency", "Given", "For the guard"];

/** A guard's tips as their address narrows them, as a file. */
export const loader = staffLoader("tips.read", async ({ ctx, params, request }) => {
  const { id, employeeId } = await getGuard(ctx, params["guard"] ?? "");
  const list = { ...readTipList(new URL(request.url)), after: null, before: null, size: PAGE_SIZE };
  return csvFile({
    name: `tips-${employeeId.replaceAll(/[^A-Za-z0-9-]/g, "-")}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: csvOf([HEADER]),
    first: await listGuardTips(ctx, id, list),
    linesOf: ({ rows }) => csvOf(rows.map(lineOf)),
    next: async ({ older }) => (older === null ? null : listGuardTips(ctx, id, { ...list, after: older })),
  });
});

function lineOf({ at, receiptCode, status, amount, net }: GuardTip): string[] {
  const said = (money: Money | null) => (money === null ? "" : decimalOf(money));
  return [at, receiptCode, TIP_STATUSES[status].label, amount.currency, said(amount), said(net)];
}
