import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import {
  listPayoutAccountRequests,
  releasePayoutAccount,
  releasePayoutAccounts,
  voidPayoutAccount,
} from "#app/domain/guards/index.ts";
import { ACCOUNTS_AT_ONCE, stopReason } from "#app/domain/guards/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { type Flash, redirectWithFlash } from "#app/staff-flash.ts";
import { flashOfDecision, flashOfDecisions } from "./decisions.ts";
import { requireActing } from "./may-act.ts";
import { QueuePage } from "./queue-page.tsx";
import { readRequestList } from "./request-list.ts";

export const handle = { crumb: "Payout accounts" };

export const loader = staffLoader("payout-accounts.read", async ({ ctx, actor, request }) => {
  const list = readRequestList(new URL(request.url));
  return {
    ...(await listPayoutAccountRequests(ctx, list)),
    mayDecide: roleMay(actor.role, "payout-accounts.decide"),
    mayRequest: roleMay(actor.role, "payout-accounts.request"),
    isNarrowed: Boolean(list.search || list.status || list.nameCheck || list.kind),
  };
});

/** Each verb asks for its own permission; approving wants a fresh second factor. */
export const action = staffAction("payout-accounts.read", async ({ ctx, actor, form, request, organisationId }) => {
  requireActing(actor.role);
  const here = `/admin/${organisationId}/payout-accounts${new URL(request.url).search}`;
  const say = (flash: Omit<Flash, "id">) => redirectWithFlash(here, flash, ctx.clock.now());
  const accountId = String(form.get("account") ?? "");
  switch (form.get("intent")) {
    case "approve":
      return say(flashOfDecision(await releasePayoutAccount(ctx, accountId)));
    case "approve_selected": {
      const accountIds = form.getAll("id").map(String);
      if (accountIds.length === 0) return say({ message: "Choose at least one request.", tone: "warning" });
      if (accountIds.length > ACCOUNTS_AT_ONCE) {
        return say({ message: `Choose at most ${ACCOUNTS_AT_ONCE} requests at once.`, tone: "warning" });
      }
      return say(flashOfDecisions(await releasePayoutAccounts(ctx, { accountIds, onlySimple: true })));
    }
    case "stop": {
      const reason = stopReason.safeParse({ reason: form.get("reason") ?? "" });
      if (!reason.success) return say({ message: "Nothing was stopped: say why, in a few words.", tone: "warning" });
      const { status } = await voidPayoutAccount(ctx, accountId, reason.data);
      if (status === "not_open") return say({ message: "It was decided before.", tone: "warning" });
      return say({
        message: status === "cancelled" ? "Your request is cancelled." : "It is stopped. Tips go on as before.",
      });
    }
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
});

export default function PayoutAccounts() {
  return <QueuePage {...useLoaderData<typeof loader>()} />;
}
