import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import {
  applyPayoutFileResults,
  archivePayoutFileResults,
  getPayoutFile,
  getPayoutFileResults,
} from "#app/domain/payouts/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { ResultsPage } from "./page.tsx";
import { flashOfResults, viewOf } from "./view.ts";

export const handle = { crumb: "Check the results" };

const FIRST_PAGE = { after: null, before: null };

export const loader = staffLoader("payouts.write", async ({ ctx, params }) => {
  const fileId = params["file"] ?? "";
  const [{ file }, plan] = await Promise.all([
    getPayoutFile(ctx, { fileId, ...FIRST_PAGE }),
    getPayoutFileResults(ctx, { fileId, resultsId: params["results"] ?? "" }),
  ]);
  return { file, view: plan === null ? null : viewOf(plan) };
});

/** Posts the results, all of them or none, or drops them. */
export const action = staffAction("payouts.write", async ({ ctx, form, params, organisationId }) => {
  const about = { fileId: params["file"] ?? "", resultsId: params["results"] ?? "" };
  const file = `/admin/${organisationId}/bank-files/${about.fileId}`;
  const at = ctx.clock.now();
  switch (form.get("intent")) {
    case "apply": {
      const outcome = await applyPayoutFileResults(ctx, about);
      const isDone = outcome.status === "applied" || outcome.status === "nothing_new" || outcome.status === "gone";
      return redirectWithFlash(isDone ? file : `${file}/results/${about.resultsId}`, flashOfResults(outcome), at);
    }
    case "drop":
      await archivePayoutFileResults(ctx, about);
      return redirectWithFlash(file, { message: "The results were dropped. Nothing was posted." }, at);
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
});

export default function CheckResults() {
  return <ResultsPage {...useLoaderData<typeof loader>()} />;
}
