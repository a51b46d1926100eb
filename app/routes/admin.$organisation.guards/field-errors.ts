import type { FieldError } from "#app/core/errors.ts";

/** What a verb refused, as Conform shows it beside each field. */
export function fieldErrorsOf(errors: readonly FieldError[]): Record<string, string[]> {
  return Object.fromEntries(errors.map(({ field, message }) => [field, [message]]));
}
