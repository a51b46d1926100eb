import { AppError } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  archivePayoutFailure,
  createPayoutFinding,
  releasePayoutFinding,
  releasePayoutRetry,
  releasePayouts,
  voidPayout,
  voidPayoutFinding,
} from "#app/domain/payouts/index.ts";
import { NOTE_MAX_CHARACTERS, REASON_MAX_CHARACTERS } from "#app/domain/payouts/input.ts";
import type { Flash } from "#app/staff-flash.ts";
import { flashOfApproval } from "../admin.$organisation.payouts/approval.ts";

interface Asked {
  ctx: Ctx;
  payoutId: string;
  form: FormData;
}

/** What was typed of a finding that is refused, and why. */
export interface RefusedFinding {
  finding: string;
  note: string;
  errors: { finding?: string; note?: string };
}

type Said = Omit<Flash, "id">;
type Answer = { said: Said } | { refused: RefusedFinding };

const warned = (message: string): Answer => ({ said: { message, tone: "warning" } });
const done = (message: string): Answer => ({ said: { message } });
const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

async function approve({ ctx, payoutId }: Asked): Promise<Answer> {
  return { said: flashOfApproval(await releasePayouts(ctx, { payoutIds: [payoutId] }), 1) };
}

async function cancel({ ctx, payoutId, form }: Asked): Promise<Answer> {
  const reason = text(form, "reason");
  if (reason === "" || reason.length > REASON_MAX_CHARACTERS) {
    return warned("Nothing was cancelled: say why, in a few words.");
  }
  const { status } = await voidPayout(ctx, { payoutId, reason });
  if (status === "too_late") return warned("Too late: it is not waiting to be sent any more.");
  return done("Cancelled. The money is owed to the guard again, and the next settlement looks at it.");
}

async function retry({ ctx, payoutId }: Asked): Promise<Answer> {
  const { status } = await releasePayoutRetry(ctx, { payoutId });
  if (status === "not_waiting") return warned("It does not wait for another try any more. Nothing was done.");
  return done("It is tried again now, once the bank has confirmed that nothing was paid.");
}

async function investigate({ ctx, payoutId, form }: Asked): Promise<Answer> {
  const { status } = await archivePayoutFailure(ctx, { payoutId, note: text(form, "note") });
  if (status === "nothing_to_investigate") return warned("Somebody had looked into it already.");
  return done("Marked as investigated. The next settlement pays the guard again.");
}

async function record({ ctx, payoutId, form }: Asked): Promise<Answer> {
  const [finding, note] = [text(form, "finding"), text(form, "note")];
  const isKnown = finding === "paid" || finding === "not_paid";
  const isSaid = note !== "" && note.length <= NOTE_MAX_CHARACTERS;
  if (!isKnown || !isSaid) {
    const errors = {
      ...(isKnown ? {} : { finding: "Choose what you were told." }),
      ...(isSaid ? {} : { note: `Say who told you, when and how, in at most ${NOTE_MAX_CHARACTERS} characters.` }),
    };
    return { refused: { finding, note, errors } };
  }
  const { status } = await createPayoutFinding(ctx, { payoutId, finding, note });
  if (status === "already_recorded") return warned("Somebody wrote something down before you. Look at that first.");
  if (status === "not_in_doubt")
    return warned("It has its answer, or has not been in doubt for a day. Nothing was done.");
  return done("Written down. It counts once another person confirms it.");
}

async function confirm({ ctx, form }: Asked): Promise<Answer> {
  const outcome = await releasePayoutFinding(ctx, { findingId: text(form, "id") });
  switch (outcome.status) {
    case "applied":
      return done(
        outcome.payoutStatus === "paid" ? "Confirmed: it is paid." : "Confirmed: it is not paid, and owed again.",
      );
    case "own_finding":
      return warned("You wrote it down yourself: another person confirms it.");
    case "too_late":
      return warned("It was decided before. Nothing was done.");
    case "rail_answered":
      return warned("Asked once more, the payment service knows of it after all. What it says counts.");
  }
}

async function withdraw({ ctx, form }: Asked): Promise<Answer> {
  const { status } = await voidPayoutFinding(ctx, { findingId: text(form, "id") });
  return status === "withdrawn" ? done("Taken back. Nothing was moved by it.") : warned("It was decided before.");
}

const ACTS = new Map<unknown, (asked: Asked) => Promise<Answer>>([
  ["approve", approve],
  ["cancel", cancel],
  ["retry", retry],
  ["investigate", investigate],
  ["record", record],
  ["confirm", confirm],
  ["withdraw", withdraw],
]);

/** Does what the form's intent names. Throws BAD_REQUEST for what is not known, and what the verbs throw. */
export function actOn(asked: Asked): Promise<Answer> {
  const act = ACTS.get(asked.form.get("intent"));
  if (act === undefined) throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  return act(asked);
}
