import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "#app/core/ids.ts";
import { parseAmount } from "#app/core/money.ts";
import { findRefundTerms, refundTip } from "#app/domain/payments/index.ts";
import { type RefundWish, refundWish } from "#app/domain/payments/input.ts";
import { getTip } from "#app/domain/tips/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import { RefundForm } from "./page.tsx";
import { type Choice, flashOf, problemsOf } from "./view.ts";

export const handle = { crumb: ({ tip }: { tip: { code: string } }) => `Give ${tip.code} back` };

/** Asks for the second factor first: nothing is typed yet that could be lost. */
export const loader = staffLoader("refunds.write", async ({ ctx, params, request }) => {
  const { id, receiptCode, guardName, amount } = await getTip(ctx, params["tip"] ?? "");
  const { searchParams } = new URL(request.url);
  const how = searchParams.get("how");
  const typed = searchParams.get("amount")?.trim().slice(0, 40) ?? "";
  const partial = how === "part" ? parseAmount(typed, amount.currency) : null;
  const choice: Choice | null = how === "all" || how === "part" ? { how, typed } : null;
  const amountMinor = partial?.minor ?? null;
  const terms = await findRefundTerms(ctx, { tipId: id, amountMinor });
  const isUnread = how === "part" && (partial === null || partial.minor === 0n);
  const refundId = newId("rf", ctx.clock.now(), ctx.randomness);
  return { tip: { id, code: codeText(receiptCode), guardName }, refundId, terms, choice, isUnread };
});

export const action = staffAction("refunds.write", async ({ ctx, form, params, organisationId }) => {
  const tipId = params["tip"] ?? "";
  const read = refundWish.safeParse(Object.fromEntries(form));
  if (!read.success) return data({ problems: problemsOf(read.error), typed: typedIn(form) }, { status: 400 });
  const wish: RefundWish = read.data;
  const outcome = await refundTip(ctx, { tipId, ...wish });
  const home = `/admin/${organisationId}`;
  const to = "refundId" in outcome ? `${home}/refunds/${outcome.refundId}` : `${home}/tips/${tipId}/refund`;
  return redirectWithFlash(to, flashOf(outcome), ctx.clock.now());
});

/** What is shown again when something needs another look. */
function typedIn(form: FormData) {
  return { reason: String(form.get("reason") ?? "").slice(0, 1_000), cause: String(form.get("cause") ?? "") };
}

export default function RefundTip() {
  return <RefundForm {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
