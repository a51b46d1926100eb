import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NoticePage } from "#app/components/notice-page.tsx";
import { formatMoney } from "#app/core/money.ts";
import { refundOwnTip } from "#app/domain/payments/index.ts";
import { findReceipt } from "#app/domain/tips/index.ts";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";
import { readPatronKeys } from "#app/patron-cookies.ts";
import { readPostedForm } from "#app/posted-form.ts";
import { refused } from "#app/refusals.ts";
import { CancelPage } from "./cancel-page.tsx";
import { cancelNotice, missingNotice, refusalNotice } from "./notices.ts";

export const headers = forwardHeaders;

/** Asks once more before a payment is taken back, in the browser that gave it: the receipt's address alone does not do. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const token = params["token"] ?? "";
  const headers = await pageHeaders();
  try {
    const receipt = await findReceipt(context.ctx, token, readPatronKeys(request));
    if (!receipt)
      return data({ language, token, notice: missingNotice(language), sum: "", place: "" }, { status: 404, headers });
    const place = messagesFor(language).receipt.lead(receipt.organisationName, receipt.siteName);
    const notice = receipt.mayCancelUntil && receipt.isOwn ? null : cancelNotice(language, token, receipt);
    return data(
      { language, token, notice, sum: formatMoney(receipt.charge), place },
      { status: notice ? 409 : 200, headers },
    );
  } catch (error) {
    throw await refused(error);
  }
}

/** Takes the payment back, whole; sent twice it is asked for once. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const token = params["token"] ?? "";
  const headers = await pageHeaders();
  try {
    await readPostedForm(request);
    const outcome = await refundOwnTip(context.ctx, { receiptToken: token, keys: readPatronKeys(request) });
    const isBefore = outcome.status === "refused" && outcome.reason === "refunded_before";
    if (outcome.status === "approved" || outcome.status === "requested" || isBefore) {
      return redirect(`/receipt/${encodeURIComponent(token)}`, 303);
    }
    const notice = outcome.status === "not_found" ? missingNotice(language) : refusalNotice(language, token, outcome);
    return data({ notice }, { status: outcome.status === "not_found" ? 404 : 409, headers });
  } catch (error) {
    throw await refused(error);
  }
}

export default function CancelRoute() {
  const { language, token, notice, sum, place } = useLoaderData<typeof loader>();
  const shown = useActionData<typeof action>()?.notice ?? notice;
  if (shown) return <NoticePage view={shown} />;
  return <CancelPage language={language} token={token} sum={sum} place={place} />;
}
