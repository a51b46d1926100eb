import { Form, useNavigation } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { Progress } from "#app/components/ui/progress.tsx";

/** Takes the bank's results; what they would do is shown before anything is posted. */
export function ResultsForm({ isOpen, error }: { isOpen: boolean; error: string | undefined }) {
  const isSending = useNavigation().formMethod === "POST";
  return (
    <Card
      title={isOpen ? "The bank’s results" : "A later word of the bank’s"}
      description={
        isOpen
          ? "Upload what the bank gives back, in full or in parts. You see what it would post before anything happens."
          : "A line that was paid may come back days later, and one that was given up may have been paid all the same."
      }
    >
      <Form method="post" encType="multipart/form-data" className="grid gap-4">
        <CsrfField />
        {error === undefined ? null : <FormErrors errors={[{ message: error, fieldId: "file" }]} />}
        <Field
          label="CSV file of results"
          id="file"
          name="file"
          errors={error === undefined ? [] : [error]}
          hint="Needs the columns Reference, Amount and Status; takes Bank reference, Reason and Fee. At most 5 MB."
        >
          {(control) => <Input {...control} type="file" accept=".csv,.tsv,.txt,text/csv" required />}
        </Field>
        {isSending ? <Progress label="Reading the file" /> : null}
        <div>
          <SubmitButton
            name="intent"
            value="results"
            variant={isOpen ? "primary" : "secondary"}
            pendingLabel="Reading…"
          >
            Check the results
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
