import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { MapPin } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { PhotoField } from "#app/components/photo-field.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Checkbox } from "#app/components/ui/choice.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { createGuard, updateGuardPhoto } from "#app/domain/guards/index.ts";
import { guardDetails } from "#app/domain/guards/input.ts";
import { findSettings, getOrganisation, listOpenSites } from "#app/domain/organisations/index.ts";
import { createCode } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { fieldErrorsOf } from "../admin.$organisation.guards/field-errors.ts";
import { GUARD_LABELS, GuardFormFields } from "../admin.$organisation.guards/guard-form.tsx";
import { textIn, uploadIn } from "../admin.$organisation.guards/upload.ts";

export const handle = { crumb: "Add a guard" };

export const loader = staffLoader("guards.write", async ({ ctx }) => {
  const [sites, settings, { language }] = await Promise.all([
    listOpenSites(ctx),
    findSettings(ctx),
    getOrganisation(ctx),
  ]);
  return { sites, language, shownAs: settings["guards.shown_as"] };
});

/** Adds the guard, then the photo, then the code. A photo that cannot be taken keeps nobody from being added. */
export const action = staffAction("guards.write", async ({ ctx, form, organisationId }) => {
  const submission = parseWithZod(form, { schema: guardDetails });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const status = form.get("isDraft") === "on" ? "draft" : "active";
  const outcome = await createGuard(ctx, { ...submission.value, status });
  if (outcome.status === "refused") {
    return data(submission.reply({ fieldErrors: fieldErrorsOf(outcome.errors) }), { status: 400 });
  }
  const { guardId } = outcome;
  const file = await uploadIn(form, "photo");
  const photo =
    file && (await updateGuardPhoto(ctx, { guardId, photo: { bytes: file.bytes, crop: textIn(form, "crop") } }));
  if (status === "active") await createCode(ctx, { guardId, replaces: null });
  const { firstName, lastName } = submission.value;
  const added = `${firstName} ${lastName} was added${status === "active" ? " and has a code" : " as a draft"}.`;
  const page = `/admin/${organisationId}/guards/${guardId}`;
  return photo?.status === "refused"
    ? redirectWithFlash(
        `${page}/edit`,
        { message: `${added} The photo was not taken. ${photo.message}`, tone: "warning" },
        ctx.clock.now(),
      )
    : redirectWithFlash(page, { message: added }, ctx.clock.now());
});

export default function NewGuard() {
  const { sites, language, shownAs } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  const [form, fields] = useForm({
    lastResult,
    constraint: getZodConstraint(guardDetails),
    defaultValue: { language, shownAs, ...(sites.length === 1 ? { siteId: sites[0]?.id } : {}) },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: guardDetails }),
  });
  if (sites.length === 0) return <NoSites home={`/admin/${id}`} />;
  return (
    <>
      <PageHeader title="Add a guard" description="Once added, a guard has a QR code that patrons can scan." />
      <Form method="post" encType="multipart/form-data" {...getFormProps(form)} className="grid max-w-3xl gap-6">
        <CsrfField />
        <FormErrors form={form} labels={GUARD_LABELS} />
        <Card title="Who they are">
          <GuardFormFields fields={fields} sites={sites} />
        </Card>
        <Card title="Photo" description="Patrons see it beside the name. It can be added later.">
          <PhotoField />
        </Card>
        <Checkbox
          name="isDraft"
          label="Keep as a draft for now"
          hint="A draft has no code and takes no tips until you activate it."
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton pendingLabel="Adding…">Add guard</SubmitButton>
          <LinkButton to={`/admin/${id}/guards`}>Cancel</LinkButton>
        </div>
      </Form>
    </>
  );
}

function NoSites({ home }: { home: string }) {
  return (
    <>
      <PageHeader title="Add a guard" />
      <Card>
        <EmptyState
          icon={MapPin}
          title="Add a site first"
          action={
            <LinkButton variant="primary" to={`${home}/sites`}>
              Go to sites
            </LinkButton>
          }
        >
          A guard stands at a site, which patrons see beside the name.
        </EmptyState>
      </Card>
    </>
  );
}
