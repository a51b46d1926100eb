import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { getRefund, releaseRefund, voidRefund } from "#app/domain/payments/index.ts";
import { refundReason } from "#app/domain/payments/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { type Flash, redirectWithFlash } from "#app/staff-flash.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import { RefundPage } from "./page.tsx";

export const handle = {
  crumb: ({ refund }: { refund: { receiptCode: string } }) => `Tip ${codeText(refund.receiptCode)}`,
};

export const loader = staffLoader("refunds.read", async ({ ctx, actor, params }) => ({
  refund: await getRefund(ctx, params["refund"] ?? ""),
  mayWrite: roleMay(actor.role, "refunds.write"),
}));

export const action = staffAction("refunds.write", async ({ ctx, form, params, organisationId }) => {
  const refundId = params["refund"] ?? "";
  const say = (flash: Omit<Flash, "id">) =>
    redirectWithFlash(`/admin/${organisationId}/refunds/${refundId}`, flash, ctx.clock.now());
  switch (form.get("intent")) {
    case "approve":
      return say(APPROVED[(await releaseRefund(ctx, refundId)).status]);
    case "reject": {
      const reason = refundReason.safeParse(form.get("reason") ?? "");
      if (!reason.success)
        return say({ message: `Nothing was rejected. ${reason.error.issues[0]?.message}`, ...WARNING });
      const { status } = await voidRefund(ctx, { refundId, reason: reason.data });
      return say(status === "rejected" ? REJECTED : APPROVED.decided_before);
    }
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
});

const WARNING = { tone: "warning" } as const;
const REJECTED = { message: "Rejected. Nothing was sent, and everybody who gave a part has it again." };
const APPROVED: Record<"approved" | "decided_before" | "disputed", Omit<Flash, "id">> = {
  approved: { message: "Approved. It goes to the payment service now, and the receipt says so." },
  decided_before: { message: "It was decided before. Nothing was changed.", ...WARNING },
  disputed: {
    message: "Not approved: the patron’s bank asks for this payment in a dispute. It waits for the dispute’s end.",
    ...WARNING,
  },
};

export default function Refund() {
  return <RefundPage {...useLoaderData<typeof loader>()} />;
}
