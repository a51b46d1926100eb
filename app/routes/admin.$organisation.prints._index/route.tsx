import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { createPrint, listPrintable, listPrintJobs } from "#app/domain/qr/index.ts";
import { PRINTED_AT_MOST, printOrder } from "#app/domain/qr/input.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { refuseForm } from "#app/staff-refusal.ts";
import { readSelection } from "../admin.$organisation.prints/selection-address.ts";
import { PrintShopPage } from "./page.tsx";

export const loader = staffLoader("prints.read", async ({ ctx, actor, request }) => {
  const selection = readSelection(new URL(request.url).searchParams);
  const [printable, sites, jobs] = await Promise.all([
    listPrintable(ctx, selection),
    listOpenSites(ctx),
    listPrintJobs(ctx),
  ]);
  return { selection, printable, sites, jobs, mayPrint: roleMay(actor.role, "prints.write") };
});

/** A few codes are printed before the answer, which leads to their file; more are a job to watch. */
export const action = staffAction("prints.write", async ({ ctx, form, organisationId }) => {
  const submission = parseWithZod(form, { schema: printOrder });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const outcome = await createPrint(ctx, { selection: readSelection(form), order: submission.value });
  switch (outcome.status) {
    case "printed":
    case "queued":
      return redirect(`/admin/${organisationId}/prints/${outcome.jobId}`);
    case "nobody":
      return refuseForm(submission, "Nobody whom you chose has an active code. Nothing was printed.");
    case "too_many":
      return refuseForm(submission, `These are more than ${PRINTED_AT_MOST} codes. Print site by site.`);
    case "unreadable":
      return refuseForm(
        submission,
        `Code ${outcome.serials.join(", ")} could not be read back out of what was printed, so no file was made. We were told.`,
      );
  }
});

export default function PrintShopIndex() {
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(printOrder),
    defaultValue: { kinds: ["a4"], layout: "together" },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: printOrder }),
  });
  const errors = { kinds: fields.kinds.errors, layout: fields.layout.errors };
  return (
    <PrintShopPage {...useLoaderData<typeof loader>()} form={form} formProps={getFormProps(form)} errors={errors} />
  );
}
