import { data, redirect } from "@remix-run/cloudflare";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { Download } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Checkbox } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import { Steps } from "#app/components/ui/steps.tsx";
import { createGuardImport } from "#app/domain/guards/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { timeFor } from "../admin.$organisation.guards/import-time.ts";
import { uploadIn } from "../admin.$organisation.guards/upload.ts";

export const handle = { crumb: "Import" };

export const loader = staffLoader("guards.write", async () => null);

/** Takes the file in and leads to what it would do. */
export const action = staffAction("guards.write", async ({ ctx, form, organisationId }) => {
  const file = await uploadIn(form, "file");
  if (file === null) return data({ error: "Choose a CSV file." }, { status: 400 });
  const createMissingSites = form.get("createMissingSites") === "on";
  const outcome = await createGuardImport(ctx, { ...file, createMissingSites });
  if (outcome.status === "unreadable") return data({ error: outcome.message }, { status: 400 });
  return redirect(`/admin/${organisationId}/guards/import/${outcome.importId}`);
});

export default function ImportGuards() {
  const { id } = useOrganisation();
  const error = (useActionData<typeof action>() as { error: string } | undefined)?.error;
  const isSending = useNavigation().formMethod === "POST";
  const { rows, count } = useRowCount();
  return (
    <>
      <PageHeader
        title="Import guards"
        description="From one CSV file, up to 5,000 at once. You see what it would do before anything happens."
        actions={
          <LinkButton
            to={`/admin/${id}/guards/import/template.csv`}
            reloadDocument
            icon={<Download aria-hidden="true" />}
          >
            Download the template
          </LinkButton>
        }
      />
      <div className="grid max-w-3xl gap-6">
        <Steps steps={["Choose a file", "Check it", "Done"]} current={0} />
        <Form method="post" encType="multipart/form-data" className="grid gap-6">
          <CsrfField />
          {error === undefined ? null : <FormErrors errors={[{ message: error, fieldId: "file" }]} />}
          <Card title="Your file">
            <div className="grid gap-4">
              <Field
                label="CSV file"
                id="file"
                name="file"
                errors={error === undefined ? [] : [error]}
                hint="Separated by commas, semicolons or tabs; at most 5 MB. Save a workbook as CSV first."
              >
                {(control) => (
                  <Input {...control} type="file" accept=".csv,.tsv,.txt,text/csv" required onChange={count} />
                )}
              </Field>
              <Checkbox
                name="createMissingSites"
                label="Add sites that are not there yet"
                hint="Otherwise a row that names an unknown site is an error, which finds spelling mistakes."
              />
              {isSending ? (
                <Progress
                  label="Reading and checking the file"
                  detail={rows === null ? undefined : timeFor("checked", rows)}
                />
              ) : null}
            </div>
          </Card>
          <Columns />
          <div className="flex flex-wrap gap-3">
            <SubmitButton pendingLabel="Reading…">Check the file</SubmitButton>
            <LinkButton to={`/admin/${id}/guards`}>Cancel</LinkButton>
          </div>
        </Form>
      </div>
    </>
  );
}

/** How many rows the chosen file has, but for its header; null while that is not known. */
function useRowCount() {
  const [rows, setRows] = useState<number | null>(null);
  const count = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    setRows(null);
    const text = await target.files?.[0]?.text().catch(() => undefined);
    if (text !== undefined) setRows(Math.max(0, text.trimEnd().split("\n").length - 1));
  };
  return { rows, count };
}

const COLUMNS: readonly (readonly [string, string])[] = [
  [
    "Employee id, First name, Last name, Site",
    "Needed in every row. The employee id says who somebody is: a row with a known one changes that guard.",
  ],
  ["Badge number, Phone", "May be empty. Phones as they are dialled at home, or with + and the country's code."],
  ["Language", "en, fr, sw, pcm, yo, ha or tw; en when it is empty."],
  ["Shown as", "What patrons see: name, badge or initials. Empty for somebody new: as your settings say."],
  ["Status", "For new guards only: active or draft; active when it is empty."],
];

function Columns() {
  return (
    <Card
      title="Its columns"
      description="The first row names them, in any order. A column that is left out changes nothing."
    >
      <dl className="grid gap-3">
        {COLUMNS.map(([name, words]) => (
          <div key={name}>
            <dt className="font-semibold">{name}</dt>
            <dd className="text-soft">{words}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
