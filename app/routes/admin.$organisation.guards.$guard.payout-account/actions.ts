import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyGuardPin,
  createPayoutAccount,
  findAccountName,
  releasePayoutAccount,
  updateGuardPin,
  voidPayoutAccount,
} from "#app/domain/guards/index.ts";
import { chosenPin, payoutAccountForm, stopReason, typedPin } from "#app/domain/guards/input.ts";
import type { Flash } from "#app/staff-flash.ts";
import { flashOfDecision } from "../admin.$organisation.payout-accounts/decisions.ts";

/** Whose account it is, as shown before saving. */
export interface Enquiry {
  holderName: string;
  percent: number;
  isMatch: boolean;
  isAsked: boolean;
}

/** What a form of the page is shown again with. */
export interface FormAnswer {
  form: "account" | "pin" | "lift";
  result: SubmissionResult<string[]>;
  enquiry: Enquiry | null;
}

/** A page to go on to, with a sentence; or the same form again. */
export type Step = { flash: Omit<Flash, "id"> } | ReturnType<typeof data<FormAnswer>>;

const LATER = "The bank was asked too often today. Try again tomorrow.";
const NO_ANSWER =
  "The bank did not answer. Nothing was saved, and what you typed is still here: try again in a minute.";
const SILENT = { later: LATER, unknown: NO_ANSWER };

/** First step: asks whose account it is and saves nothing. */
export async function askName(ctx: Ctx, guardId: string, form: FormData): Promise<Step> {
  const submission = parseWithZod(form, { schema: payoutAccountForm });
  if (submission.status !== "success") return again("account", submission.reply(), 400);
  const { value } = submission;
  return withFormErrors(submission, async () => {
    const outcome = await findAccountName(ctx, guardId, value);
    switch (outcome.status) {
      case "found": {
        const { holderName, percent, nameCheck, isMatch } = outcome;
        return again("account", submission.reply(), 200, {
          holderName,
          percent,
          isMatch,
          isAsked: nameCheck !== "not_offered",
        });
      }
      case "refused":
        return again("account", submission.reply({ fieldErrors: { [outcome.field]: [outcome.message] } }), 400);
      default:
        return again("account", submission.reply({ formErrors: [SILENT[outcome.status]] }), 503);
    }
  });
}

/** Second step: saves the request, if the holder is still who was shown. */
export async function askForAccount(ctx: Ctx, guardId: string, form: FormData): Promise<Step> {
  const submission = parseWithZod(form, { schema: payoutAccountForm });
  if (submission.status !== "success") return again("account", submission.reply(), 400);
  const { value } = submission;
  if (value.seenName === null) return askName(ctx, guardId, form);
  return withFormErrors(submission, async () => {
    const outcome = await createPayoutAccount(ctx, guardId, value);
    switch (outcome.status) {
      case "requested":
        return { flash: { message: outcome.isChange ? CHANGE_ASKED : FIRST_ASKED } };
      case "already_waiting":
        return {
          flash: { message: "Another request for this guard waits already. Nothing was saved.", tone: "warning" },
        };
      case "same_account": {
        const number = ["The guard's tips go to this account already."];
        return again("account", submission.reply({ fieldErrors: { number } }), 409);
      }
      case "look_again":
      case "reason_needed": {
        const { holderName, percent, isMatch, isAsked } = outcome;
        const words =
          outcome.status === "look_again"
            ? { formErrors: ["The bank gives another name now. Look at it, then ask again."] }
            : { fieldErrors: { reason: [outcome.differs ? WHY_DIFFERENT : "Say why the account changes."] } };
        return again("account", submission.reply(words), 409, { holderName, percent, isMatch, isAsked });
      }
      case "refused":
        return again("account", submission.reply({ fieldErrors: { [outcome.field]: [outcome.message] } }), 400);
      default:
        return again("account", submission.reply({ formErrors: [SILENT[outcome.status]] }), 503);
    }
  });
}

const FIRST_ASKED = "Asked for. Another person approves it, and tips go there from then on.";
const CHANGE_ASKED = "Asked for. Another person approves it, it then waits 72 hours, and the guard's phone is told.";
const WHY_DIFFERENT = "The holder has another name than the guard. Say why, for who approves it.";

