import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { Mail } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { type CreateCodeMessageOutcome, createCodeMessage } from "#app/domain/qr/index.ts";
import { codeMessage, MAILED_KINDS, PRINT_KINDS } from "#app/domain/qr/input.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { refuseForm } from "#app/staff-refusal.ts";
import { readPicked } from "../admin.$organisation.prints/selection-address.ts";

export const handle = { crumb: "E-mail codes" };

/** `?guard=` comes from a guard's page or from the list of guards; without it a site is chosen. */
export const loader = staffLoader("prints.write", async ({ ctx, request }) => {
  const guardIds = readPicked(new URL(request.url).searchParams.get("guard"));
  const [only, ...others] = guardIds;
  const isOne = only !== undefined && others.length === 0;
  const [guard, sites] = await Promise.all([isOne ? getGuard(ctx, only) : null, listOpenSites(ctx)]);
  const whose = guard ? `${guard.firstName} ${guard.lastName}` : `${guardIds.length} guards`;
  return { picked: guardIds.length === 0 ? null : { guardIds, whose }, sites };
});

export const action = staffAction("prints.write", async ({ ctx, form, organisationId }) => {
  const submission = parseWithZod(readForm(form), { schema: codeMessage });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const outcome = await createCodeMessage(ctx, submission.value);
  if (outcome.status !== "queued") return refuseForm(submission, wordsFor(outcome));
  const codes = outcome.codes === 1 ? "1 code" : `${outcome.codes} codes`;
  const message = `${codes} will be e-mailed to ${submission.value.address} in a moment.`;
  return redirectWithFlash(`/admin/${organisationId}/prints`, { message }, ctx.clock.now());
});

/** The guards travel in one field, as in the address. */
function readForm(form: FormData): FormData {
  for (const id of readPicked(form.get("guard"))) form.append("guardIds", id);
  return form;
}

function wordsFor(outcome: Exclude<CreateCodeMessageOutcome, { status: "queued" }>): string {
  switch (outcome.status) {
    case "nobody":
      return "Nobody there has an active code. Nothing was sent.";
    case "too_many":
      return "These are more than 50 codes, too many for one e-mail. Print them here and send the file yourself.";
    case "limited": {
      const wait = Math.ceil(outcome.retryAfterSeconds / 60);
      return `You have sent many of these in an hour. Nothing was sent. Try again in ${wait === 1 ? "a minute" : `${wait} minutes`}.`;
    }
    case "unreadable":
      return `Code ${outcome.serials.join(", ")} could not be read back out of what was printed, so nothing was sent. We were told.`;
  }
}

const KINDS = MAILED_KINDS.map((kind) => ({ value: kind, label: PRINT_KINDS[kind] }));

/** Sends codes as a PDF to whoever hangs them: guards have phones, their supervisors have e-mail. */
export default function EmailCodes() {
  const { picked, sites } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(codeMessage),
    defaultValue: { kind: "a4" },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(readForm(formData), { schema: codeMessage }),
  });
  return (
    <>
      <PageHeader
        title="E-mail codes"
        description="Send a PDF to the supervisor who prints and hangs it. It says whose each code is."
      />
      <Form method="post" {...getFormProps(form)} className="grid max-w-2xl gap-6">
        <CsrfField />
        <FormErrors form={form} labels={{ address: "E-mail", siteId: "Site", kind: "Form" }} />
        <Card>
          <div className="grid gap-5">
            <Field label="E-mail" field={fields.address}>
              {(control) => <Input {...control} type="email" inputMode="email" autoComplete="off" maxLength={200} />}
            </Field>
            {picked === null ? (
              <Field label="Site" field={fields.siteId} hint="Everybody active there, up to 50.">
                {(control) => (
                  <Select
                    {...control}
                    placeholder="Choose a site"
                    options={sites.map(({ id, name }) => ({ value: id, label: name }))}
                  />
                )}
              </Field>
            ) : (
              <p>
                {picked.guardIds.length === 1 ? "The code of " : "The codes of "}
                <strong>{picked.whose}</strong>
                <input type="hidden" name="guard" value={picked.guardIds.join(",")} />
              </p>
            )}
            <Field label="Form" field={fields.kind}>
              {(control) => <Select {...control} options={KINDS} />}
            </Field>
          </div>
        </Card>
        <div className="flex flex-wrap gap-3">
          <SubmitButton pendingLabel="Sending…" icon={<Mail aria-hidden="true" />}>
            Send
          </SubmitButton>
          <LinkButton to={`/admin/${id}/prints`}>Cancel</LinkButton>
        </div>
      </Form>
    </>
  );
}
