import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import type { FieldError } from "#app/core/errors.ts";
import { getGuard, updateGuard } from "#app/domain/guards/index.ts";
import { guardDetails } from "#app/domain/guards/input.ts";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { fieldErrorsOf } from "../admin.$organisation.guards/field-errors.ts";
import { GUARD_LABELS, GuardFormFields } from "../admin.$organisation.guards/guard-form.tsx";
import { changePhoto } from "./change-photo.ts";
import { PhotoCard } from "./photo-card.tsx";

export const handle = {
  crumb: ({ guard }: { guard: { firstName: string; lastName: string } }) => `Edit ${guard.firstName} ${guard.lastName}`,
};

export const loader = staffLoader("guards.write", async ({ ctx, params }) => {
  const [guard, sites] = await Promise.all([getGuard(ctx, params["guard"] ?? ""), listOpenSites(ctx)]);
  return { guard, sites };
});

export const action = staffAction("guards.write", async ({ ctx, form, params, organisationId }) => {
  const guardId = params["guard"] ?? "";
  const page = `/admin/${organisationId}/guards/${guardId}`;
  if (form.get("intent") !== "details") return changePhoto({ ctx, form, guardId, page });
  const submission = parseWithZod(form, { schema: guardDetails });
  if (submission.status !== "success") return data({ result: submission.reply() }, { status: 400 });
  const outcome = await updateGuard(ctx, guardId, submission.value);
  if (outcome.status === "refused") return data({ result: submission.reply(wrong(outcome.errors)) }, { status: 400 });
  const message = {
    updated: "Saved. The guard's page shows it within a minute.",
    unchanged: "Nothing was different.",
    left: GONE,
  };
  const tone = outcome.status === "left" ? ("warning" as const) : ("success" as const);
  return redirectWithFlash(page, { message: message[outcome.status], tone }, ctx.clock.now());
});

const GONE = "This guard has left and can no longer be changed.";

function wrong(errors: readonly FieldError[]) {
  return { fieldErrors: fieldErrorsOf(errors) };
}

export default function EditGuard() {
  const { guard, sites } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  const answer = useActionData<typeof action>() as
    | { result?: SubmissionResult<string[]>; photoError?: string }
    | undefined;
  const [form, fields] = useForm({
    lastResult: answer?.result,
    constraint: getZodConstraint(guardDetails),
    defaultValue: guard,
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: guardDetails }),
  });
  return (
    <>
      <PageHeader
        title={`Edit ${guard.firstName} ${guard.lastName}`}
        description={`Patrons see “${guard.displayName}”.`}
      />
      <div className="grid max-w-3xl gap-6">
        <PhotoCard guard={guard} error={answer?.photoError} />
        <Form method="post" {...getFormProps(form)} className="grid gap-6">
          <CsrfField />
          <input type="hidden" name="intent" value="details" />
          <FormErrors form={form} labels={GUARD_LABELS} />
          <Card title="Who they are">
            <GuardFormFields fields={fields} sites={sites} />
          </Card>
          <div className="flex flex-wrap gap-3">
            <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
            <LinkButton to={`/admin/${id}/guards/${guard.id}`}>Cancel</LinkButton>
          </div>
        </Form>
      </div>
    </>
  );
}