/** Keeps the PIN that the guard typed twice. */
export async function setPin(ctx: Ctx, guardId: string, form: FormData): Promise<Step> {
  const submission = parseWithZod(form, { schema: chosenPin });
  const hideFields = ["pin", "pinAgain"];
  if (submission.status !== "success") return again("pin", submission.reply({ hideFields }), 400);
  const { status } = await updateGuardPin(ctx, guardId, submission.value);
  if (status === "in_phone") {
    const fieldErrors = { pin: ["This is part of the guard's phone number. Choose another."] };
    return again("pin", submission.reply({ hideFields, fieldErrors }), 400);
  }
  return { flash: { message: "The PIN is set, and the guard's phone is told." } };
}

/** Ends a hold early with the guard's PIN. */
export async function liftHold(ctx: Ctx, guardId: string, form: FormData): Promise<Step> {
  const submission = parseWithZod(form, { schema: typedPin });
  const hideFields = ["pin"];
  if (submission.status !== "success") return again("lift", submission.reply({ hideFields }), 400);
  const outcome = await applyGuardPin(ctx, guardId, submission.value);
  if (outcome.status === "lifted")
    return { flash: { message: "The hold is lifted: tips go to the new account from now on." } };
  return again("lift", submission.reply({ hideFields, fieldErrors: { pin: [wordsOf(outcome)] } }), 409);
}

function wordsOf(outcome: Exclude<Awaited<ReturnType<typeof applyGuardPin>>, { status: "lifted" }>): string {
  switch (outcome.status) {
    case "wrong":
      return `This is not the PIN. ${outcome.triesLeft === 1 ? "One try is left." : `${outcome.triesLeft} tries are left.`}`;
    case "locked":
      return "Too many wrong PINs. Nobody can try for 15 minutes; the hold runs out by itself.";
    case "no_pin":
      return "No PIN is set. One that is set now cannot lift this hold.";
    case "pin_too_new":
      return "The PIN was set after the change was asked for, so it cannot lift this hold.";
    case "set_by_you":
      return "You were there when the PIN was set, so a colleague lifts the hold.";
    case "yours":
      return "You asked for this change or approved it, so a third person lifts the hold.";
    case "used_up":
      return "Too many wrong PINs were typed for this hold. It runs out by itself.";
    default:
      return "Nothing is on hold any more.";
  }
}

/** Approves what waits. */
export async function approve(ctx: Ctx, form: FormData): Promise<Step> {
  return { flash: flashOfDecision(await releasePayoutAccount(ctx, String(form.get("account") ?? ""))) };
}

/** Stops a request or a held change. */
export async function stop(ctx: Ctx, form: FormData): Promise<Step> {
  const reason = stopReason.safeParse({ reason: form.get("reason") ?? "" });
  if (!reason.success) return { flash: { message: "Nothing was stopped: say why, in a few words.", tone: "warning" } };
  const { status } = await voidPayoutAccount(ctx, String(form.get("account") ?? ""), reason.data);
  if (status === "not_open") return { flash: { message: "It was decided before.", tone: "warning" } };
  const message = status === "cancelled" ? "Your request is cancelled." : "It is stopped. Tips go on as before.";
  return { flash: { message } };
}

function again(
  form: FormAnswer["form"],
  result: SubmissionResult<string[]>,
  status: number,
  enquiry: Enquiry | null = null,
) {
  return data<FormAnswer>({ form, result, enquiry }, { status });
}

type Reply = { reply(options?: { formErrors?: string[] }): SubmissionResult<string[]> };

/** What was typed is not lost when there are too many questions or no list of banks. */
async function withFormErrors(submission: Reply, act: () => Promise<Step>): Promise<Step> {
  try {
    return await act();
  } catch (error) {
    const isForForm = error instanceof AppError && (error.code === "RATE_LIMITED" || error.code === "RAIL_UNAVAILABLE");
    if (!isForForm) throw error;
    return again("account", submission.reply({ formErrors: [error.detail] }), error.status);
  }
}
