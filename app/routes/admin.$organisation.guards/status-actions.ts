import { AppError } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { type StatusChangeOutcome, updateGuardStatus } from "#app/domain/guards/index.ts";
import { STATUS_CHANGES, type StatusChange } from "#app/domain/guards/input.ts";
import { archiveGuards, createMissingCodes } from "#app/domain/qr/index.ts";
import type { Flash } from "#app/staff-flash.ts";
import { UNDO_AT_MOST } from "./together.ts";

export type StatusIntent = StatusChange | "leave";

const UNDONE_BY: Partial<Record<StatusIntent, StatusChange>> = { suspend: "reinstate", reinstate: "suspend" };
const DONE: Record<StatusIntent, string> = {
  activate: "can be tipped now",
  suspend: "suspended: their codes take no tips",
  reinstate: "reinstated: their codes take tips again",
  leave: "marked as left: their codes are revoked",
};

/** The guards that a form is about: a field `id` each, or several in one, between commas. */
export function idsIn(form: FormData): string[] {
  return form.getAll("id").flatMap((id) => (typeof id === "string" ? id.split(",").filter(Boolean) : []));
}

/** The change of status that a form asks for. Throws BAD_REQUEST for another intent. */
export function intentIn(form: FormData): StatusIntent {
  const intent = form.get("intent");
  if (intent === "leave") return intent;
  const change = STATUS_CHANGES.find((known) => known === intent);
  if (!change) throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  return change;
}

/** Changes the status of guards. Who becomes active has a code from then on. */
export async function changeStatus(
  ctx: Ctx,
  intent: StatusIntent,
  guardIds: readonly string[],
): Promise<StatusChangeOutcome> {
  if (intent === "leave") return archiveGuards(ctx, { guardIds });
  const outcome = await updateGuardStatus(ctx, { change: intent, guardIds });
  if (intent !== "suspend" && outcome.changed.length > 0) await createMissingCodes(ctx);
  return outcome;
}

/** What to say afterwards, with the way back where there is one. */
export function flashOf(
  intent: StatusIntent,
  { changed, untouched }: StatusChangeOutcome,
  action: string,
): Omit<Flash, "id"> {
  const undoneBy = UNDONE_BY[intent];
  const left = untouched === 0 ? "" : ` ${count(untouched)} not changed: they were in another status.`;
  if (changed.length === 0) return { message: `Nothing was changed.${left}`, tone: "warning" };
  return {
    message: `${count(changed.length)} ${DONE[intent]}.${left}`,
    ...(undoneBy && changed.length <= UNDO_AT_MOST
      ? { undo: { action, fields: { intent: undoneBy, id: changed.join(",") } } }
      : {}),
  };
}

function count(guards: number): string {
  return guards === 1 ? "1 guard" : `${guards} guards`;
}
