import type { TipNotice } from "#app/components/guard-view.ts";
import { AppError, type FieldError, type RefusalCode } from "#app/core/errors.ts";

/** Why the form is shown again, and whether the next try is a new attempt with a key of its own. */
export interface SecondLook {
  status: number;
  notice: TipNotice | null;
  errors: readonly FieldError[];
  needsNewKey: boolean;
  retryAfterSeconds?: number | undefined;
}

const NOTICES: Partial<Record<RefusalCode, TipNotice>> = { RATE_LIMITED: "limited", UNAVAILABLE: "unavailable" };

/**
 * Outcomes that sent the patron nowhere. A key keeps its answer for ever, so after a silent rail the next try needs a new
 * one.
 */
export const AFTER_OUTCOME: Record<"rail_unavailable" | "key_reused", SecondLook> = {
  rail_unavailable: { status: 503, notice: "railSilent", errors: [], needsNewKey: true },
  key_reused: { status: 409, notice: "reused", errors: [], needsNewKey: true },
};

const FIELDS_ON_THE_PAGE = new Set(["amount", "other", "coversFee", "message", "email"]);

export function wrongFields(errors: readonly FieldError[]): SecondLook {
  const isStale = !errors.some(({ field }) => FIELDS_ON_THE_PAGE.has(field));
  const needsNewKey = errors.some(({ field }) => field === "attempt");
  return { status: 400, notice: isStale ? "stale" : null, errors, needsNewKey };
}

/** What a refusal means for the form; a fault is thrown on. */
export function afterRefusal(error: unknown): SecondLook {
  if (!(error instanceof AppError)) throw error;
  if (error.code === "INVALID_INPUT") return wrongFields(error.fields);
  return {
    status: error.status,
    notice: NOTICES[error.code] ?? "stale",
    errors: [],
    needsNewKey: false,
    retryAfterSeconds: error.retryAfterSeconds,
  };
}
