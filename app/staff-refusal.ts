import type { SubmissionResult } from "@conform-to/react";
import { data } from "@remix-run/cloudflare";
import { AppError, type FieldError } from "#app/core/errors.ts";

interface Replying {
  reply(options: { formErrors?: string[]; fieldErrors?: Record<string, string[]> }): SubmissionResult;
}

/** The form again, with what is wrong beside each field. */
export function refuseFields(submission: Replying, fields: readonly FieldError[]) {
  const fieldErrors: Record<string, string[]> = {};
  for (const { field, message } of fields) fieldErrors[field] = [...(fieldErrors[field] ?? []), message];
  return data(submission.reply({ fieldErrors }), { status: 400 });
}

/** The form again, with what is wrong about the whole of it. */
export function refuseForm(submission: Replying, message: string) {
  return data(submission.reply({ formErrors: [message] }), { status: 409 });
}

/** The fields that a verb refused; throws what is no such refusal. */
export function fieldsRefused(thrown: unknown): readonly FieldError[] {
  if (thrown instanceof AppError && thrown.code === "INVALID_INPUT") return thrown.fields;
  throw thrown;
}
