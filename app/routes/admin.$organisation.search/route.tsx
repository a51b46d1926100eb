import { formatMoney } from "#app/core/money.ts";
import { type GuardRow, listGuards } from "#app/domain/guards/index.ts";
import { listSites, type Site } from "#app/domain/organisations/index.ts";
import { readReceiptCode } from "#app/domain/payments/index.ts";
import { listCodes, type SerialMatch } from "#app/domain/qr/index.ts";
import { listTips, type TipRow } from "#app/domain/tips/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";

const SHOWN = { guards: 8, codes: 5, sites: 4 };

/** What the command palette finds: guards and sites by a few words, codes by what is printed on them, a tip by its receipt. */
export const loader = staffLoader("guards.read", async ({ ctx, request, organisationId }) => {
  const search = new URL(request.url).searchParams.get("q")?.trim() ?? "";
  if (search === "") return { results: [] };
  const everything = { siteId: null, status: null, hasPhoto: null, hasPayoutAccount: null, sort: null };
  const first = { after: null, before: null };
  const code = readReceiptCode(search);
  const anyTip = { siteId: null, status: null, amountMinor: null, from: null, to: null };
  const [guards, codes, sites, tips] = await Promise.all([
    listGuards(ctx, { ...everything, ...first, search }),
    listCodes(ctx, { search }),
    listSites(ctx, { status: null, sort: null, ...first, search }),
    code === null ? null : listTips(ctx, { ...anyTip, ...first, search, size: 1 }),
  ]);
  const home = `/admin/${organisationId}`;
  return {
    results: [
      ...(tips?.rows ?? []).filter((tip) => tip.receiptCode === code).map((tip) => tipResult(tip, home)),
      ...guards.rows.slice(0, SHOWN.guards).map((guard) => guardResult(guard, home)),
      ...codes.slice(0, SHOWN.codes).map((code) => codeResult(code, home)),
      ...sites.rows.slice(0, SHOWN.sites).map((site) => siteResult(site, home)),
    ],
  };
});

function guardResult({ id, firstName, lastName, siteName, employeeId }: GuardRow, home: string) {
  return { id, label: `${firstName} ${lastName}`, detail: `${siteName} · ${employeeId}`, to: `${home}/guards/${id}` };
}

function codeResult({ id, serial, status, guardId, guardName }: SerialMatch, home: string) {
  const detail = status === "active" ? `Code of ${guardName}` : `Revoked code of ${guardName}`;
  return { id, label: serial, detail, to: `${home}/guards/${guardId}/codes` };
}

function tipResult({ id, receiptCode, guardName, amount }: TipRow, home: string) {
  const detail = `Tip of ${formatMoney(amount)} for ${guardName}`;
  return { id, label: codeText(receiptCode), detail, to: `${home}/tips/${id}` };
}

function siteResult({ id, name, address }: Site, home: string) {
  return { id, label: name, detail: address ?? "Site", to: `${home}/sites/${id}` };
}
