import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { findPayoutAccount, listDestinations } from "#app/domain/guards/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { requireActing } from "../admin.$organisation.payout-accounts/may-act.ts";
import { AccountPage } from "./account-page.tsx";
import { approve, askForAccount, askName, type FormAnswer, liftHold, type Step, setPin, stop } from "./actions.ts";

export const handle = { crumb: "Payout account" };

export const loader = staffLoader("payout-accounts.read", async ({ ctx, actor, params }) => {
  const accounts = await findPayoutAccount(ctx, params["guard"] ?? "");
  const mayRequest = roleMay(actor.role, "payout-accounts.request");
  const mayDecide = roleMay(actor.role, "payout-accounts.decide");
  const isOpen = mayRequest && accounts.waiting === null;
  return { ...accounts, me: actor.userId, mayRequest, mayDecide, destinations: isOpen ? await banksOf(ctx) : [] };
});

/** A Map, since an object has names of its own, such as `constructor`, that a form could ask for. */
const INTENTS = new Map<FormDataEntryValue | null, (ctx: Ctx, guardId: string, form: FormData) => Promise<Step>>([
  ["enquire", askName],
  ["create", askForAccount],
  ["set_pin", setPin],
  ["lift", liftHold],
  ["approve", (ctx, _, form) => approve(ctx, form)],
  ["stop", (ctx, _, form) => stop(ctx, form)],
]);

/** Each verb asks for its own permission; approving wants a fresh second factor. */
export const action = staffAction("payout-accounts.read", async ({ ctx, actor, form, params, organisationId }) => {
  requireActing(actor.role);
  const act = INTENTS.get(form.get("intent"));
  if (!act) throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  const guardId = params["guard"] ?? "";
  const step = await act(ctx, guardId, form);
  if (!("flash" in step)) return step;
  return redirectWithFlash(
    `/admin/${organisationId}/guards/${encodeURIComponent(guardId)}/payout-account`,
    step.flash,
    ctx.clock.now(),
  );
});

export default function GuardPayoutAccount() {
  const answer = useActionData<typeof action>() as FormAnswer | undefined;
  return <AccountPage {...useLoaderData<typeof loader>()} answer={answer} />;
}

/** Null when the rail's list cannot be had: the rest of the page is there all the same. */
async function banksOf(ctx: Ctx): Promise<{ value: string; label: string; kind: string }[] | null> {
  try {
    const destinations = await listDestinations(ctx);
    const known = new Map(
      destinations.map(({ kind, code, name }) => [`${kind}:${code}`, { value: `${kind}:${code}`, label: name, kind }]),
    );
    return [...known.values()].sort((one, other) => one.label.localeCompare(other.label));
  } catch (error) {
    if (error instanceof AppError && error.code === "RAIL_UNAVAILABLE") return null;
    throw error;
  }
}
