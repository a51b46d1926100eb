import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { formatMoney } from "#app/core/money.ts";
import { listAuditRows } from "#app/domain/audit/index.ts";
import {
  archivePayoutFailure,
  getPayout,
  type PayoutStory,
  releasePayouts,
  voidPayout,
} from "#app/domain/payouts/index.ts";
import { REASON_MAX_CHARACTERS } from "#app/domain/payouts/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { type Flash, redirectWithFlash } from "#app/staff-flash.ts";
import { flashOfApproval } from "../admin.$organisation.payouts/approval.ts";
import { PayoutPage } from "./page.tsx";

export const handle = {
  crumb: ({ payout }: { payout: PayoutStory }) => `${formatMoney(payout.amount)} to ${payout.guardName}`,
};

const NO_FILTER = { actor: null, action: null, from: null, to: null, after: null, before: null };

export const loader = staffLoader("payouts.read", async ({ ctx, actor, params }) => {
  const payout = await getPayout(ctx, params["payout"] ?? "");
  const audit = roleMay(actor.role, "audit.read")
    ? (await listAuditRows(ctx, { ...NO_FILTER, subject: payout.id })).rows
    : [];
  return { payout, audit };
});

/** What can be done with one payout, by its state: approve, cancel before it is sent, or mark a failure as investigated. */
export const action = staffAction("payouts.write", async ({ ctx, form, params, organisationId }) => {
  const payoutId = params["payout"] ?? "";
  const here = `/admin/${organisationId}/payouts/${payoutId}`;
  const say = (flash: Omit<Flash, "id">) => redirectWithFlash(here, flash, ctx.clock.now());
  switch (form.get("intent")) {
    case "approve":
      return say(flashOfApproval(await releasePayouts(ctx, { payoutIds: [payoutId] }), 1));
    case "cancel": {
      const reason = String(form.get("reason") ?? "").trim();
      if (reason === "" || reason.length > REASON_MAX_CHARACTERS) {
        return say({ message: "Nothing was cancelled: say why, in a few words.", tone: "warning" });
      }
      const { status } = await voidPayout(ctx, { payoutId, reason });
      if (status === "too_late")
        return say({ message: "Too late: it is not waiting to be sent any more.", tone: "warning" });
      return say({ message: "Cancelled. The money is owed to the guard again, and the next settlement looks at it." });
    }
    case "investigate": {
      const { status } = await archivePayoutFailure(ctx, { payoutId, note: String(form.get("note") ?? "") });
      if (status === "nothing_to_investigate")
        return say({ message: "Somebody had looked into it already.", tone: "warning" });
      return say({ message: "Marked as investigated. The next settlement pays the guard again." });
    }
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
});

export default function Payout() {
  return <PayoutPage {...useLoaderData<typeof loader>()} />;
}
