import { Form, useNavigation } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import type { ResultsView } from "./view.ts";

/** Whether the results can be posted, and the button that does it. */
export function Verdict({ view, home }: { view: ResultsView; home: string }) {
  if (view.errorTotal > 0) {
    return (
      <Alert
        tone="danger"
        title={view.errorTotal === 1 ? "1 row needs another look" : `${view.errorTotal} rows need another look`}
        action={
          <LinkButton to={home} variant="primary">
            Choose the corrected file
          </LinkButton>
        }
      >
        Nothing is posted while a row is wrong, so that nothing is half-done. Ask the bank where you cannot tell.
      </Alert>
    );
  }
  return <Ready view={view} />;
}

function Ready({ view }: { view: ResultsView }) {
  const isSending = useNavigation().formMethod === "POST";
  const { paid, failed, returned } = view;
  const isNothing = paid + failed + returned === 0;
  const description = isNothing
    ? "Every row says what is recorded already, or has no result yet."
    : "All of them are posted, or none. What was paid leaves your bank account in the books; what was not is owed to the guards again.";
  return (
    <Card title={isNothing ? "Nothing would change" : "Everything is in order"} description={description}>
      <Form method="post" className="flex flex-wrap gap-3">
        <CsrfField />
        {isNothing ? null : (
          <SubmitButton name="intent" value="apply" pendingLabel="Posting…">
            Post the results
          </SubmitButton>
        )}
        <SubmitButton name="intent" value="drop" variant="secondary">
          Drop these results
        </SubmitButton>
      </Form>
      {isSending ? (
        <div className="mt-4">
          <Progress label="Posting the results" detail="Thousands take a few seconds." />
        </div>
      ) : null}
    </Card>
  );
}
