import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import {
  type CreatePayoutFileOutcome,
  createPayoutFile,
  listPayoutFileCandidates,
  listPayoutFiles,
} from "#app/domain/payouts/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { type Flash, redirectWithFlash } from "#app/staff-flash.ts";
import { BankFilesPage } from "./page.tsx";

export const loader = staffLoader("payouts.read", async ({ ctx, request }) => {
  const { searchParams } = new URL(request.url);
  const cursors = { after: searchParams.get("after"), before: searchParams.get("before") };
  const [page, candidates] = await Promise.all([listPayoutFiles(ctx, cursors), listPayoutFileCandidates(ctx)]);
  return { ...page, candidates };
});

/** Makes a file of what waits in one currency and kind, and leads to it. */
export const action = staffAction("payouts.write", async ({ ctx, form, organisationId }) => {
  if (form.get("intent") !== "create") {
    throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
  const wish = { currency: String(form.get("currency") ?? ""), kind: String(form.get("kind") ?? "") };
  const outcome = await createPayoutFile(ctx, wish);
  const here = `/admin/${organisationId}/bank-files`;
  const to = outcome.status === "exported" ? `${here}/${outcome.fileId}` : here;
  return redirectWithFlash(to, flashOf(outcome), ctx.clock.now());
});

function flashOf(outcome: CreatePayoutFileOutcome): Omit<Flash, "id"> {
  if (outcome.status === "nothing_to_export") {
    const message = "No file was made: nothing that waits may go now. Look at approvals, the daily cap and the switch.";
    return { message, tone: "warning" };
  }
  const { lines, leftOut } = outcome;
  const made = lines === 1 ? "The file is made, with 1 payout." : `The file is made, with ${lines} payouts.`;
  if (leftOut === 0) return { message: made };
  return {
    message: `${made} ${leftOut} went on waiting: a cap is reached, or they changed meanwhile.`,
    tone: "warning",
  };
}

export default function BankFilesIndex() {
  return <BankFilesPage {...useLoaderData<typeof loader>()} />;
}
