import type { Messages } from "#app/messages/index.ts";
import type { GuardView } from "./guard-view.ts";

export interface FieldErrors {
  /** One for each field, in the page's order; `id` is the element to go to. */
  all: { id: string; message: string }[];
  of: Partial<Record<string, string>>;
}

/** The refused fields in the page's own words; what the page has no field for is its `notice`. */
export function fieldErrors(view: GuardView, text: Messages): FieldErrors {
  const named = new Set(view.errors.map(({ field }) => field));
  const rows = [
    {
      is: named.has("amount") || named.has("other"),
      field: "amount",
      id: "other",
      message: text.form.amount(view.minimum, view.maximum),
    },
    { is: named.has("coversFee"), field: "covers_fee", id: "covers-fee", message: text.form.coversFee },
    { is: named.has("message"), field: "message", id: "message", message: text.form.message },
    { is: named.has("email"), field: "email", id: "email", message: text.form.email },
  ].filter(({ is }) => is);
  return {
    all: rows.map(({ id, message }) => ({ id, message })),
    of: Object.fromEntries(rows.map(({ field, message }) => [field, message])),
  };
}
