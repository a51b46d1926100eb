import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { action, loader } from "./route.tsx";

export function ConfirmEmailPage() {
  const { newEmail, csrf } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem ?? null;
  const back = <TextLink to="/admin/sign-in">Go to signing in</TextLink>;
  if (newEmail === null) {
    return (
      <SignInShell title="This link no longer works" footer={back}>
        <p>
          Links to confirm an address work once, for 30 minutes. Your address is as it was: ask for a new link from your
          account.
        </p>
      </SignInShell>
    );
  }
  return (
    <SignInShell
      title="Confirm your new address"
      description={
        <>
          From now on you sign in with <span className="wrap-anywhere font-medium text-ink">{newEmail}</span>. You will
          be signed out everywhere.
        </>
      }
      footer={back}
    >
      <Form method="post" className="grid gap-4">
        <FormErrors title="That did not work" errors={problem === null ? [] : [{ message: problem }]} />
        <input type="hidden" name="csrf" value={csrf} />
        <SubmitButton className="w-full">Confirm this address</SubmitButton>
      </Form>
    </SignInShell>
  );
}
