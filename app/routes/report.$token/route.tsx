import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NoticePage } from "#app/components/notice-page.tsx";
import { createPressureReport } from "#app/domain/guards/index.ts";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";
import { readPostedForm } from "#app/posted-form.ts";
import { refused } from "#app/refusals.ts";
import { notOursView } from "../g.$token/notices.ts";
import { readReport, toReportNotice } from "./form.ts";
import { EMPTY_REPORT, ReportPage } from "./report-page.tsx";

export const headers = forwardHeaders;

/** The form; or, once sent, the thanks: an address of its own, so that a reload sends nothing twice. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const isSent = new URL(request.url).searchParams.has("sent");
  return data({ language, token: params["token"] ?? "", isSent }, { headers: await pageHeaders() });
}

/** Records a report of pressure, without a name. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const headers = await pageHeaders();
  try {
    const { typed, report, wrong } = readReport(token, await readPostedForm(request));
    if (!report) return data({ ...typed, wrong, notice: null }, { status: 400, headers });
    try {
      const outcome = await createPressureReport(context.ctx, report);
      if (outcome.status === "recorded") return redirect(`/report/${encodeURIComponent(token)}?sent`, 303);
      return data(null, { status: 400, headers });
    } catch (error) {
      const { status, notice } = toReportNotice(error);
      return data({ ...typed, wrong, notice }, { status, headers });
    }
  } catch (error) {
    throw await refused(error);
  }
}

export default function ReportRoute() {
  const { language, token, isSent } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const { report, backToGuard } = messagesFor(language);
  if (returned === null) return <NoticePage view={notOursView(language)} />;
  if (!isSent || returned) return <ReportPage language={language} token={token} form={returned ?? EMPTY_REPORT} />;
  const actions = [{ href: `/g/${token}`, label: backToGuard }];
  return <NoticePage view={{ language, tone: "good", ...report.sent, actions }} />;
}
