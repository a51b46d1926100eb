import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { getDispute, startDisputeAnswer } from "#app/domain/payments/index.ts";
import { disputeMessage } from "#app/domain/payments/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import type { RefusedAnswer } from "./answer.tsx";
import { DisputePage } from "./page.tsx";

export const handle = {
  crumb: ({ dispute }: { dispute: { receiptCode: string } }) => `Tip ${codeText(dispute.receiptCode)}`,
};

export const loader = staffLoader("disputes.read", async ({ ctx, actor, params }) => ({
  dispute: await getDispute(ctx, params["dispute"] ?? ""),
  mayWrite: roleMay(actor.role, "disputes.write"),
  now: ctx.clock.now().toISOString(),
}));

/** What the bank reads when we give in and nobody wrote anything: rails ask for a message either way. */
const ACCEPTED = "We accept the dispute and give the payment back.";

export const action = staffAction("disputes.write", async ({ ctx, form, params, organisationId }) => {
  const disputeId = params["dispute"] ?? "";
  const intent = form.get("intent");
  if (intent !== "accept" && intent !== "defend") {
    throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
  const typed = String(form.get("message") ?? "");
  const message = disputeMessage.safeParse(intent === "accept" && typed.trim() === "" ? ACCEPTED : typed);
  if (!message.success) {
    const [issue] = message.error.issues;
    const refused: RefusedAnswer = { intent, problem: issue?.message ?? "", typed: typed.slice(0, 2_000) };
    return data(refused, { status: 400 });
  }
  const { status } = await startDisputeAnswer(ctx, { disputeId, answer: intent, message: message.data });
  const said = {
    answering: {
      message: intent === "accept" ? "Given in. The patron’s bank is told." : "The evidence is on its way to the bank.",
    },
    not_open: { message: "It no longer waits for an answer. Nothing was sent.", tone: "warning" as const },
  };
  return redirectWithFlash(`/admin/${organisationId}/disputes/${disputeId}`, said[status], ctx.clock.now());
});

export default function Dispute() {
  return <DisputePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
