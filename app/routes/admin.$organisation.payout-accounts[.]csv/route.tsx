import { csvOf, listPayoutAccountRequests, type PayoutAccountRequest } from "#app/domain/guards/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { maskedAccount } from "../admin.$organisation.payout-accounts/account-facts.tsx";
import { readRequestList } from "../admin.$organisation.payout-accounts/request-list.ts";

const PAGE_SIZE = 500;
const HEADER = [
  ...["Guard", "Status", "Kind", "Account", "Holder", "Name check", "Alike %", "Takes the place of"],
  ...["Shared with", "Why", "Asked for (UTC)", "Asked by", "On hold until (UTC)"],
];
const NAME_CHECKS = { matched: "Matches", differs: "Another name", not_offered: "Bank not asked" };

/** The queue as its address narrows it, as a file; numbers are masked there as everywhere. */
export const loader = staffLoader("payout-accounts.read", async ({ ctx, request, organisationId }) => {
  const list = { ...readRequestList(new URL(request.url)), after: null, before: null, size: PAGE_SIZE };
  return csvFile({
    name: `payout-accounts-${organisationId}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: csvOf([HEADER]),
    first: await listPayoutAccountRequests(ctx, list),
    linesOf: ({ rows }) => csvOf(rows.map(lineOf)),
    next: async ({ older }) => (older === null ? null : listPayoutAccountRequests(ctx, { ...list, after: older })),
  });
});

function lineOf(request: PayoutAccountRequest): string[] {
  const elsewhere = request.sharedElsewhere > 0 ? [`${request.sharedElsewhere} in other organisations`] : [];
  return [
    request.guardName,
    request.status === "held" ? "On hold" : "To decide",
    request.isChange ? "Change" : "First account",
    maskedAccount(request),
    request.holderName,
    NAME_CHECKS[request.nameCheck],
    String(request.percent),
    request.current === null ? "" : maskedAccount(request.current),
    [...request.sharedWith, ...elsewhere].join("; "),
    request.reason ?? "",
    request.requestedAt,
    request.requestedByName,
    request.heldUntil ?? "",
  ];
}
