import { decimalOf, type Money } from "#app/core/money.ts";
import { parseInstant } from "#app/core/time.ts";
import { csvOf } from "#app/domain/guards/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { listTips, type TipRow } from "#app/domain/tips/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import { readTipList } from "../admin.$organisation.tips/tip-list.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";

const PAGE_SIZE = 500;
const HEADER = [
  ...["Started", "Tip", "Receipt", "Guard", "Site", "Status", "Currency", "Given", "Charged", "For the guard"],
];

/** Tips as their address narrows them, as a file. */
export const loader = staffLoader("tips.read", async ({ ctx, request, organisationId }) => {
  const { currency } = await getOrganisation(ctx);
  const read = readTipList(new URL(request.url), currency).list;
  const list = { ...read, after: null, before: null, size: PAGE_SIZE };
  return csvFile({
    name: `tips-${organisationId}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: csvOf([HEADER]),
    first: await listTips(ctx, list),
    linesOf: ({ rows }) => csvOf(rows.map(lineOf)),
    next: async ({ older }) => (older === null ? null : listTips(ctx, { ...list, after: older })),
  });
});

function lineOf(tip: TipRow): string[] {
  const said = (money: Money | null) => (money === null ? "" : decimalOf(money));
  return [
    ...[parseInstant(tip.at)?.toISOString() ?? "", tip.id, codeText(tip.receiptCode), tip.guardName, tip.siteName],
    ...[TIP_STATUSES[tip.status].label, tip.amount.currency, said(tip.amount), said(tip.charged), said(tip.net)],
  ];
}
